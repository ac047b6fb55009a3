import { uuidFor, Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { JsonObject } from '@virtform/values';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// A guest without an operating system: it starts at once, and never answers. What needs an answer is tried on a real one.
let hypervisor: Hypervisor;
let bench: Workbench;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
  await bench.apply('libvirt_network.lab', {
    name: 'lab',
    bridge: { name: 'virbr71' },
    ips: [{ address: '10.71.0.1', prefix: 24 }],
  });
  await bench.apply('libvirt_network.other', { name: 'other', bridge: { name: 'virbr72' } });
  await bench.apply('libvirt_pool.lab', {
    name: 'lab',
    type: 'dir',
    target: { path: '/var/lib/libvirt/images/lab' },
  });
  for (const name of ['root', 'data', 'more']) {
    await bench.apply(`libvirt_volume.${name}`, {
      name: `${name}.qcow2`,
      pool: 'lab',
      capacity: 10,
      capacity_unit: 'MiB',
      target: { format: { type: 'qcow2' } },
    });
  }
}, 120_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
}, 60_000);

const GUEST = 'libvirt_domain.web';
const disk = (name: string, dev: string, bus = 'virtio') => ({
  driver: { name: 'qemu', type: 'qcow2' },
  source: { volume: { pool: 'lab', volume: `${name}.qcow2` } },
  target: { dev, bus },
});
const nic = (network: string) => ({ source: { network: { network } }, model: { type: 'virtio' } });
const ports = [
  { type: 'pci', index: 0, model: 'pcie-root' },
  ...Array.from({ length: 8 }, () => ({ type: 'pci', model: 'pcie-root-port' })),
];
const scsi = { type: 'scsi', index: 0, model: 'virtio-scsi' };
const cdrom = { device: 'cdrom', target: { dev: 'sdb', bus: 'scsi' } };
const web = {
  name: 'web',
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  vcpu_current: 1,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  features: { acpi: true },
  running: true,
  devices: {
    controllers: [...ports, scsi],
    disks: [disk('root', 'vda'), cdrom],
    interfaces: [nic('lab')],
    graphics: [{ vnc: { auto_port: true, passwd: 'first' } }],
  },
};
type Web = typeof web;
const withDevices = (devices: object): Web => ({ ...web, devices: { ...web.devices, ...devices } });

/** The guest as its last change of devices leaves it, with limits and pins, one after the other. */
const lastDevices = {
  disks: [
    disk('data', 'vdb'),
    disk('root', 'vda'),
    { ...cdrom, source: { volume: { pool: 'lab', volume: 'more.qcow2' } } },
  ],
  interfaces: [nic('other'), nic('other')],
  graphics: [{ vnc: { auto_port: true, passwd: 'second' } }],
};
const tuned = (more: JsonObject, ioTune?: JsonObject): JsonObject => {
  const [data, root, cd] = lastDevices.disks;
  const limited = ioTune === undefined ? root : { ...root, io_tune: ioTune };
  return { ...withDevices({ ...lastDevices, disks: [data, limited, cd] }), vcpu_current: 2, ...more };
};
const pinned = (cpus: string) => ({ cpu_tune: { vcpu_pin: [{ vcpu: 0, cpu_set: cpus }] } });
const pins = { cpu_tune: { vcpu_pin: [{ vcpu: 0, cpu_set: '1' }], emulator_pin: { cpu_set: '0' } } };
const TUNED: readonly (readonly [
  what: string,
  wanted: JsonObject,
  effects: readonly string[],
  impact: string,
])[] = [
  ['a limit of throughput', tuned({}, { total_bytes_sec: 1048576 }), ['limit-disk'], 'live'],
  [
    'limits that exclude the one before',
    tuned({}, { read_bytes_sec: 2097152, write_iops_sec: 100 }),
    ['limit-disk'],
    'live',
  ],
  ['no limit any more', tuned({}), ['limit-disk'], 'live'],
  ['a pinned vCPU', tuned(pinned('0')), ['pin-cpus'], 'live'],
  ['a vCPU pinned elsewhere', tuned(pinned('1')), ['pin-cpus'], 'live'],
  ['a pinned emulator', tuned(pins), ['pin-cpus'], 'live'],
  ['I/O threads', tuned({ ...pins, io_threads: 2 }), ['add-io-thread', 'add-io-thread'], 'live'],
];

const dumpxml = (...flags: readonly string[]): Promise<string> =>
  virsh(hypervisor.uri, 'dumpxml', 'web', ...flags);
const started = async (): Promise<string> => virsh(hypervisor.uri, 'domid', 'web');
let id: string;

test('a guest is defined with its UUID and mark, and started', async () => {
  const proposal = await bench.apply(GUEST, web);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['define', 'start']);
  expect(JSON.stringify(proposal.steps)).not.toContain('first');
  id = await started();
  expect(bench.state(GUEST)).toEqual({ ...web, id: Number(id), uuid: uuidFor(GUEST) });
}, 60_000);

afterEach(async () => {
  if ((await virsh(hypervisor.uri, 'list', '--name')).includes('web')) expect(await started()).toBe(id);
});

test.each([
  ['title', { ...web, title: 'The web' }, ['set-text'], 'none'],
  ['description', { ...web, title: 'The web', description: 'It serves' }, ['set-text'], 'none'],
  ['autostart', { ...web, autostart: true }, ['set-autostart', 'set-text', 'set-text'], 'none'],
  ['a vCPU within the maximum', { ...web, vcpu_current: 2 }, ['set-vcpus', 'set-autostart'], 'live'],
  [
    'a disk',
    { ...withDevices({ disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom] }), vcpu_current: 2 },
    ['attach-device'],
    'live',
  ],
  [
    'an interface in front',
    {
      ...withDevices({
        disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom],
        interfaces: [nic('other'), nic('lab')],
      }),
      vcpu_current: 2,
    },
    ['attach-device'],
    'live',
  ],
  [
    'a SCSI disk',
    {
      ...withDevices({
        disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom, disk('more', 'sda', 'scsi')],
        interfaces: [nic('other'), nic('lab')],
      }),
      vcpu_current: 2,
    },
    ['attach-device'],
    'live',
  ],
  [
    'a SCSI disk that goes',
    {
      ...withDevices({
        disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom],
        interfaces: [nic('other'), nic('lab')],
      }),
      vcpu_current: 2,
    },
    ['detach-device'],
    'live',
  ],
  [
    'a cable',
    {
      ...withDevices({
        disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom],
        interfaces: [nic('other'), { ...nic('lab'), link: { state: 'down' } }],
      }),
      vcpu_current: 2,
    },
    ['update-device'],
    'live',
  ],
  [
    'another network',
    {
      ...withDevices({
        disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom],
        interfaces: [nic('other'), nic('other')],
      }),
      vcpu_current: 2,
    },
    ['update-device'],
    'live',
  ],
  [
    'a CD',
    {
      ...withDevices({
        disks: [
          disk('data', 'vdb'),
          disk('root', 'vda'),
          { ...cdrom, source: { volume: { pool: 'lab', volume: 'more.qcow2' } } },
        ],
        interfaces: [nic('other'), nic('other')],
      }),
      vcpu_current: 2,
    },
    ['update-device'],
    'live',
  ],
  [
    'a password',
    {
      ...withDevices({
        disks: [
          disk('data', 'vdb'),
          disk('root', 'vda'),
          { ...cdrom, source: { volume: { pool: 'lab', volume: 'more.qcow2' } } },
        ],
        interfaces: [nic('other'), nic('other')],
        graphics: [{ vnc: { auto_port: true, passwd: 'second' } }],
      }),
      vcpu_current: 2,
    },
    ['update-device'],
    'live',
  ],
  ...TUNED,
] as const)(
  '%s changes while it runs',
  async (_what, wanted, effects, impact) => {
    const proposal = await bench.apply(GUEST, wanted);
    expect(proposal.steps.map(({ effect }) => effect).sort()).toEqual([...effects].sort());
    const worst = proposal.changes.map((change) => change.impact);
    expect(worst).toContain(impact);
    expect(JSON.stringify(proposal.steps)).not.toContain('second');
  },
  60_000,
);

test('limits, pins and threads are in force, and stored', async () => {
  expect(await virsh(hypervisor.uri, 'blkdeviotune', 'web', 'vda')).toMatch(/read_bytes_sec *: 0\n/);
  expect(await virsh(hypervisor.uri, 'vcpupin', 'web', '--live')).toMatch(/^ 0 +1$/m);
  expect(await virsh(hypervisor.uri, 'emulatorpin', 'web', '--live')).toMatch(/(?:^|: +)0$/m);
  expect(await virsh(hypervisor.uri, 'iothreadinfo', 'web', '--live')).toMatch(/^ 2 /m);
  for (const xml of [await dumpxml(), await dumpxml('--inactive')])
    for (const part of ["<vcpupin vcpu='0' cpuset='1'/>", "<emulatorpin cpuset='0'/>", '<iothreads>2<'])
      expect(xml).toContain(part);
}, 30_000);

test('the password arrived, and both sides have the same devices', async () => {
  expect(await dumpxml('--security-info', '--inactive')).toContain("passwd='second'");
  const macs = (xml: string): readonly string[] => xml.match(/<mac address='[^']+'\/>/g) ?? [];
  expect(macs(await dumpxml())).toEqual(macs(await dumpxml('--inactive')));
});

const settled = {
  ...withDevices({
    disks: [disk('data', 'vdb'), disk('root', 'vda'), cdrom],
    interfaces: [nic('other'), nic('other')],
  }),
  vcpu_current: 2,
};

test('machine, maximum memory and fewer vCPUs wait for the next boot', async () => {
  await bench.apply(GUEST, settled);
  const wanted = { ...settled, memory: 128, vcpu_current: 1, os: { ...web.os, type_machine: 'pc-q35-7.1' } };
  const proposal = await bench.apply(GUEST, wanted);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['redefine']);
  expect(proposal.changes.map(({ path, impact }) => [path.join('.'), impact])).toEqual([
    ['memory', 'next-boot'],
    ['vcpu_current', 'next-boot'],
    ['os.type_machine', 'next-boot'],
  ]);
  const { waiting, action } = await bench.propose(GUEST, wanted);
  expect(action).toBe('no-op');
  expect(waiting).toMatchObject([
    { path: ['memory'], before: '64 MiB', after: '128 MiB' },
    { path: ['vcpu_current'], before: 2, after: 1 },
    { path: ['os', 'type_machine'], before: 'pc-q35-7.2', after: 'pc-q35-7.1' },
  ]);
  expect(await dumpxml('--inactive')).toContain("<currentMemory unit='KiB'>131072</currentMemory>");
}, 60_000);

test('a guest that does not answer is not shut down by force', async () => {
  const wanted = { ...settled, running: false, update: { shutdown: { timeout: 1 } } };
  await expect(bench.apply(GUEST, wanted)).rejects.toThrow(
    /shut web down: it is still running 1 s after it was asked/,
  );
}, 60_000);

test('a virtio disk that the guest does not let go of is not reported as gone', async () => {
  const without = { ...settled, devices: { ...settled.devices, disks: [disk('root', 'vda'), cdrom] } };
  await expect(bench.apply(GUEST, without)).rejects.toThrow(/the guest did not let go of it/);
  expect(await dumpxml()).toContain("dev='vdb'");
}, 90_000);

test('a volume grows under the guest that runs on it, and is not deleted there', async () => {
  const address = 'libvirt_volume.root';
  const volume = {
    name: 'root.qcow2',
    pool: 'lab',
    capacity: 20,
    capacity_unit: 'MiB',
    target: { format: { type: 'qcow2' } },
  };
  const proposal = await bench.apply(address, volume);
  expect(proposal).toMatchObject({
    changes: [{ impact: 'live' }],
    steps: [{ effect: 'resize', impact: 'live' }],
  });
  await expect(bench.apply(address, undefined)).rejects.toThrow(/in use by guest web \(running\), disk vda/);
}, 60_000);

test('what is off is changed in one call, and a name too', async () => {
  await virsh(hypervisor.uri, 'destroy', 'web');
  const wanted = {
    ...settled,
    name: 'www',
    running: false,
    memory: 96,
    title: 'off',
    vcpu: 2,
    vcpu_current: 2,
  };
  const proposal = await bench.apply(GUEST, wanted);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['rename', 'redefine']);
  expect(proposal.changes.every(({ impact }) => impact === 'none')).toBe(true);
  await bench.apply(GUEST, { ...settled, name: 'web', running: false });
}, 60_000);

test('it is started again, and destroyed with all that belongs to it', async () => {
  await bench.apply(GUEST, { ...settled, running: true });
  await bench.apply(GUEST, undefined);
  expect(await virsh(hypervisor.uri, 'list', '--all', '--name')).toBe('');
}, 60_000);

test('a clock of which only timers are said is set to UTC', async () => {
  const clocked = {
    name: 'clocked',
    type: 'qemu',
    memory: 64,
    memory_unit: 'MiB',
    os: web.os,
    clock: { timer: [{ name: 'hpet', present: 'no' }] },
  };
  await bench.apply('libvirt_domain.clocked', clocked);
  const xml = await virsh(hypervisor.uri, 'dumpxml', 'clocked');
  expect(xml).toMatch(/<clock offset='utc'>\s*<timer name='hpet' present='no'\/>/);
  expect(await bench.propose('libvirt_domain.clocked', clocked)).toMatchObject({
    action: 'no-op',
    drift: [],
  });
  await bench.apply('libvirt_domain.clocked', undefined);
}, 60_000);
