"""Reads every guest, network, pool and volume of a host with libvirt's own client, and prints how many there are."""

import sys

import libvirt

connection = libvirt.openReadOnly(sys.argv[1])
count = 0
for domain in connection.listAllDomains():
    domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    domain.info()
    domain.autostart()
    count += 1
for network in connection.listAllNetworks():
    network.XMLDesc()
    network.autostart()
    count += 1
for pool in connection.listAllStoragePools():
    pool.XMLDesc()
    pool.autostart()
    count += 1
    for volume in pool.listAllVolumes():
        volume.XMLDesc()
        count += 1
print(count)
connection.close()
