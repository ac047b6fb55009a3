"""The other side of the figures, with libvirt's own client: python3 theirs.py PART URI ARGUMENT..."""

import sys
import time


def calls(uri, count):
    """The state of a guest, so many times."""
    connection = open_host(uri)
    guest = connection.listAllDomains()[0]
    times = int(count)

    def part():
        for _ in range(times):
            guest.state()

    rounds(part)
    connection.close()


def xml(uri):
    """The XML of every guest."""
    connection = open_host(uri)

    def part():
        for guest in connection.listAllDomains():
            guest.XMLDesc()

    rounds(part)
    connection.close()


def import_(_uri):
    started = time.perf_counter()
    import libvirt  # noqa: F401

    tell(started)


def connect(uri):
    """Connects and makes one call."""
    import libvirt

    started = time.perf_counter()
    connection = libvirt.open(uri)
    connection.listAllDomains()
    tell(started)
    connection.close()


def open_host(uri):
    import libvirt

    return libvirt.open(uri)


def rounds(part):
    """Warms up, says so, and then does its part once for each line that comes in."""
    part()
    part()
    print("ready", flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        part()
        tell(started)


def tell(started):
    print((time.perf_counter() - started) * 1000, flush=True)


{"calls": calls, "xml": xml, "import": import_, "connect": connect}[sys.argv[1]](*sys.argv[2:])
