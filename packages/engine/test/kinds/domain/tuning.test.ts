import type { JsonObject } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { Proposal } from '../../../src/kinds/kind.js';
import { ask, labGuest, labHost, WEB, type LabState } from '../lab-host.js';

const disk = (ioTune?: JsonObject): JsonObject => ({
  target: { dev: 'vda', bus: 'virtio' },
  ...(ioTune === undefined ? {} : { io_tune: ioTune }),
});
const guest = (more: JsonObject = {}, ioTune?: JsonObject): JsonObject => ({
  ...labGuest,
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
const withCpuShares = (xml: string): string =>
  xml.replace('</vcpu>', '</vcpu><cputune><shares>512</shares><quota>50000</quota></cputune>');
const withMemoryLimits = (xml: string): string =>
  xml.replace('</name>', "</name><memtune><hard_limit unit='KiB'>900000</hard_limit></memtune>");
const withSwapLimit = (xml: string): string =>
  withMemoryLimits(xml).replace(
    '</memtune>',
    "<swap_hard_limit unit='KiB'>950000</swap_hard_limit></memtune>",
  );
const withDiskShares = (xml: string): string =>
  xml.replace(
    '</name>',
    '</name><blkiotune><device><path>/dev/sda</path><read_bytes_sec>5</read_bytes_sec></device></blkiotune>',
  );
const withNodes =
  (mode: string) =>
  (xml: string): string =>
    xml.replace('</name>', `</name><numatune><memory mode='${mode}' nodeset='0'/></numatune>`);
const nodes = (mode: string, nodeset: string): JsonObject => ({ numa_tune: { memory: { mode, nodeset } } });
const tune = (
  tuner: string,
  ...parameters: readonly (readonly [field: string, value: string | number])[]
) => ({
  tuner,
  parameters: parameters.map(([field, value]) => ({ field, value })),
});
const onDisks = (...device: readonly JsonObject[]): JsonObject => ({ block_io_tune: { device } });
const sda = { path: '/dev/sda', read_bytes_sec: 5 };
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
    'a pin that is taken out is every CPU for the running guest, and nothing in the definition',
    guest(vcpuPin('0')),
    guest(),
    { alter: withPin },
    [
      ['redefine', {}, 'none'],
      ['pin-cpus', { what: 'vcpu_pin', which: 0, cpus: null, live: true, stored: false }, 'live'],
    ],
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
    'they go one by one, the last one first',
    guest({ io_threads: 2 }),
    guest({ io_threads: 0 }),
    { alter: withThreads },
    [
      ['remove-io-thread', { id: 2, ...BOTH }, 'live'],
      ['remove-io-thread', { id: 1, ...BOTH }, 'live'],
    ],
  ],
  [
    'one that is pinned is let loose before it goes',
    guest({ io_threads: 2, cpu_tune: { io_thread_pin: [{ io_thread: 2, cpu_set: '0' }] } }),
    guest({ io_threads: 1 }),
    {
      alter: (xml) =>
        withThreads(xml).replace(
          '</iothreads>',
          "</iothreads><cputune><iothreadpin iothread='2' cpuset='0'/></cputune>",
        ),
    },
    [
      ['redefine', {}, 'none'],
      ['pin-cpus', { what: 'io_thread_pin', which: 2, cpus: null, live: true, stored: false }, 'live'],
      ['remove-io-thread', { id: 2, ...BOTH }, 'live'],
    ],
  ],
  [
    'one that serves a disk does not',
    guest({ io_threads: 2 }),
    guest({ io_threads: 1 }),
    { alter: (xml) => withThreads(xml).replace("<driver name='qemu'", "<driver iothread='2' name='qemu'") },
    [['redefine', {}, 'next-boot']],
  ],
  [
    'shares of CPU time go in one call',
    guest({ cpu_tune: { shares: 512, quota: 50000 } }),
    guest({ cpu_tune: { shares: 256, quota: 50000, emulator_period: 20000 } }),
    { alter: withCpuShares },
    [['tune', { ...tune('scheduler', ['cpu_shares', 256], ['emulator_period', 20000]), ...BOTH }, 'live']],
  ],
  [
    'taken out, they are what the kernel gives by itself, and nothing in the definition',
    guest({ cpu_tune: { shares: 512, quota: 50000 } }),
    guest(),
    { alter: withCpuShares },
    [
      ['redefine', {}, 'none'],
      [
        'tune',
        { ...tune('scheduler', ['cpu_shares', 1024], ['vcpu_quota', -1]), live: true, stored: false },
        'live',
      ],
    ],
  ],
  [
    'limits of memory are KiB, whatever the program counts in',
    guest({ memory_tune: { hard_limit: 900000 } }),
    guest({ memory_tune: { hard_limit: 2, hard_limit_unit: 'GiB', soft_limit: 1, soft_limit_unit: 'GiB' } }),
    { alter: withMemoryLimits },
    [['tune', { ...tune('memory', ['hard_limit', 2097152], ['soft_limit', 1048576]), ...BOTH }, 'live']],
  ],
  [
    'no limit of memory is the largest number that there is',
    guest({ memory_tune: { hard_limit: 900000 } }),
    guest(),
    { alter: withMemoryLimits },
    [['tune', { ...tune('memory', ['hard_limit', 9007199254740991]), ...BOTH }, 'live']],
  ],
  [
    'a limit of memory and swap goes with one of memory',
    guest(),
    guest({ memory_tune: { hard_limit: 900000, swap_hard_limit: 950000 } }),
    {},
    [['tune', { ...tune('memory', ['hard_limit', 900000], ['swap_hard_limit', 950000]), ...BOTH }, 'live']],
  ],
  [
    'and waits alone',
    guest(),
    guest({ memory_tune: { swap_hard_limit: 950000 } }),
    {},
    [['redefine', {}, 'next-boot']],
  ],
  [
    'as that of memory does which would leave it alone',
    guest({ memory_tune: { hard_limit: 900000, swap_hard_limit: 950000 } }),
    guest({ memory_tune: { swap_hard_limit: 950000 } }),
    { alter: withSwapLimit },
    [['redefine', {}, 'next-boot']],
  ],
  [
    'the disks of the host are one list for each limit',
    guest(onDisks(sda)),
    guest(onDisks({ ...sda, read_bytes_sec: 7 }, { path: '/dev/sdb', read_bytes_sec: 8, weight: 200 })),
    { alter: withDiskShares },
    [
      [
        'tune',
        {
          ...tune(
            'blkio',
            ['device_read_bytes_sec', '/dev/sda,7,/dev/sdb,8'],
            ['device_weight', '/dev/sdb,200'],
          ),
          ...BOTH,
        },
        'live',
      ],
    ],
  ],
  [
    'a disk of the host without limits has 0 for each',
    guest(onDisks(sda)),
    guest(),
    { alter: withDiskShares },
    [['tune', { ...tune('blkio', ['device_read_bytes_sec', '/dev/sda,0']), ...BOTH }, 'live']],
  ],
  [
    'memory moves to other nodes where the mode is restrictive',
    guest(nodes('restrictive', '0')),
    guest(nodes('restrictive', '0-1')),
    { alter: withNodes('restrictive') },
    [['tune', { ...tune('numa', ['numa_nodeset', '0-1']), ...BOTH }, 'live']],
  ],
  [
    'and waits where it is strict',
    guest(nodes('strict', '0')),
    guest(nodes('strict', '0-1')),
    { alter: withNodes('strict') },
    [['redefine', {}, 'next-boot']],
  ],
  [
    'what libvirt does when the guest ends, and what it does by itself',
    guest({ on_poweroff: 'destroy', on_crash: 'preserve' }),
    guest({ on_poweroff: 'restart' }),
    { alter: (xml) => xml.replace(/<on_crash>[^<]*/, '<on_crash>preserve') },
    [
      ['set-lifecycle', { event: 'on_poweroff', action: 'restart', ...BOTH }, 'none'],
      ['set-lifecycle', { event: 'on_crash', action: 'destroy', ...BOTH }, 'none'],
    ],
  ],
  [
    'of a guest that is off all of it is stored in one call',
    guest({ running: false }),
    guest(
      { ...vcpuPin('0'), ...onDisks(sda), on_crash: 'preserve', io_threads: 1, running: false },
      { total_bytes_sec: 10 },
    ),
    { guest: 'off' },
    [['redefine', {}, 'none']],
  ],
])('%s', (_, applied, wanted, lab, steps) => {
  expect(told(propose(applied, wanted, lab))).toEqual(steps);
});

test('virsh would do the same', () => {
  const { steps } = propose(
    guest(),
    guest(
      {
        cpu_tune: { vcpu_pin: [{ vcpu: 0, cpu_set: '0-1' }], shares: 512 },
        memory_tune: { hard_limit: 900000 },
        ...onDisks({ ...sda, weight: 200 }),
        io_threads: 1,
        on_crash: 'preserve',
      },
      { total_iops_sec: 7 },
    ),
  );
  expect(steps.flatMap(({ calls }) => calls.map((words) => words.join(' ')))).toEqual([
    'iothreadadd web 1 --live --config',
    'blkdeviotune web vda --total-iops-sec 7 --live --config',
    'vcpupin web 0 0-1 --live --config',
    'schedinfo web --set cpu_shares=512 --live --config',
    'memtune web --hard-limit 900000 --live --config',
    'blkiotune web --device-read-bytes-sec /dev/sda,5 --device-weights /dev/sda,200 --live --config',
    'set-lifecycle-action web crash preserve --live --config',
  ]);
});
