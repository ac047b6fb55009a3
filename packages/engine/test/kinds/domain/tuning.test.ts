import type { JsonObject } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { Proposal } from '../../../src/kinds/kind.js';
import { ask, labHost, WEB, type LabState } from '../lab-host.js';

const disk = (ioTune?: JsonObject): JsonObject => ({
  target: { dev: 'vda', bus: 'virtio' },
  ...(ioTune === undefined ? {} : { io_tune: ioTune }),
});
const guest = (more: JsonObject = {}, ioTune?: JsonObject): JsonObject => ({
  name: 'web',
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  vcpu_current: 2,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
  devices: { disks: [disk(ioTune)] },
  ...more,
});

function propose(applied: JsonObject, wanted: JsonObject, lab: LabState = {}): Proposal {
  return ask(domainKind, labHost(lab), { uuid: WEB, name: 'web' }, { applied, wanted });
}

/** Each step with what it was given, and its impact. */
const told = ({ steps }: Proposal): readonly unknown[] =>
  steps.map(({ effect, args, impact }) => [effect, effect === 'redefine' ? {} : args, impact]);

const BOTH = { live: true, stored: true };
const withLimits = (xml: string): string =>
  xml.replace(
    "<target dev='vda'",
    "<iotune><read_bytes_sec>5</read_bytes_sec><group_name>a</group_name></iotune><target dev='vda'",
  );
const withPin = (xml: string): string =>
  xml.replace('</vcpu>', "</vcpu><cputune><vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/></cputune>");
const withThreads = (xml: string): string => xml.replace('</vcpu>', '</vcpu><iothreads>2</iothreads>');
const vcpuPin = (cpus: string): JsonObject => ({ cpu_tune: { vcpu_pin: [{ vcpu: 0, cpu_set: cpus }] } });

test.each<[what: string, applied: JsonObject, wanted: JsonObject, lab: LabState, steps: readonly unknown[]]>([
  [
    'all limits of a disk go in one call',
    guest(),
    guest({}, { total_bytes_sec: 10, write_iops_sec: 3 }),
    {},
    [['limit-disk', { disk: 'vda', limits: { total_bytes_sec: 10, write_iops_sec: 3 }, ...BOTH }, 'live']],
  ],
  [
    'a limit that another one takes the place of is set to none',
    guest({}, { read_bytes_sec: 5 }),
    guest({}, { total_bytes_sec: 10 }),
    { alter: withLimits },
    [['limit-disk', { disk: 'vda', limits: { total_bytes_sec: 10, read_bytes_sec: 0 }, ...BOTH }, 'live']],
  ],
  [
    'so is what is taken out as a whole',
    guest({}, { read_bytes_sec: 5 }),
    guest(),
    { alter: withLimits },
    [['limit-disk', { disk: 'vda', limits: { read_bytes_sec: 0 }, ...BOTH }, 'live']],
  ],
  [
    'a vCPU is pinned, and pinned elsewhere',
    guest(vcpuPin('0')),
    guest(vcpuPin('1-2')),
    { alter: withPin },
    [['pin-cpus', { what: 'vcpu_pin', which: 0, cpus: '1-2', ...BOTH }, 'live']],
  ],
  [
    'the emulator too',
    guest(),
    guest({ cpu_tune: { emulator_pin: { cpu_set: '1' } } }),
    {},
    [['pin-cpus', { what: 'emulator_pin', which: null, cpus: '1', ...BOTH }, 'live']],
  ],
  [
    'a pin that is taken out stays until the next boot',
    guest(vcpuPin('0')),
    guest(),
    { alter: withPin },
    [['redefine', {}, 'next-boot']],
  ],
  [
    'each new I/O thread is one call',
    guest({ io_threads: 2 }),
    guest({ io_threads: 4 }),
    { alter: withThreads },
    [
      ['add-io-thread', { id: 3, ...BOTH }, 'live'],
      ['add-io-thread', { id: 4, ...BOTH }, 'live'],
    ],
  ],
  [
    'none goes while the guest runs',
    guest({ io_threads: 2 }),
    guest({ io_threads: 1 }),
    { alter: withThreads },
    [['redefine', {}, 'next-boot']],
  ],
  [
    'of a guest that is off all of it is stored in one call',
    guest({ running: false }),
    guest({ ...vcpuPin('0'), io_threads: 1, running: false }, { total_bytes_sec: 10 }),
    { guest: 'off' },
    [['redefine', {}, 'none']],
  ],
])('%s', (_, applied, wanted, lab, steps) => {
  expect(told(propose(applied, wanted, lab))).toEqual(steps);
});

test('virsh would do the same', () => {
  const { steps } = propose(guest(), guest({ ...vcpuPin('0-1'), io_threads: 1 }, { total_iops_sec: 7 }));
  expect(steps.flatMap(({ calls }) => calls.map((words) => words.join(' ')))).toEqual([
    'iothreadadd web 1 --live --config',
    'blkdeviotune web vda --total-iops-sec 7 --live --config',
    'vcpupin web 0 0-1 --live --config',
  ]);
});
