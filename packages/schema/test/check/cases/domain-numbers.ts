import type { CheckCase } from './case.js';
import { disk, guest, withDisk } from './guest.js';

const topology = (more: object) => ({ cpu: { topology: { sockets: 1, cores: 2, threads: 1, ...more } } });
const cells = (...cpus: readonly string[]) => ({
  vcpu: 4,
  cpu: {
    numa: { cell: cpus.map((set, id) => ({ id, cpus: set, memory: 64 / cpus.length, unit: 'MiB' })) },
  },
});
const pinned = (...vcpus: readonly number[]) => ({
  vcpu: 2,
  cpu_tune: { vcpu_pin: vcpus.map((vcpu) => ({ vcpu, cpu_set: '0' })) },
});
const threads = (...ids: readonly number[]) => ({
  cpu_tune: { io_thread_pin: ids.map((id) => ({ io_thread: id, cpu_set: '0' })) },
});

/** Processors, memory, I/O threads and the order of boot of a guest. */
export const domainNumbers: readonly CheckCase[] = [
  {
    title: 'more vCPUs than the maximum',
    refused: guest({}, { vcpu: 2, vcpu_current: 3 }),
    at: 'vcpu_current',
    says: '3 vCPUs are more than the maximum of 2',
    allowed: guest({}, { vcpu: 2, vcpu_current: 2 }),
    when: 'defined',
  },
  {
    title: 'a topology of another number of vCPUs',
    refused: guest({}, { vcpu: 4, ...topology({}) }),
    at: 'cpu.topology',
    says: 'the topology makes 2 vCPUs, and the guest has 4',
    allowed: guest({}, { vcpu: 4, ...topology({ dies: 2 }) }),
    when: 'defined',
  },
  {
    title: 'half a topology',
    refused: guest({}, { vcpu: 2, cpu: { topology: { sockets: 1, cores: 2 } } }),
    at: 'cpu.topology.threads',
    says: 'the topology does not say threads',
    allowed: guest({}, { vcpu: 2, ...topology({}) }),
    when: 'defined',
  },
  {
    title: 'a NUMA cell with distances to no other',
    refused: guest(
      {},
      {
        vcpu: 1,
        cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 64, unit: 'MiB', distances: {} }] } },
      },
    ),
    at: 'cpu.numa.cell[0].distances',
    says: 'distances to no other',
    allowed: guest(
      {},
      {
        vcpu: 1,
        cpu: {
          numa: {
            cell: [
              { id: 0, cpus: '0', memory: 64, unit: 'MiB', distances: { siblings: [{ id: 0, value: 10 }] } },
            ],
          },
        },
      },
    ),
    when: 'elsewhere',
  },
  {
    title: 'a vCPU in two NUMA cells',
    refused: guest({}, cells('0-2', '2-3')),
    at: 'cpu.numa.cell[1].cpus',
    says: 'vCPU 2 is in two NUMA cells',
    allowed: guest({}, cells('0-1', '2-3')),
    when: 'defined',
  },
  {
    title: 'a vCPU in a NUMA cell that the guest does not have',
    refused: guest({}, cells('0-1', '2-4')),
    at: 'cpu.numa.cell[1].cpus',
    says: 'a NUMA cell has vCPU 4',
    allowed: guest({}, cells('0', '2-3')),
    when: 'defined',
  },
  {
    title: 'a gap between NUMA cells',
    refused: guest({}, { cpu: { numa: { cell: [{ id: 1, cpus: '0', memory: 64, unit: 'MiB' }] } } }),
    at: 'cpu.numa.cell[0].id',
    says: 'a NUMA cell has the id 1, and there are 1',
    allowed: guest({}, { cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 64, unit: 'MiB' }] } } }),
    when: 'defined',
  },
  {
    title: 'NUMA cells of one number',
    refused: guest(
      {},
      {
        vcpu: 2,
        cpu: {
          numa: {
            cell: [
              { id: 0, cpus: '0', memory: 32, unit: 'MiB' },
              { id: 0, cpus: '1', memory: 32, unit: 'MiB' },
            ],
          },
        },
      },
    ),
    at: 'cpu.numa.cell[1].id',
    says: 'two NUMA cells have the id 0',
    allowed: guest({}, cells('0', '1')),
    when: 'defined',
  },
  {
    title: 'a single vCPU that the guest does not have',
    refused: guest({}, { vcpu: 1, vcpus: { vcpu: [{ id: 1, enabled: 'yes' }] } }),
    at: 'vcpus.vcpu[0].id',
    says: 'there is no vCPU 1',
    allowed: guest({}, { vcpu: 1, vcpus: { vcpu: [{ id: 0, enabled: 'yes', hotpluggable: 'no' }] } }),
    when: 'defined',
  },
  {
    title: 'a pin of a vCPU that the guest does not have',
    refused: guest({}, pinned(0, 2)),
    at: 'cpu_tune.vcpu_pin[1].vcpu',
    says: 'there is no vCPU 2 to be pinned',
    allowed: guest({}, pinned(0, 1)),
    when: 'altered',
    severity: 'warning',
  },
  {
    title: 'two pins of one vCPU',
    refused: guest({}, pinned(0, 0)),
    at: 'cpu_tune.vcpu_pin[1].vcpu',
    says: 'two pins are for vCPU 0',
    allowed: guest({}, pinned(0, 1)),
    when: 'defined',
  },
  {
    title: 'a pin of an I/O thread that the guest does not have',
    refused: guest({}, { io_threads: 1, ...threads(2) }),
    at: 'cpu_tune.io_thread_pin[0].io_thread',
    says: 'there is no I/O thread 2',
    allowed: guest({}, { io_threads: 2, io_thread_i_ds: { io_threads: [{ id: 4 }] }, ...threads(4, 1) }),
    when: 'defined',
  },
  {
    title: 'two I/O threads of one number',
    refused: guest({}, { io_thread_i_ds: { io_threads: [{ id: 2 }, { id: 2 }] } }),
    at: 'io_thread_i_ds.io_threads[1].id',
    says: 'two I/O threads have the id 2',
    allowed: guest({}, { io_thread_i_ds: { io_threads: [{ id: 2 }, { id: 3 }] } }),
    when: 'defined',
  },
  {
    title: 'fewer I/O threads than are given',
    refused: guest({}, { io_threads: 1, io_thread_i_ds: { io_threads: [{ id: 1 }, { id: 2 }] } }),
    at: 'io_threads',
    says: 'io_threads says 1, and 2 are given in io_thread_i_ds',
    allowed: guest({}, { io_threads: 2, io_thread_i_ds: { io_threads: [{ id: 1 }, { id: 2 }] } }),
    when: 'altered',
  },
  {
    title: 'two pins of one I/O thread',
    refused: guest({}, { io_threads: 1, ...threads(1, 1) }),
    at: 'cpu_tune.io_thread_pin[1].io_thread',
    says: 'two pins are for I/O thread 1',
    allowed: guest({}, { io_threads: 1, ...threads(1) }),
    when: 'defined',
  },
  {
    title: 'a disk with an I/O thread that the guest does not have',
    refused: withDisk('vda', 'virtio', { driver: { io_thread: 1 } }),
    at: 'devices.disks[0].driver.io_thread',
    says: 'there is no I/O thread 1',
    allowed: guest({ disks: [disk('vda', 'virtio', { driver: { io_thread: 1 } })] }, { io_threads: 1 }),
    when: 'defined',
  },
  {
    title: 'a disk on sata with an I/O thread',
    refused: guest({ disks: [disk('sda', 'sata', { driver: { io_thread: 1 } })] }, { io_threads: 1 }),
    at: 'devices.disks[0].driver.io_thread',
    says: 'only disks on virtio have an I/O thread',
    allowed: guest({ disks: [disk('vda', 'virtio', { driver: { io_thread: 1 } })] }, { io_threads: 1 }),
    when: 'defined',
  },
  {
    title: 'a controller with an I/O thread that the guest does not have',
    refused: guest({
      controllers: [{ type: 'scsi', model: 'virtio-scsi', driver: { io_thread: 3 } }],
    }),
    at: 'devices.controllers[0].driver.io_thread',
    says: 'there is no I/O thread 3',
    allowed: guest(
      { controllers: [{ type: 'scsi', model: 'virtio-scsi', driver: { io_thread: 3 } }] },
      { io_threads: 3 },
    ),
    when: 'defined',
  },
  {
    title: 'two controllers of one kind and number',
    refused: guest({
      controllers: [
        { type: 'scsi', index: 0, model: 'virtio-scsi' },
        { type: 'scsi', index: 0, model: 'virtio-scsi' },
      ],
    }),
    at: 'devices.controllers[1].index',
    says: 'two scsi controllers have the index 0',
    allowed: guest({
      controllers: [
        { type: 'scsi', index: 0, model: 'virtio-scsi' },
        { type: 'scsi', index: 1, model: 'virtio-scsi' },
        { type: 'virtio-serial', index: 0 },
      ],
    }),
    when: 'defined',
  },
  {
    title: 'more memory in the balloon than there is',
    refused: guest({}, { current_memory: 65, current_memory_unit: 'MiB' }),
    at: 'current_memory',
    says: "65 MiB are more than the guest's memory of 64 MiB",
    allowed: guest({}, { current_memory: 65536 }),
    when: 'altered',
  },
  {
    title: 'more memory in the balloon than the cells have',
    refused: guest({}, { ...cells('0-3'), current_memory: 65, current_memory_unit: 'MiB' }),
    at: 'current_memory',
    says: "65 MiB are more than the guest's memory of 64 MiB",
    allowed: guest({}, { ...cells('0-3'), current_memory: 65536 }),
    when: 'altered',
  },
  {
    title: 'a maximum below the memory',
    refused: guest(
      {},
      {
        ...cells('0-3'),
        memory: 64,
        maximum_memory: 32,
        maximum_memory_unit: 'MiB',
        cpu: {},
        maximum_memory_slots: 1,
      },
    ),
    at: 'maximum_memory',
    says: "the maximum of 32 MiB is less than the guest's memory of 64 MiB",
    allowed: guest(
      {},
      { ...cells('0-3'), maximum_memory: 1, maximum_memory_unit: 'GiB', maximum_memory_slots: 1 },
    ),
    when: 'defined',
  },
  {
    title: 'memory that the cells do not sum up to',
    refused: guest({}, { ...cells('0-3'), memory: 96 }),
    at: 'memory',
    says: 'memory says 96 MiB, and the NUMA cells sum up to 64 MiB',
    allowed: guest({}, cells('0-3')),
    when: 'altered',
    severity: 'warning',
  },
  {
    title: 'slots without a maximum',
    refused: guest({}, { maximum_memory_slots: 2 }),
    at: 'maximum_memory_slots',
    says: 'slots for DIMMs are given',
    allowed: guest({}, { ...cells('0-3'), maximum_memory: 1048576, maximum_memory_slots: 2 }),
    when: 'defined',
  },
  {
    title: 'more memory in DIMMs than there is',
    refused: guest(
      { memorydevs: [{ model: 'dimm', target: { size: 128, size_unit: 'MiB' } }] },
      { maximum_memory: 1048576, maximum_memory_slots: 2 },
    ),
    at: 'devices.memorydevs',
    says: "memory devices of 128 MiB are more than the guest's memory of 64 MiB",
    allowed: guest(
      { memorydevs: [{ model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 0 } }] },
      { ...cells('0-3'), maximum_memory: 1048576, maximum_memory_slots: 2 },
    ),
    when: 'defined',
  },
  {
    title: 'a DIMM on a node that the guest does not have',
    refused: guest(
      { memorydevs: [{ model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 1 } }] },
      { ...cells('0-3'), maximum_memory: 1048576, maximum_memory_slots: 2 },
    ),
    at: 'devices.memorydevs[0].target.node',
    says: 'there is no NUMA node 1',
    allowed: guest(
      { memorydevs: [{ model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 1 } }] },
      { ...cells('0-1', '2-3'), maximum_memory: 1048576, maximum_memory_slots: 2 },
    ),
    when: 'defined',
  },
  {
    title: 'two devices of one place in the boot order',
    refused: guest({
      disks: [disk('vda', 'virtio', { boot: { order: 1 } }), disk('vdb', 'virtio', { boot: { order: 1 } })],
    }),
    at: 'devices.disks[1].boot.order',
    says: 'two devices have the boot order 1',
    allowed: guest({
      disks: [disk('vda', 'virtio', { boot: { order: 1 } }), disk('vdb', 'virtio', { boot: { order: 3 } })],
    }),
    when: 'defined',
  },
  {
    title: 'both ways to say what is booted',
    refused: guest(
      { disks: [disk('vda', 'virtio', { boot: { order: 1 } })] },
      { os: { type: 'hvm', type_arch: 'x86_64', boot_devices: [{ dev: 'hd' }] } },
    ),
    at: 'os.boot_devices',
    says: 'exclude each other',
    allowed: guest(
      { disks: [disk('vda', 'virtio')] },
      { os: { type: 'hvm', type_arch: 'x86_64', boot_devices: [{ dev: 'hd' }] } },
    ),
    when: 'defined',
  },
  {
    title: 'a MAC that two interfaces have',
    refused: guest({
      interfaces: [nic('52:54:00:00:00:0a'), nic('52:54:00:00:00:0A')],
    }),
    at: 'devices.interfaces[1].mac.address',
    says: 'two interfaces have the MAC 52:54:00:00:00:0A',
    allowed: guest({
      interfaces: [nic('52:54:00:00:00:0a'), nic('52:54:00:00:00:0b')],
    }),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'two panic devices of one model',
    refused: guest({ panics: [{ model: 'isa' }, { model: 'isa' }] }),
    at: 'devices.panics[1].model',
    says: 'two panic devices have the model isa',
    allowed: guest({ panics: [{ model: 'isa' }, { model: 'hyperv' }] }),
    when: 'defined',
  },
  {
    title: 'two audio backends of one number',
    refused: guest({
      audios: [
        { id: 1, none: {} },
        { id: 1, none: {} },
      ],
    }),
    at: 'devices.audios[1].id',
    says: 'two audio backends have the id 1',
    allowed: guest({
      audios: [
        { id: 1, none: {} },
        { id: 2, none: {} },
      ],
    }),
    when: 'defined',
  },
];

function nic(address: string) {
  return { source: { user: {} }, mac: { address }, model: { type: 'virtio' } };
}
