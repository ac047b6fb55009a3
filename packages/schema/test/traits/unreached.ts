/** What no guest of the tests' host can have, and why: QEMU 7.2 of Debian 12 on x86_64, without KVM. `*` stands for any names. */
export const UNREACHED: Readonly<Record<string, string>> = {
  'block_io_tune.weight': "libvirt 9.0's schema wants at least 100, and takes it beside devices alone",
  'cpu.migratable': 'says something of the processor of the host, which needs KVM',
  'cpu_tune.cache_tune': 'parts of the cache are set aside under KVM alone',
  'cpu_tune.memory_tune': 'memory bandwidth is set aside under KVM alone',
  'clock.timer.mode': 'a timer of Xen',
  'devices.*.address.ccw': 'channels of s390x',
  'devices.*.address.spapr_vio': 'the bus of a POWER machine',
  'devices.*.address.virtio_mmio': 'a transport of ARM boards',
  'devices.*.address.pci.zpci': 'identifiers of s390x',
  'devices.*.address.isa': 'QEMU of a PC chooses the places on its ISA bus',
  'devices.*.address.ccid': 'of smartcard readers, which QEMU plugs in by itself',
  'devices.*.address.dimm': 'memory devices are given their slots',
  'devices.*.address.unassigned': 'of devices that are passed through, which this host has none of',
  'devices.*.acpi': 'only PCI devices of QEMU have an index in ACPI',
  'devices.filesystems.source.block': 'QEMU shares folders only',
  'devices.filesystems.source.file': 'QEMU shares folders only',
  'devices.filesystems.source.template': 'QEMU shares folders only',
  'devices.filesystems.source.ram': 'QEMU shares folders only',
  'devices.filesystems.source.bind': 'QEMU shares folders only',
  'devices.filesystems.source.volume': 'QEMU shares folders only',
  'devices.graphics.desktop': 'a display of other hypervisors',
  'devices.graphics.rdp': 'a display of other hypervisors, and of QEMU since libvirt 11.1',
  'devices.graphics.*.listeners.socket.socket': "libvirt 9.0's schema does not take the path",
  'devices.interfaces.backend':
    "Debian's libvirt 9.0 is built without passt, and takes no other backend with these",
  'devices.interfaces.bandwidth.outbound.floor': 'of what comes in alone',
  'devices.nvram': 'of POWER machines',
  'devices.memorydevs.uuid': 'of NVDIMMs of POWER machines',
  'devices.tpms.backend.external': 'this QEMU knows no such backend',
  'devices.videos.model.accel.render_node': 'of vhost-user cards, which need a program of their own',
  'devices.disks.source.dir': 'a folder as a disk wants a format of its own',
  'devices.disks.source.vhost_user': 'wants shared memory and a server; NICs say the same of a socket',
  'devices.disks.source.encryption.cipher': 'libvirt reads it from the image, and refuses it here',
  'devices.disks.source.encryption.ivgen': 'libvirt reads it from the image, and refuses it here',
  'devices.disks.encryption.cipher': 'libvirt reads it from the image, and refuses it here',
  'devices.disks.encryption.ivgen': 'libvirt reads it from the image, and refuses it here',
  'devices.disks.source.reservations': 'of SCSI devices of the host, which has none',
  'devices.disks.geometry.trans': 'of IDE disks alone, which a newer PC does not have',
  'devices.controllers.pci.target.chassis_nr': 'of bridges that stand below others',
  'devices.controllers.pci.target.index': 'of POWER machines',
  'devices.controllers.pci.target.numa_node': 'of bridges for nodes that stand below others',
  'devices.controllers.usb.master': 'of the companions of a USB 2 controller, which come in fours',
  'devices.interfaces.source.hostdev.usb': 'QEMU passes NICs through on PCI alone',
  'devices.smartcards.host_certs': 'a card is made of three certificates and their database at once',
  'devices.smartcards.database': 'a card is made of three certificates and their database at once',
  'devices.smartcards.alias': "libvirt 9.0's schema has no place for it",
  'devices.serials.source.spice_vmc': 'of virtio channels alone',
  'devices.parallels.source.spice_vmc': 'of virtio channels alone',
  'devices.consoles.source.spice_vmc': 'of virtio channels alone',
  'devices.sounds.driver': 'of virtio sound, since libvirt 10.4',
  'devices.hostdevs.subsys_scsi.source.iscsi.host.socket': 'iSCSI is spoken over TCP',
  'sys_info.smbios.*.entry.file': 'libvirt takes texts alone for SMBIOS',
  'features.ccf_assist': 'of POWER machines',
  'features.cfpc': 'of POWER machines',
  'features.gic': 'of ARM boards',
  'features.hpt': 'of POWER machines',
  'features.htm': 'of POWER machines',
  'features.ibs': 'of POWER machines',
  'features.nested_hv': 'of POWER machines',
  'features.sbbc': 'of POWER machines',
  'memory_tune.min_guarantee_unit': 'of VMware',
  'os.dtb': 'of ARM and POWER',
  'os.nv_ram.source': 'the images of disks say the same',
};

/** Devices whose places of each kind are tried; all others say the same, and take no other kind. */
const TRIED_PLACES: Readonly<Record<string, readonly string[]>> = {
  pci: ['disks', 'interfaces', 'rngs', 'videos'],
  drive: ['disks'],
  usb: ['inputs'],
  virtio_serial: ['channels'],
};

/** The entry that says why an attribute is in no guest. */
export function whyUnreached(name: string): string | undefined {
  const [, kind = '', place = ''] = /^devices\.(\w+)\.address\.(\w+)/.exec(name) ?? [];
  const tried = TRIED_PLACES[place];
  if (tried !== undefined && !tried.includes(kind)) return 'devices.*.address';
  return Object.keys(UNREACHED).find((pattern) => {
    const text = pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+');
    return new RegExp(`^${text}(?:\\.|$)`).test(name);
  });
}
