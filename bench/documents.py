"""Parses the XML of every guest of a host, and prints how many milliseconds that took."""

import sys
import time
from xml.etree import ElementTree

import libvirt

connection = libvirt.open(sys.argv[1])
texts = [guest.XMLDesc() for guest in connection.listAllDomains()]
started = time.perf_counter()
for text in texts:
    ElementTree.fromstring(text)
print((time.perf_counter() - started) * 1000)
connection.close()
