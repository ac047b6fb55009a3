import type { ValueObject } from '@virtform/values';
import { LEAST_FOLDER } from './least-others';

const file = (name: string): ValueObject => ({ file: { file: `${LEAST_FOLDER}/${name}` } });

const os = { type: 'hvm', type_arch: 'x86_64' };

/** A guest that says no more than libvirt's schemas and its hypervisor ask for. */
const guest = (devices: ValueObject, more: ValueObject = {}): ValueObject => ({
  type: 'qemu',
  memory: 65536,
  os,
  ...(Object.keys(devices).length === 0 ? {} : { devices }),
  ...more,
});

const machine = (type: string): ValueObject => ({ os: { ...os, type_machine: type } });
const q35 = machine('q35');
const nic = (source: ValueObject, more: ValueObject = {}): ValueObject => ({ source, ...more });
const withoutPci = { mem_balloon: { model: 'none' }, controllers: [{ type: 'usb', model: 'none' }] };
const network = { network: { network: 'least' } };
const memory = {
  maximum_memory: 1048576,
  maximum_memory_slots: 4,
  cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 65536 }] } },
};

/** Domains that leave to libvirt all that it can fill in, without their name. They can run on any host. */
export const leastDomains: Readonly<Record<string, ValueObject>> = {
  'nothing but a name and memory': { type: 'qemu', memory: 65536, os: { type: 'hvm' } },
  'a PC of the older kind': guest({}, machine('pc')),
  'a PC of the newer kind': guest({}, q35),
  'a PC without PCI': guest(withoutPci, machine('isapc')),
  'a machine without a platform': guest(withoutPci, machine('microvm')),
  'processors and their times': guest(
    {},
    {
      vcpu: 2,
      vcpu_current: 1,
      io_threads: 2,
      cpu: { topology: { sockets: 2, cores: 1, threads: 1 } },
      clock: { offset: 'variable', timer: [{ name: 'rtc' }] },
      cpu_tune: { shares: 2048 },
    },
  ),
  'a model of processor': guest({}, { cpu: { model: 'qemu64' } }),
  'a processor by name': guest({}, { cpu: { mode: 'custom', model: 'Nehalem', match: 'exact' } }),
  'the largest processor': guest({}, { cpu: { mode: 'maximum' } }),
  'nodes of the guest': guest(
    {},
    {
      vcpu: 2,
      cpu: {
        numa: {
          cell: [
            { cpus: '0', memory: 32768 },
            { cpus: '1', memory: 32768 },
          ],
        },
      },
    },
  ),
  'memory that can grow': guest(
    {
      memorydevs: [
        { model: 'dimm', target: { size: 131072, node: 0 } },
        { model: 'virtio-mem', target: { size: 131072, node: 0, block: 2048, requested: 65536 } },
      ],
    },
    { ...q35, ...memory, memory: 327680, features: { acpi: true } },
  ),
  'shared memory of the host': guest(
    {
      shmems: [
        { name: 'plain', model: { type: 'ivshmem-plain' } },
        { name: 'more', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'MiB' },
      ],
    },
    q35,
  ),
  'features that are on': guest(
    {},
    {
      features: {
        acpi: true,
        apic: {},
        pae: true,
        hap: {},
        pmu: {},
        vm_core_info: {},
        smm: {},
        hyper_v: { relaxed: { state: 'on' }, vapic: { state: 'on' } },
      },
      ...q35,
    },
  ),
  'disks by their names alone': guest({
    disks: [
      { source: file('a.img'), target: { dev: 'hda' } },
      { source: file('b.img'), target: { dev: 'sda' } },
      { source: file('c.img'), target: { dev: 'vda' } },
      { device: 'cdrom', target: { dev: 'hdc' } },
      { device: 'floppy', target: { dev: 'fda' } },
    ],
  }),
  'disks of the newer kind': guest(
    {
      disks: [
        { source: file('a.img'), target: { dev: 'sda', bus: 'sata' } },
        { source: file('b.img'), target: { dev: 'sdb', bus: 'usb' } },
        { device: 'cdrom', target: { dev: 'sdc', bus: 'sata' } },
        { source: { volume: { pool: 'least', volume: 'd.img' } }, target: { dev: 'vdb' } },
        {
          source: file('over.qcow2'),
          driver: { type: 'qcow2' },
          target: { dev: 'vda' },
          io_tune: { total_iops_sec: 400 },
        },
      ],
    },
    q35,
  ),
  'NICs of networks and of nothing': guest(
    {
      interfaces: [
        nic(network),
        nic({ user: {} }),
        nic({ ethernet: {} }),
        nic({ bridge: { bridge: 'least0' } }, { model: { type: 'virtio' } }),
        nic({ udp: { address: '127.0.0.1', port: 1234, local: { address: '127.0.0.1', port: 5678 } } }),
        nic(network, { mtu: { size: 1400 }, link: { state: 'up' } }),
      ],
    },
    q35,
  ),
  'serial ports and consoles': guest({
    serials: [{}, { source: { file: { path: `${LEAST_FOLDER}/serial.log` } } }],
    parallels: [{ source: { file: { path: `${LEAST_FOLDER}/parallel.log` } } }],
  }),
  'a console alone': guest({ consoles: [{}] }),
  'a console of virtio': guest({ consoles: [{ target: { type: 'virtio' } }] }),
  'serial ports of USB, PCI and for debugging': guest(
    {
      serials: [
        { target: { type: 'usb-serial' } },
        { target: { type: 'pci-serial' } },
        { source: { null: true }, target: { type: 'isa-debug' } },
      ],
    },
    q35,
  ),
  channels: guest({
    channels: [
      { source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } },
      { target: { virt_io: { name: 'pty' } } },
      {
        source: { tcp: { host: '127.0.0.1', service: '0', mode: 'bind' } },
        target: { virt_io: { name: 'tcp' } },
      },
      { source: { spice_vmc: true }, target: { virt_io: { name: 'com.redhat.spice.0' } } },
    ],
    graphics: [{ spice: { auto_port: true } }],
  }),
  'a VNC display': guest({ graphics: [{ vnc: {} }] }),
  'a VNC display on a port': guest({ graphics: [{ vnc: { port: 5977 } }] }, q35),
  'a VNC display on a socket': guest({
    graphics: [{ vnc: { listeners: [{ socket: {} }] } }, { spice: { listeners: [{ none: true }] } }],
  }),
  'a display of a network': guest({
    graphics: [{ vnc: { listeners: [{ network: { network: 'least' } }] } }],
  }),
  'a SPICE display': guest({ graphics: [{ spice: {} }], videos: [{ model: { type: 'qxl' } }] }, q35),
  'a display on D-Bus': guest({ graphics: [{ dbus: { p2p: 'yes' } }] }, q35),
  'graphics cards': guest(
    {
      videos: [{ model: { type: 'vga' } }, { model: { type: 'virtio' } }, { model: { type: 'qxl' } }],
      graphics: [{ vnc: { auto_port: true } }],
    },
    q35,
  ),
  'a graphics card of the older kind': guest({ videos: [{ model: { type: 'cirrus' } }] }),
  'no graphics card': guest({ videos: [{ model: { type: 'none' } }] }),
  'a memory of pictures alone': guest({ videos: [{ model: { type: 'ramfb' } }] }, q35),
  sound: guest(
    {
      sounds: [
        { model: 'ich9' },
        { model: 'ich6' },
        { model: 'ac97' },
        { model: 'usb' },
        { model: 'es1370' },
        { model: 'sb16' },
      ],
    },
    q35,
  ),
  'sound that goes nowhere': guest({ audios: [{ id: 1, none: {} }], sounds: [{ model: 'ich9' }] }, q35),
  'sound in a file': guest({ audios: [{ id: 1, file: {} }], sounds: [{ model: 'ich9' }] }, q35),
  'input devices': guest(
    {
      inputs: [
        { type: 'tablet' },
        { type: 'mouse' },
        { type: 'keyboard' },
        { type: 'tablet', bus: 'virtio' },
        { type: 'keyboard', bus: 'usb' },
      ],
      hubs: [{ type: 'usb' }],
    },
    q35,
  ),
  controllers: guest(
    {
      controllers: [
        { type: 'scsi' },
        { type: 'sata' },
        { type: 'virtio-serial' },
        { type: 'usb' },
        { type: 'pci', index: 0, model: 'pcie-root' },
        { type: 'pci', model: 'pcie-root-port' },
        { type: 'pci', model: 'pcie-root-port' },
        { type: 'pci', model: 'pcie-root-port' },
        { type: 'pci', model: 'pcie-root-port' },
        { type: 'pci', model: 'pcie-to-pci-bridge' },
        { type: 'pci', model: 'pcie-switch-upstream-port' },
        { type: 'pci', model: 'pcie-switch-downstream-port' },
        { type: 'pci', model: 'pci-bridge' },
        { type: 'pci', model: 'dmi-to-pci-bridge' },
        { type: 'pci', model: 'pcie-expander-bus' },
      ],
    },
    q35,
  ),
  'controllers of the older kind': guest(
    {
      controllers: [
        { type: 'scsi', model: 'lsilogic' },
        { type: 'ide' },
        { type: 'fdc' },
        { type: 'ccid' },
        { type: 'pci', index: 0, model: 'pci-root' },
        { type: 'pci', model: 'pci-bridge' },
        { type: 'pci', model: 'pci-expander-bus' },
      ],
      smartcards: [{ passthrough: { null: true } }],
    },
    machine('pc'),
  ),
  'USB of the older kind': guest({ controllers: [{ type: 'usb', model: 'ich9-ehci1' }] }, machine('pc')),
  'USB for redirection': guest(
    {
      redir_devs: [{ bus: 'usb', source: { spice_vmc: true } }],
      redir_filters: [{ usb: [{ allow: 'yes' }] }],
      graphics: [{ spice: {} }],
    },
    q35,
  ),
  'watchdogs and panics': guest(
    {
      watchdogs: [{ model: 'i6300esb' }],
      panics: [{}],
      rngs: [
        { model: 'virtio', backend: { random: '/dev/urandom' } },
        { model: 'virtio', backend: { built_in: true }, rate: { bytes: 1024 } },
      ],
      mem_balloon: { model: 'virtio', stats: { period: 5 } },
    },
    q35,
  ),
  'no balloon': guest({ mem_balloon: { model: 'none' } }),
  'an IOMMU': guest(
    { iommu: { model: 'intel' } },
    { ...q35, features: { acpi: true, ioapic: { driver: 'qemu' } } },
  ),
  'folders of the host': guest({
    filesystems: [
      { source: { mount: { dir: LEAST_FOLDER } }, target: { dir: 'plain' } },
      { source: { mount: { dir: LEAST_FOLDER } }, target: { dir: 'mapped' }, access_mode: 'mapped' },
    ],
  }),
  'another place of its own': guest({}, { resource: { partition: '/machine' } }),
  'labels of its own': guest({}, { sec_label: [{ type: 'dynamic', model: 'dac' }] }),
  'no labels': guest({}, { sec_label: [{ type: 'none' }] }),
};
