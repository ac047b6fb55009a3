"""Makes guests run with libvirt's own client, or takes them away, one after the other: power.py start|remove|shut-down URI FOLDER.

The calls are those that the command makes. What the guests are is read from FOLDER, one file an object. Prints how many guests there are in
the end.
"""

import os
import sys
import time

import libvirt


def start(connection, documents):
    for xml in documents:
        connection.defineXMLFlags(xml, libvirt.VIR_DOMAIN_DEFINE_VALIDATE).create()


def remove(connection, _documents):
    for domain in connection.listAllDomains():
        domain.destroy()
        domain.undefine()


def shut_down(connection, _documents):
    for domain in connection.listAllDomains():
        domain.shutdownFlags(libvirt.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN)
        while domain.isActive():
            time.sleep(0.01)
        domain.undefine()


def read(folder):
    for name in sorted(os.listdir(folder)):
        if name.split("-")[1] == "domain":
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                yield file.read()


what, uri, folder = sys.argv[1:]
connection = libvirt.open(uri)
{"start": start, "remove": remove, "shut-down": shut_down}[what](connection, list(read(folder)))
print(len(connection.listAllDomains()))
connection.close()
