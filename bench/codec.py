# Parses or writes a guest's XML so many times, and prints how many milliseconds one of them took.
import sys
import time
from xml.etree import ElementTree

direction, file, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(file) as source:
    text = source.read()
tree = ElementTree.fromstring(text)
run = {
    "decode": lambda: ElementTree.fromstring(text),
    "encode": lambda: ElementTree.tostring(tree),
}[direction]

started = time.perf_counter()
for _ in range(times):
    run()
print((time.perf_counter() - started) * 1e3 / times)
