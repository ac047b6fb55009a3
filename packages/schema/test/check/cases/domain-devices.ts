import type { ValueObject } from '@virtform/values';
import type { CheckCase } from './case.js';
import { disk, guest, pc } from './guest.js';

const pci = (slot: number, more: ValueObject = {}): ValueObject => ({
  address: { pci: { domain: 0, bus: 0, slot, function: 0, ...more } },
});
const rng = (more: ValueObject): ValueObject => ({
  model: 'virtio',
  backend: { random: '/dev/urandom' },
  ...more,
});
const drive = (dev: string, bus: string, numbers: ValueObject): ValueObject =>
  disk(dev, bus, { address: { drive: { controller: 0, bus: 0, target: 0, unit: 0, ...numbers } } });
const usb = (port: string): ValueObject => ({
  type: 'tablet',
  bus: 'usb',
  address: { usb: { bus: 0, port } },
});
const nic = (source: ValueObject, more: ValueObject = {}): ValueObject =>
  guest({ interfaces: [{ source, model: { type: 'virtio' }, ...more }] });
const user = { user: {} };
const lab = { network: { network: 'lab' } };
const cards = (...models: readonly ValueObject[]): ValueObject =>
  guest({ videos: models.map((model) => ({ model })) });
const cells = {
  vcpu: 1,
  cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 64, unit: 'MiB' }] } },
  maximum_memory: 4,
  maximum_memory_unit: 'GiB',
  maximum_memory_slots: 2,
};
const UUID = '9066901e-c90a-46ad-8b55-c18868cf92ae';
const memory = (more: ValueObject): ValueObject =>
  guest({ memorydevs: [{ target: { size: 128, size_unit: 'MiB', node: 0 }, ...more }] }, cells);
const share = (more: ValueObject, backing?: ValueObject): ValueObject =>
  guest(
    { filesystems: [{ source: { mount: { dir: '/srv' } }, target: { dir: 'srv' }, ...more }] },
    backing === undefined ? {} : { memory_backing: backing },
  );
const virtiofs = { driver: { type: 'virtiofs' } };
const shared = { memory_source: { type: 'memfd' }, memory_access: { mode: 'shared' } };
const tpm = { model: 'tpm-tis', backend: { passthrough: { device: { path: '/dev/tpm0' } } } };

const addresses: readonly CheckCase[] = [
  {
    title: 'two devices at one PCI address',
    refused: guest({ rngs: [rng(pci(9)), rng(pci(9))] }, { os: pc }),
    at: 'devices.rngs[1].address.pci',
    says: 'two devices are at the PCI address 0000:00:09.0',
    allowed: guest({ rngs: [rng(pci(9)), rng(pci(10))] }, { os: pc }),
    when: 'defined',
  },
  {
    title: 'two devices at one port of USB',
    refused: guest({ inputs: [usb('1'), usb('1')] }),
    at: 'devices.inputs[1].address.usb',
    says: 'two devices are at the USB bus 0, port 1',
    allowed: guest({ inputs: [usb('1'), usb('2')] }),
    when: 'defined',
  },
  {
    title: 'two disks at one place of a controller',
    refused: guest({ disks: [drive('sda', 'sata', { unit: 1 }), drive('sdb', 'sata', { unit: 1 })] }),
    at: 'devices.disks[1].address.drive',
    says: 'two disks on sata are at one place',
    allowed: guest({ disks: [drive('sda', 'sata', { unit: 1 }), drive('sdb', 'scsi', { unit: 1 })] }),
    when: 'defined',
  },
  {
    title: 'a bus that SATA does not have',
    refused: guest({ disks: [drive('sda', 'sata', { bus: 1 })] }),
    at: 'devices.disks[0].address.drive.bus',
    says: 'the bus of a disk on sata is always 0',
    allowed: guest({ disks: [drive('sda', 'sata', { controller: 1 })] }),
    when: 'defined',
  },
  {
    title: 'a second IDE controller',
    refused: guest({ disks: [drive('hda', 'ide', { controller: 1 })] }, { os: pc }),
    at: 'devices.disks[0].address.drive.controller',
    says: 'the controller of a disk on ide is always 0',
    allowed: guest({ disks: [drive('hda', 'ide', { bus: 1, unit: 1 })] }, { os: pc }),
    when: 'defined',
  },
];

const interfaces: readonly CheckCase[] = [
  {
    title: 'passt behind a network of libvirt',
    refused: nic(lab, { backend: { type: 'passt' } }),
    at: 'devices.interfaces[0].backend.type',
    says: 'passt is a backend of user networks',
    allowed: nic(lab),
    when: 'defined',
  },
  {
    title: 'an isolated port of a user network',
    refused: nic(user, { port_options: { isolated: 'yes' } }),
    at: 'devices.interfaces[0].port_options.isolated',
    says: 'only ports of a bridge',
    allowed: nic(lab, { port_options: { isolated: 'yes' } }),
    when: 'defined',
  },
  {
    title: 'half a team',
    refused: nic({ network: { network: 'lab' } }, { teaming: { type: 'transient' } }),
    at: 'devices.interfaces[0].teaming.persistent',
    says: 'does not say which one it belongs to',
    allowed: nic(lab, { teaming: { type: 'persistent' } }),
    when: 'defined',
  },
  {
    title: 'the wrong half of a team',
    refused: nic(lab, { teaming: { type: 'persistent', persistent: 'ua-nic' } }),
    at: 'devices.interfaces[0].teaming.persistent',
    says: 'refers to no other',
    allowed: nic(lab, { teaming: { type: 'transient', persistent: 'ua-nic' } }),
    when: 'defined',
  },
  {
    title: 'a queue of an odd length',
    refused: nic(lab, { driver: { rx_queue_size: 300 } }),
    at: 'devices.interfaces[0].driver.rx_queue_size',
    says: 'rx_queue_size is no power of two',
    allowed: nic(lab, { driver: { rx_queue_size: 512 } }),
    when: 'defined',
  },
  {
    title: 'a size of frames through macvtap',
    refused: nic({ direct: { dev: 'eth0', mode: 'bridge' } }, { mtu: { size: 9000 } }),
    at: 'devices.interfaces[0].mtu',
    says: 'nobody can set the size of frames',
    allowed: nic(lab, { mtu: { size: 9000 } }),
    when: 'defined',
  },
  {
    title: 'a route inside the guest',
    refused: nic(user, {
      route: [{ family: 'ipv4', address: '10.81.0.0', prefix: 24, gateway: '10.80.0.2' }],
    }),
    at: 'devices.interfaces[0].route',
    says: 'QEMU sets no routes',
    allowed: nic(user, { route: [] }),
    when: 'defined',
  },
  {
    title: 'an address inside the guest',
    refused: nic(lab, { ip: [{ family: 'ipv4', address: '10.80.0.2', prefix: 24 }] }),
    at: 'devices.interfaces[0].ip',
    says: 'the address of a user network alone',
    allowed: nic(user, { ip: [{ family: 'ipv4', address: '10.80.0.2', prefix: 24 }] }),
    when: 'defined',
  },
  {
    title: 'a filter of a NIC that is not filtered',
    refused: nic(user, { filter_ref: { filter: 'clean-traffic' } }),
    at: 'devices.interfaces[0].filter_ref.filter',
    says: 'only NICs on a network, a bridge or a tap device of their own are filtered',
    allowed: nic(lab, { filter_ref: { filter: 'clean-traffic' } }),
    when: 'altered',
  },
  {
    title: 'a NIC of another machine',
    refused: nic(user, { model: { type: 'spapr-vlan' } }),
    at: 'devices.interfaces[0].model.type',
    says: 'spapr-vlan is the NIC of POWER machines',
    allowed: nic(user, { model: { type: 'e1000e' } }),
    when: 'started',
  },
  {
    title: 'two addresses of a user network',
    refused: nic(user, {
      ip: [
        { family: 'ipv4', address: '10.80.0.2' },
        { family: 'ipv4', address: '10.81.0.2' },
      ],
    }),
    at: 'devices.interfaces[0].ip[1].address',
    says: 'gives one address of each family',
    allowed: nic(user, {
      ip: [
        { family: 'ipv4', address: '10.80.0.2' },
        { family: 'ipv6', address: '2001:db8::2' },
      ],
    }),
    when: 'defined',
  },
  {
    title: 'a user network that is too small',
    refused: nic(user, { ip: [{ family: 'ipv4', address: '10.80.0.2', prefix: 28 }] }),
    at: 'devices.interfaces[0].ip[0].prefix',
    says: 'a user network of IPv4 cannot have the prefix 28',
    allowed: nic(user, { ip: [{ family: 'ipv4', address: '10.80.0.2', prefix: 27 }] }),
    when: 'defined',
  },
];

const serials = (count: number): readonly ValueObject[] =>
  Array.from({ length: count }, () => ({ source: { null: true } }));

const others: readonly CheckCase[] = [
  {
    title: 'two first cards',
    refused: cards({ type: 'virtio', primary: 'yes' }, { type: 'virtio', primary: 'yes' }),
    at: 'devices.videos[1].model.primary',
    says: 'two cards are the first one',
    allowed: cards({ type: 'virtio', primary: 'yes' }, { type: 'virtio' }),
    when: 'defined',
  },
  {
    title: 'more serial ports than a PC has',
    refused: guest({ serials: serials(5) }),
    at: 'devices.serials[4]',
    says: 'a PC has 4 serial ports',
    allowed: guest({ serials: [...serials(4), { target: { type: 'pci-serial' } }] }),
    when: 'forgotten',
  },
  {
    title: 'more serial ports than a PC has, at places of its bus',
    refused: guest({ serials: [...serials(4), { address: { isa: { io_base: 0x2f8 } } }] }),
    at: 'devices.serials[4]',
    says: 'a PC has 4 serial ports',
    allowed: guest({ serials: [...serials(3), { address: { isa: { io_base: 0x2f8 } } }] }),
    when: 'forgotten',
  },
  {
    title: 'a serial port that a PC does not have',
    refused: guest({ serials: [{ target: { port: 4 } }] }),
    at: 'devices.serials[0].target.port',
    says: 'a PC has the serial ports 0 to 3',
    allowed: guest({ serials: [{ target: { port: 3 } }] }),
    when: 'forgotten',
  },
  {
    title: 'a serial port without a number after the last one of a PC',
    refused: guest({ serials: [{ target: { port: 3 } }, {}] }),
    at: 'devices.serials[1]',
    says: 'a PC has the serial ports 0 to 3, and libvirt would take 4 for this one',
    allowed: guest({ serials: [{ target: { port: 2 } }, {}] }),
    when: 'forgotten',
  },
  {
    title: 'a serial port without a number beside a later one of another bus',
    refused: guest({ serials: [{}, { target: { type: 'pci-serial', port: 3 } }] }),
    at: 'devices.serials[0]',
    says: 'libvirt would take 4 for this one',
    allowed: guest({ serials: [{}, { target: { type: 'pci-serial', port: 2 } }] }),
    when: 'forgotten',
  },
  {
    title: 'one serial port twice',
    refused: guest({ serials: [{ target: { port: 1 } }, { target: { port: 1 } }] }),
    at: 'devices.serials[1].target.port',
    says: 'two serial ports have one number',
    allowed: guest({ serials: [{ target: { port: 1 } }, { target: { port: 0 } }] }),
    when: 'forgotten',
  },
  {
    title: 'no card and a card',
    refused: cards({ type: 'none' }, { type: 'virtio' }),
    at: 'devices.videos[0].model.type',
    says: 'a guest without a card has cards',
    allowed: cards({ type: 'none' }),
    when: 'defined',
  },
  {
    title: 'a second memory of a card that has one',
    refused: cards({ type: 'vga', vga_mem: 16384 }),
    at: 'devices.videos[0].model.vga_mem',
    says: 'vga_mem is only for cards of type qxl',
    allowed: cards({ type: 'vga', vram: 16384 }),
    when: 'defined',
  },
  {
    title: 'two TPMs',
    refused: guest({ tpms: [tpm, tpm] }),
    at: 'devices.tpms[1]',
    says: 'a guest has one TPM',
    allowed: guest({ tpms: [tpm] }),
    when: 'defined',
  },
  {
    title: 'banks of a TPM 1.2',
    refused: guest({
      tpms: [
        { model: 'tpm-tis', backend: { emulator: { version: '1.2', active_pcr_banks: { sha256: true } } } },
      ],
    }),
    at: 'devices.tpms[0].backend.emulator.active_pcr_banks',
    says: 'a TPM 1.2 has no banks',
    allowed: guest({
      tpms: [
        { model: 'tpm-tis', backend: { emulator: { version: '2.0', active_pcr_banks: { sha256: true } } } },
      ],
    }),
    when: 'elsewhere',
  },
  {
    title: 'shared memory of a folder',
    refused: guest({
      shmems: [{ name: 'a/b', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'MiB' }],
    }),
    at: 'devices.shmems[0].name',
    says: 'holds a slash',
    allowed: guest({
      shmems: [{ name: 'a.b', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'MiB' }],
    }),
    when: 'defined',
  },
  {
    title: 'an NVDIMM without a file',
    refused: memory({ model: 'nvdimm' }),
    at: 'devices.memorydevs[0].source.path',
    says: 'memory of model nvdimm has no file',
    allowed: memory({ model: 'nvdimm', source: { path: '/var/tmp/nvdimm' } }),
    when: 'defined',
  },
  {
    title: 'an NVDIMM whose content is dropped',
    refused: memory({ model: 'nvdimm', source: { path: '/var/tmp/nvdimm' }, discard: 'yes' }),
    at: 'devices.memorydevs[0].discard',
    says: 'the content of a file is never dropped',
    allowed: memory({ model: 'nvdimm', source: { path: '/var/tmp/nvdimm' }, discard: 'no' }),
    when: 'defined',
  },
  {
    title: 'a DIMM with a UUID',
    refused: memory({ model: 'dimm', uuid: UUID }),
    at: 'devices.memorydevs[0].uuid',
    says: 'libvirt keeps no UUID of memory of model dimm',
    allowed: memory({ model: 'dimm' }),
    when: 'altered',
  },
  {
    title: 'an NVDIMM with a UUID on x86',
    refused: memory({ model: 'nvdimm', source: { path: '/var/tmp/nvdimm' }, uuid: UUID }),
    at: 'devices.memorydevs[0].uuid',
    says: 'an NVDIMM has no UUID on x86_64',
    allowed: memory({ model: 'nvdimm', source: { path: '/var/tmp/nvdimm' } }),
    when: 'defined',
  },
  {
    title: 'private memory of virtio-pmem',
    refused: memory({
      model: 'virtio-pmem',
      access: 'private',
      source: { path: '/var/tmp/pmem' },
      target: { size: 128, size_unit: 'MiB' },
    }),
    at: 'devices.memorydevs[0].access',
    says: 'is always shared',
    allowed: memory({
      model: 'virtio-pmem',
      access: 'shared',
      source: { path: '/var/tmp/pmem' },
      target: { size: 128, size_unit: 'MiB' },
    }),
    when: 'defined',
  },
  {
    title: 'a root with an address',
    refused: guest({ controllers: [{ type: 'pci', index: 0, model: 'pcie-root', ...pci(3) }] }),
    at: 'devices.controllers[0].address',
    says: 'the pcie-root is the root',
    allowed: guest({ controllers: [{ type: 'pci', index: 0, model: 'pcie-root' }] }),
    when: 'defined',
  },
  {
    title: 'a PCI controller beyond the last',
    refused: guest({ controllers: [{ type: 'pci', index: 256, model: 'pcie-root-port' }] }),
    at: 'devices.controllers[0].index',
    says: 'beyond 255',
    allowed: guest({ controllers: [{ type: 'pci', index: 1, model: 'pcie-root-port' }] }),
    when: 'defined',
  },
  {
    title: 'an I/O thread of another controller',
    refused: guest(
      { controllers: [{ type: 'scsi', model: 'lsilogic', driver: { io_thread: 1 } }] },
      { io_threads: 1 },
    ),
    at: 'devices.controllers[0].driver.io_thread',
    says: 'only controllers of virtio-scsi have an I/O thread',
    allowed: guest(
      { controllers: [{ type: 'scsi', model: 'virtio-scsi', driver: { io_thread: 1 } }] },
      { io_threads: 1 },
    ),
    when: 'defined',
  },
  {
    title: 'an IDE controller in a q35 machine',
    refused: guest({ controllers: [{ type: 'ide', index: 0 }] }),
    at: 'devices.controllers[0].type',
    says: 'a q35 machine has no IDE controller',
    allowed: guest({ controllers: [{ type: 'ide', index: 0 }] }, { os: pc }),
    when: 'defined',
  },
  {
    title: 'virtiofs with private memory',
    refused: share(virtiofs),
    at: 'devices.filesystems[0].driver.type',
    says: 'virtiofs shares the memory of the guest, which is private',
    allowed: share(virtiofs, shared),
    when: 'defined',
  },
  {
    title: 'virtiofs that maps owners',
    refused: share({ ...virtiofs, access_mode: 'mapped' }, shared),
    at: 'devices.filesystems[0].access_mode',
    says: 'the access mode passthrough alone',
    allowed: share({ access_mode: 'mapped' }),
    when: 'defined',
  },
  {
    title: 'modes of files that are passed through',
    refused: share({ fmode: '0644' }),
    at: 'devices.filesystems[0].fmode',
    says: 'fmode goes with the access mode mapped',
    allowed: share({ access_mode: 'mapped', fmode: '0644' }),
    when: 'defined',
  },
  {
    title: 'extended interrupts that are not remapped',
    refused: guest(
      { iommu: { model: 'intel', driver: { eim: 'on' } } },
      { features: { ioapic: { driver: 'qemu' } } },
    ),
    at: 'devices.iommu.driver.eim',
    says: 'extended interrupts need',
    allowed: guest(
      { iommu: { model: 'intel', driver: { eim: 'on', int_remap: 'on' } } },
      { features: { ioapic: { driver: 'qemu' } } },
    ),
    when: 'defined',
  },
  {
    title: 'two filters of redirection',
    refused: guest({ redir_filters: [{ usb: [{ allow: 'no' }] }, { usb: [{ allow: 'no' }] }] }),
    at: 'devices.redir_filters',
    says: 'a guest has one filter',
    allowed: guest({ redir_filters: [{ usb: [{ allow: 'no' }] }] }),
    when: 'defined',
  },
  {
    title: 'users without groups',
    refused: guest({}, { id_map: { ui_ds: [{ start: 0, target: 1000, count: 10 }] } }),
    at: 'id_map',
    says: 'users and groups are mapped together',
    allowed: guest(
      {},
      {
        id_map: {
          ui_ds: [{ start: 0, target: 1000, count: 10 }],
          gi_ds: [{ start: 0, target: 1000, count: 10 }],
        },
      },
    ),
    when: 'defined',
  },
  {
    title: 'an end that QEMU does not know',
    refused: guest({}, { on_reboot: 'preserve' }),
    at: 'on_reboot',
    says: 'QEMU does not know this for on_reboot',
    allowed: guest({}, { on_crash: 'preserve' }),
    when: 'defined',
  },
  {
    title: 'ends the wrong way round',
    refused: guest({}, { on_poweroff: 'restart', on_reboot: 'destroy' }),
    at: 'on_poweroff',
    says: 'restart when it switches off',
    allowed: guest({}, { on_poweroff: 'destroy', on_reboot: 'destroy' }),
    when: 'defined',
  },
  {
    title: 'memory that QEMU guarantees',
    refused: guest({}, { memory_tune: { min_guarantee: 65536 } }),
    at: 'memory_tune.min_guarantee',
    says: 'QEMU guarantees no memory',
    allowed: guest({}, { memory_tune: { hard_limit: 1048576 } }),
    when: 'defined',
  },
];

/** Places of devices, NICs and what else a guest has. */
export const domainDevices: readonly CheckCase[] = [...addresses, ...interfaces, ...others];
