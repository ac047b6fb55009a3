import type { ValueObject } from '@virtform/values';

/** A guest that a trait is tried in. */
export interface Ground {
  readonly name: string;
  readonly guest: ValueObject;
  /** Every element that a list may begin with is tried in it, not only the likeliest. */
  readonly takesAll?: true;
}

const os = { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' };
const guest = (more: ValueObject = {}): ValueObject => ({
  type: 'qemu',
  memory: 131072,
  os,
  features: { acpi: true },
  ...more,
});
const grows = {
  memory: 131072,
  vcpu: 2,
  maximum_memory: 4194304,
  maximum_memory_slots: 8,
  cpu: {
    numa: {
      cell: [
        { id: 0, cpus: '0', memory: 65536 },
        { id: 1, cpus: '1', memory: 65536 },
      ],
    },
  },
};
const shared = { memory_backing: { memory_source: { type: 'memfd' }, memory_access: { mode: 'shared' } } };

/** The guests that traits are tried in, the plainest first. */
export const grounds: readonly Ground[] = [
  { name: 'plain', guest: guest(), takesAll: true },
  { name: 'several processors', guest: guest({ vcpu: 4, io_threads: 2 }) },
  { name: 'nodes and shared memory', guest: guest({ ...grows, ...shared }) },
  { name: 'nodes', guest: guest(grows) },
  {
    name: 'an older PC',
    guest: guest({ os: { ...os, type_machine: 'pc' }, vcpu: 4 }),
    takesAll: true,
  },
  {
    name: 'UEFI',
    guest: guest({
      os: { ...os, loader: '/usr/share/OVMF/OVMF_CODE_4M.fd', loader_readonly: 'yes', loader_type: 'pflash' },
    }),
    takesAll: true,
  },
  {
    name: 'UEFI of any kind',
    guest: guest({ os: { ...os, firmware: 'efi' }, features: { acpi: true, smm: { state: 'on' } } }),
  },
  {
    name: 'a processor by name',
    guest: guest({ cpu: { mode: 'custom', match: 'exact', model: 'Nehalem' } }),
  },
  { name: 'the largest processor', guest: guest({ cpu: { mode: 'maximum' } }) },
  { name: "the host's processor", guest: guest({ cpu: { mode: 'host-model' } }) },
  {
    name: 'a controller of interrupts',
    guest: guest({ features: { acpi: true, ioapic: { driver: 'qemu' } }, cpu: { mode: 'maximum' } }),
  },
  { name: 'SPICE', guest: guest({ devices: { graphics: [{ spice: {} }], audios: [{ id: 1, none: {} }] } }) },
  { name: 'VNC', guest: guest({ devices: { graphics: [{ vnc: {} }], audios: [{ id: 1, none: {} }] } }) },
  { name: 'a clock', guest: guest({ clock: { offset: 'utc' } }) },
  {
    name: 'a time of its own',
    guest: guest({ clock: { offset: 'variable', basis: 'utc', adjustment: '0' } }),
  },
  { name: 'a time zone', guest: guest({ clock: { offset: 'timezone', time_zone: 'Europe/Zurich' } }) },
  { name: 'an absolute time', guest: guest({ clock: { offset: 'absolute', start: 1000000 } }) },
  { name: 'no USB', guest: guest({ devices: { controllers: [{ type: 'usb', model: 'none' }] } }) },
];

const chardevs: readonly ValueObject[] = [
  { pty: { path: '/dev/pts/7' } },
  { file: { path: '/srv/some/file' } },
  { tcp: { mode: 'bind', host: '127.0.0.1', service: '4555' } },
  { tcp: { mode: 'connect', host: '127.0.0.1', service: '4555' } },
  {
    udp: { bind_host: '127.0.0.1', bind_service: '4556', connect_host: '127.0.0.1', connect_service: '4557' },
  },
  { unix: { mode: 'bind', path: '/run/some.sock' } },
  { unix: { mode: 'connect', path: '/run/some.sock' } },
  { null: true },
];
const withSource = (rest: ValueObject): readonly ValueObject[] =>
  chardevs.map((source) => ({ ...rest, source }));

const network = (protocol: string, more: ValueObject = {}): ValueObject => ({
  network: { protocol, name: 'image', hosts: [{ name: 'host.example.org', port: '1024' }], ...more },
});
const networks: readonly ValueObject[] = [
  network('nbd'),
  { network: { protocol: 'nbd', name: 'image', hosts: [{ transport: 'unix', socket: '/run/nbd.sock' }] } },
  network('nbd', { tls: 'yes' }),
  network('iscsi', { name: 'iqn.2024-01.org.example:disk/1' }),
  network('rbd', { name: 'pool/image' }),
  network('https'),
  network('http'),
  network('gluster', { name: 'volume/image' }),
  network('nfs', { hosts: [{ name: 'host.example.org' }] }),
  network('ssh'),
  network('sheepdog'),
  network('vxhs'),
];
const sources: readonly ValueObject[] = [
  { file: { file: '/srv/some/file' } },
  { block: { dev: '/dev/sdx' } },
  ...networks,
  { volume: { pool: 'default', volume: 'image' } },
  {
    nvme: { pci: { managed: true, namespace: 1, address: { domain: 0, bus: 1, slot: 0, function: 0 } } },
  },
  { vhost_user: { unix: { mode: 'client', path: '/run/some.sock' } } },
];
const raw = { driver: { name: 'qemu', type: 'raw' } };
const qcow2 = { driver: { name: 'qemu', type: 'qcow2' } };
const vda = { target: { dev: 'vda', bus: 'virtio' } };
const files = { source: { file: { file: '/srv/some/file' } } };

const disks: readonly ValueObject[] = [
  { ...files, ...qcow2, ...vda },
  ...sources.slice(1).map((source) => ({ source, ...raw, ...vda })),
  { ...files, ...raw, target: { dev: 'sda', bus: 'scsi' } },
  { ...files, ...raw, target: { dev: 'sda', bus: 'sata' } },
  { ...files, ...raw, target: { dev: 'sda', bus: 'usb' } },
  { ...files, ...raw, target: { dev: 'hda', bus: 'ide' } },
  { device: 'cdrom', target: { dev: 'sda', bus: 'sata' } },
  { device: 'cdrom', ...files, target: { dev: 'sda', bus: 'scsi' } },
  { device: 'floppy', ...files, target: { dev: 'fda', bus: 'fdc' } },
  {
    source: { dir: { dir: '/srv/some/dir' } },
    driver: { name: 'qemu', type: 'fat' },
    ...vda,
    read_only: true,
  },
  { device: 'lun', source: { block: { dev: '/dev/sdx' } }, ...raw, target: { dev: 'sda', bus: 'scsi' } },
  ...sources.map((source) => ({
    ...files,
    ...qcow2,
    ...vda,
    backing_store: { format: { type: 'raw' }, source },
  })),
  {
    ...files,
    ...qcow2,
    ...vda,
    backing_store: { format: { type: 'qcow2' }, source: { file: { file: '/srv/below' } } },
  },
  {
    source: {
      file: { file: '/srv/some/file' },
      encryption: {
        format: 'luks',
        secrets: [{ type: 'passphrase', uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' }],
      },
    },
    ...raw,
    ...vda,
  },
];

const pcie = { type: 'pci', index: 0, model: 'pcie-root' };
const pci = (more: ValueObject): ValueObject => ({ type: 'pci', index: 1, ...more });
const virtioNic = { model: { type: 'virtio' } };
const nics: readonly ValueObject[] = [
  { source: { network: { network: 'default' } }, ...virtioNic },
  { source: { bridge: { bridge: 'br0' } }, ...virtioNic },
  { source: { user: {} }, ...virtioNic },
  { source: { user: {} }, ...virtioNic, backend: { type: 'passt' } },
  { source: { ethernet: {} }, ...virtioNic },
  { source: { direct: { dev: 'eth0', mode: 'bridge' } }, ...virtioNic },
  { source: { direct: { dev: 'eth0', mode: 'vepa' } }, ...virtioNic },
  { source: { hostdev: { pci: { address: { domain: 0, bus: 2, slot: 16, function: 1 } } } }, managed: true },
  { source: { vdpa: { device: '/dev/vhost-vdpa-0' } }, ...virtioNic },
  {
    source: { vhost_user: { dev: '', chardev: { unix: { path: '/run/some.sock', mode: 'client' } } } },
    ...virtioNic,
  },
  {
    source: { bridge: { bridge: 'ovs0' } },
    ...virtioNic,
    virtual_port: { params: { open_v_switch: {} } },
  },
  { source: { server: { address: '127.0.0.1', port: 5558 } }, ...virtioNic },
  { source: { client: { address: '127.0.0.1', port: 5558 } }, ...virtioNic },
  { source: { mcast: { address: '230.0.0.1', port: 5558 } }, ...virtioNic },
  {
    source: { udp: { address: '127.0.0.1', port: 1234, local: { address: '127.0.0.1', port: 5678 } } },
    ...virtioNic,
  },
  { source: { null: true }, ...virtioNic },
  { source: { network: { network: 'default' } }, model: { type: 'e1000e' } },
];

/** Elements of lists that traits are tried in, the likeliest first; a list that is not here has the least that its schema asks for. */
export const bases: Readonly<Record<string, readonly ValueObject[]>> = {
  'devices.disks': disks,
  'devices.interfaces': nics,
  'devices.controllers': [
    { type: 'scsi', index: 0, model: 'virtio-scsi' },
    { type: 'virtio-serial', index: 0 },
    { type: 'usb', index: 0, model: 'qemu-xhci' },
    { type: 'usb', index: 0, model: 'ich9-uhci1' },
    pci({ model: 'pcie-root-port' }),
    pci({ model: 'pcie-to-pci-bridge' }),
    pci({ model: 'pci-bridge', pci: { target: { chassis_nr: 5 } } }),
    pci({ model: 'dmi-to-pci-bridge' }),
    pci({ model: 'pcie-expander-bus', pci: { target: { bus_nr: 100 } } }),
    pci({ model: 'pcie-switch-upstream-port' }),
    pci({ model: 'pci-expander-bus' }),
    pcie,
    { type: 'pci', index: 0, model: 'pci-root' },
    { type: 'sata', index: 0 },
    { type: 'ccid', index: 0 },
    { type: 'fdc', index: 0 },
    { type: 'ide', index: 0 },
    { type: 'xenbus' },
    { type: 'nvme', index: 0 },
  ],
  'devices.filesystems': [
    { source: { mount: { dir: '/srv/some/dir' } }, target: { dir: 'share' } },
    { driver: { type: 'virtiofs' }, source: { mount: { dir: '/srv/some/dir' } }, target: { dir: 'share' } },
    {
      driver: { type: 'virtiofs' },
      source: { mount: { socket: '/run/some.sock' } },
      target: { dir: 'share' },
    },
    { driver: { type: 'path' }, source: { mount: { dir: '/srv/some/dir' } }, target: { dir: 'share' } },
    { access_mode: 'mapped', source: { mount: { dir: '/srv/some/dir' } }, target: { dir: 'share' } },
  ],
  'devices.serials': [
    ...withSource({}),
    { target: { type: 'pci-serial' } },
    { target: { type: 'usb-serial' } },
    { target: { type: 'isa-debug' }, source: { null: true } },
  ],
  'devices.parallels': withSource({}),
  'devices.consoles': [...withSource({ target: { type: 'virtio' } }), {}],
  'devices.channels': [
    ...withSource({ target: { virt_io: { name: 'org.example.0' } } }),
    ...withSource({ target: { guest_fwd: { address: '10.0.2.9', port: '4600' } } }),
  ],
  'devices.smartcards': [
    { host: true },
    { host_certs: [{ file: 'one' }, { file: 'two' }, { file: 'three' }], database: '/etc/pki/nssdb' },
    ...chardevs.map((passthrough) => ({ passthrough })),
  ],
  'devices.redir_devs': [{ bus: 'usb', source: { spice_vmc: true } }, ...withSource({ bus: 'usb' })],
  'devices.rngs': [
    { model: 'virtio', backend: { random: '/dev/urandom' } },
    ...chardevs.map((source) => ({ model: 'virtio', backend: { egd: { source } } })),
  ],
  'devices.inputs': [
    { type: 'tablet', bus: 'usb' },
    { type: 'keyboard', bus: 'virtio' },
    { type: 'passthrough', bus: 'virtio', source: { passthrough: { ev_dev: '/dev/input/event7' } } },
    { type: 'evdev', source: { ev_dev: { dev: '/dev/input/event7' } } },
  ],
  'devices.graphics': [
    { vnc: {} },
    { spice: {} },
    { vnc: { listeners: [{ address: {} }] } },
    { vnc: { listeners: [{ socket: {} }] } },
    { spice: { listeners: [{ address: {} }] } },
    { spice: { listeners: [{ socket: {} }] } },
    { sdl: {} },
    { egl_headless: {} },
    { dbus: {} },
    { dbus: { p2p: 'yes' } },
    { desktop: {} },
    { rdp: {} },
  ],
  'devices.videos': [
    { model: { type: 'qxl' } },
    { model: { type: 'virtio' } },
    { model: { type: 'vga' } },
    { model: { type: 'bochs' } },
    {
      driver: { name: 'vhostuser' },
      model: { type: 'virtio', accel: { accel3d: 'yes', render_node: '/dev/dri/renderD128' } },
    },
  ],
  'devices.sounds': [{ model: 'ich9' }, { model: 'usb' }],
  'devices.watchdogs': [{ model: 'i6300esb' }, { model: 'itco' }, { model: 'ib700' }],
  'devices.tpms': [
    { model: 'tpm-crb', backend: { emulator: { version: '2.0' } } },
    { model: 'tpm-tis', backend: { passthrough: { device: { path: '/dev/tpm0' } } } },
    {
      model: 'tpm-tis',
      backend: { external: { source: { unix: { mode: 'connect', path: '/run/some.sock' } } } },
    },
  ],
  'devices.panics': [{ model: 'isa' }, { model: 'hyperv' }, { model: 'pvpanic' }],
  'devices.shmems': [
    { name: 'shm0', model: { type: 'ivshmem-plain' } },
    { name: 'shm0', model: { type: 'ivshmem-doorbell' }, server: { path: '/run/some.sock' } },
  ],
  'devices.memorydevs': [
    { model: 'dimm', target: { size: 131072, node: 0 } },
    { model: 'virtio-mem', target: { size: 131072, node: 0, block: 2048, requested: 65536 } },
    {
      model: 'nvdimm',
      source: { path: '/srv/nvdimm' },
      target: { size: 131072, node: 0, label: { size: 128 } },
    },
    { model: 'virtio-pmem', source: { path: '/srv/pmem' }, target: { size: 131072 } },
    { model: 'sgx-epc', target: { size: 131072 } },
  ],
  'devices.hostdevs': [
    { subsys_pci: { source: { address: { domain: 0, bus: 6, slot: 2, function: 0 } } } },
    { subsys_usb: { source: { vendor: { id: '0x1234' }, product: { id: '0xbeef' } } } },
    { subsys_usb: { source: { address: { bus: 1, device: 2 } } } },
    {
      subsys_scsi: {
        source: { host: { adapter: { name: 'scsi_host0' }, address: { bus: 0, target: 0, unit: 0 } } },
      },
    },
    {
      subsys_scsi: {
        source: {
          iscsi: {
            name: 'iqn.2024-01.org.example:disk/1',
            host: [{ name: 'host.example.org', port: '3260' }],
          },
        },
      },
    },
    { subsys_scsi_host: { source: { protocol: 'vhost', wwpn: 'naa.501405b9c6a4c9d5' } } },
    {
      subsys_m_dev: {
        model: 'vfio-pci',
        source: { address: { uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' } },
      },
    },
  ],
  'devices.audios': [{ id: 1, none: {} }],
  'cpu.features': [{ policy: 'require', name: 'x2apic' }],
  sys_info: [{ smbios: {} }, { fw_cfg: {} }],
};

/** Objects that are no lists, where the least that their schema asks for is not enough. */
export const settings: Readonly<Record<string, readonly ValueObject[]>> = {
  'os.nv_ram': [
    { nv_ram: '/var/lib/libvirt/qemu/nvram/mine.fd' },
    ...[files.source, { block: { dev: '/dev/sdx' } }, ...networks].map((source) => ({ nv_ram: '', source })),
  ],
  'devices.vsock': [{ cid: { auto: 'yes' } }, { cid: { address: '77' } }],
  'devices.iommu': [{ model: 'intel' }, { model: 'virtio' }, { model: 'smmuv3' }],
  'devices.mem_balloon': [{ model: 'virtio' }],
};
