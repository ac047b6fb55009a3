/** What no guest of the tests' host can have, and why: QEMU 7.2 of Debian 12 on x86_64, without KVM. `*` stands for any names. */
export const UNREACHED: Readonly<Record<string, string>> = {
  'cpu_tune.cache_tune': 'parts of the cache are set aside under KVM alone',
  'cpu_tune.memory_tune': 'memory bandwidth is set aside under KVM alone',
  'devices.*.address.ccw': 'channels of s390x',
  'devices.*.address.spapr_vio': 'the bus of a POWER machine',
  'devices.*.address.virtio_mmio': 'a transport of ARM boards',
  'devices.*.address.pci.zpci': 'identifiers of s390x',
  'devices.*.address.unassigned': 'of devices that are passed through, which this host has none of',
  'devices.smartcards.acpi': 'a device that is not on PCI',
  'devices.channels.acpi': 'a device that is not on PCI',
  'devices.tpms.acpi': 'a device that is not on PCI',
  'devices.hubs.acpi': 'a device that is not on PCI',
  'devices.panics.acpi': 'a device that is not on PCI',
  'devices.redir_devs.acpi': 'a device that is not on PCI',
  'devices.filesystems.source.block': 'QEMU shares folders only',
  'devices.filesystems.source.file': 'QEMU shares folders only',
  'devices.filesystems.source.template': 'QEMU shares folders only',
  'devices.filesystems.source.ram': 'QEMU shares folders only',
  'devices.filesystems.source.bind': 'QEMU shares folders only',
  'devices.filesystems.source.volume': 'QEMU shares folders only',
  'devices.graphics.desktop': 'a display of other hypervisors',
  'devices.graphics.rdp': 'a display of other hypervisors, and of QEMU since libvirt 11.1',
  'devices.interfaces.backend.log_file': "Debian's libvirt 9.0 is built without passt",
  'devices.interfaces.bandwidth.outbound.floor': 'of what comes in alone',
  'devices.nvram': 'of POWER machines',
  'devices.memorydevs.uuid': 'of NVDIMMs of POWER machines',
  'devices.tpms.backend.external': 'this QEMU knows no such backend',
  'devices.controllers.pci.target.index': 'of POWER machines',
  'devices.controllers.usb.master': 'of the companions of a USB 2 controller, which come in fours',
  'devices.interfaces.source.hostdev.usb': 'QEMU passes NICs through on PCI alone',
  'devices.smartcards.alias': "libvirt 9.0's schema has no place for it",
  'devices.serials.source.spice_vmc': 'of virtio channels alone',
  'devices.parallels.source.spice_vmc': 'of virtio channels alone',
  'devices.consoles.source.spice_vmc': 'of virtio channels alone',
  'devices.hostdevs.subsys_scsi.source.iscsi.host.socket': 'iSCSI is spoken over TCP',
  'devices.hostdevs.subsys_scsi.source.iscsi.host.transport': 'iSCSI is spoken over TCP',
  'devices.hostdevs.subsys_usb.source.address.port':
    'libvirt 9.0 and 11.3 find a device by its number on the bus',
  'devices.hostdevs.subsys_pci.display': 'libvirt 9.0 reads it of mediated devices alone',
  'devices.hostdevs.subsys_pci.ram_fb': 'libvirt 9.0 reads it of mediated devices alone',
  'features.ccf_assist': 'of POWER machines',
  'features.cfpc': 'of POWER machines',
  'features.gic': 'of ARM boards',
  'features.hpt': 'of POWER machines',
  'features.htm': 'of POWER machines',
  'features.ibs': 'of POWER machines',
  'features.nested_hv': 'of POWER machines',
  'features.sbbc': 'of POWER machines',
  'launch_security.sev': 'QEMU offers SEV on processors of AMD that have it',
  'launch_security.s390pv': 'of s390x',
  'os.nv_ram.source.dir': 'variables are kept in a file, on a device or on a server',
  'os.nv_ram.source.volume': 'variables are kept in a file, on a device or on a server',
  'os.nv_ram.source.nvme': 'variables are kept in a file, on a device or on a server',
  'os.nv_ram.source.vhost_user': 'variables are kept in a file, on a device or on a server',
  'os.nv_ram.source.reservations': 'of disks alone',
  'os.nv_ram.source.slices': 'of disks alone',
};

/** Devices whose places of each kind are tried; all others say the same, and take no other kind. */
const TRIED_PLACES: Readonly<Record<string, readonly string[]>> = {
  pci: ['disks', 'interfaces', 'rngs', 'videos'],
  drive: ['disks'],
  usb: ['inputs'],
  virtio_serial: ['channels'],
  ccid: ['smartcards'],
  isa: ['serials', 'panics'],
  dimm: ['memorydevs'],
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
