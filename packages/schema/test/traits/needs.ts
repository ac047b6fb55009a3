import type { ValueObject } from '@virtform/values';

/** What an object or an element of a list says when something is put in it first, by the end of its path. */
export const OBJECTS: Readonly<Record<string, ValueObject>> = {
  'cpu.topology': { sockets: 1, cores: 1, threads: 1 },
  'cpu.cache': { mode: 'emulate', level: 3 },
  'cpu.max_phys_addr': { mode: 'emulate', bits: 42 },
  'numa.cell.caches': {
    level: 1,
    associativity: 'direct',
    policy: 'writeback',
    size: { value: '64', unit: 'KiB' },
    line: { value: '1', unit: 'KiB' },
  },
  'clock.timer': { name: 'rtc' },
  'cpu_tune.vcpu_sched': { vcpus: '0', scheduler: 'fifo', priority: 1 },
  'cpu_tune.emulator_sched': { scheduler: 'fifo', priority: 1 },
  'cpu_tune.io_thread_sched': { io_threads: '1', scheduler: 'fifo', priority: 1 },
  'numa_tune.memory': { mode: 'strict', nodeset: '0' },
  default_io_thread: { pool_max: 8 },
  'io_thread_i_ds.io_threads': { id: 1, pool_max: 8 },
  auth: { username: 'fred', secret: { type: 'iscsi', uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' } },
  'devices.disks.encryption': {
    format: 'luks',
    secrets: [{ type: 'passphrase', uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' }],
  },
  'source.encryption': {
    format: 'luks',
    secrets: [{ type: 'passphrase', uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' }],
  },
  reservations: { managed: false, source: { unix: { mode: 'client', path: '/run/some.sock' } } },
  reconnect: { enabled: 'yes', timeout: 5 },
  'bandwidth.inbound': { average: 1000 },
  'bandwidth.outbound': { average: 1000 },
  input: { mixing_engine: 'yes', fixed_settings: 'yes' },
  output: { mixing_engine: 'yes', fixed_settings: 'yes' },
  'vcpus.vcpu': { id: 0, enabled: 'yes' },
  'os.firmware_info.features': { enabled: 'no', name: 'secure-boot' },
  'features.hyper_v.spinlocks': { state: 'on', retries: 8191 },
  'features.hyper_v.stimer': { state: 'on' },
  'features.hyper_v.vendor_id': { state: 'on', value: 'virtform' },
  'features.kvm.dirty_ring': { state: 'on', size: 4096 },
  gl: { enable: 'no' },
  route: { address: '172.18.0.0', prefix: 16, gateway: '172.17.2.1' },
  vlan: { tags: [{ id: 41 }] },
  'devices.leases': { target: { path: '/leases' } },
  'listeners.network': { network: 'default' },
  vendor: { id: '0x1234' },
  teaming: { type: 'transient', persistent: 'ua-other' },
  'subsys_usb.source': { vendor: { id: '0x1234' }, product: { id: '0xbeef' } },
  'hostdev.usb': { vendor: { id: '0x1234' }, product: { id: '0xbeef' } },
  'address.pci': { domain: 0, bus: 0, slot: 28, function: 0 },
  'address.usb': { bus: 0, port: '1' },
  'address.drive': { controller: 0, bus: 0, target: 0, unit: 0 },
  'address.virtio_serial': { controller: 0, bus: 0, port: 3 },
};

/** What has to stand beside an attribute, or beside an object that it lies in, by the end of the path. */
export const BESIDE: Readonly<Record<string, ValueObject>> = {
  'timer.catch_up': { name: 'rtc', tick_policy: 'catchup' },
  'timer.frequency': { name: 'tsc' },
  'timer.mode': { name: 'tsc' },
  'timer.present': { name: 'hpet' },
  'timer.track': { name: 'rtc' },
  'os.initrd': { kernel: '/boot/vmlinuz' },
  'os.cmdline': { kernel: '/boot/vmlinuz' },
  'os.dtb': { kernel: '/boot/vmlinuz' },
  'io_tune.group_name': { total_iops_sec: 100 },
  'source.dir': {},
  passwd_valid_to: { passwd: 'secret' },
  connected: { passwd: 'secret' },
  'spice.listen': { auto_port: true },
  'vlan.trunk': { tags: [{ id: 41 }, { id: 42 }] },
  'slices.slices': {},
};

/** What may not stand beside an attribute, by the end of the path. */
export const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  'secret.usage': ['uuid'],
  'secrets.usage': ['uuid'],
  'cpu.max_phys_addr.limit': ['bits'],
  'address.usb.device': ['port'],
};
