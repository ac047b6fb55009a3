"""Makes a lab with libvirt's own client, or takes it away again, one call after the other: make-objects.py make|remove URI FOLDER.

The calls are those that the command makes: a network that is defined and started, a pool that is built and started, volumes, guests.
What they say is read from FOLDER, one file an object, in the order of their names.
"""

import os
import sys

import libvirt


def make(connection, documents):
    pool = None
    for kind, xml in documents:
        if kind == "network":
            network = connection.networkDefineXML(xml)
            network.setAutostart(True)
            network.create()
        elif kind == "pool":
            pool = connection.storagePoolDefineXML(xml)
            pool.build()
            pool.create()
            pool.setAutostart(True)
        elif kind == "volume":
            pool.createXML(xml)
        else:
            connection.defineXMLFlags(xml, libvirt.VIR_DOMAIN_DEFINE_VALIDATE)


def remove(connection, _documents):
    for domain in connection.listAllDomains():
        domain.undefine()
    for pool in connection.listAllStoragePools():
        for volume in pool.listAllVolumes():
            volume.delete()
        pool.destroy()
        pool.delete()
        pool.undefine()
    for network in connection.listAllNetworks():
        network.destroy()
        network.undefine()


def read(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yield name.split("-")[1], file.read()


what, uri, folder = sys.argv[1:]
connection = libvirt.open(uri)
{"make": make, "remove": remove}[what](connection, list(read(folder)))
connection.close()
