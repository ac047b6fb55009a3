import type { JsonObject } from '@virtform/values';
import { card, withDevices, type Eyes } from './container.js';

/** A change of a container that runs. */
export interface Trial {
  readonly what: string;
  readonly to: (program: JsonObject) => JsonObject;
  /** What is planned, by its path. */
  readonly planned: Readonly<Record<string, string>>;
  readonly look: (eyes: Eyes) => Promise<string>;
  /** What is seen then; not before. */
  readonly sees: RegExp;
}

const set =
  (attributes: JsonObject): Trial['to'] =>
  (program) => ({ ...program, ...attributes });
const devices =
  (attributes: JsonObject): Trial['to'] =>
  (program) =>
    withDevices(program, attributes);

/** A file of the container's own group. */
const ofGroup =
  (file: string): Trial['look'] =>
  ({ host }) =>
    host(`cat $(dirname /sys/fs/cgroup/${file})/machine/*box.libvirt-lxc/$(basename ${file})`);
const inside =
  (script: string): Trial['look'] =>
  (eyes) =>
    eyes.inside(script);
const dumpxml: Trial['look'] = ({ virsh }) => virsh('dumpxml');

const tuned = (what: string, to: JsonObject, path: string, file: string, sees: RegExp): Trial => ({
  what,
  to: set(to),
  planned: { [path]: 'live' },
  look: ofGroup(file),
  sees,
});

/** What changes while a container runs, and is undone while it runs. */
export const live = (hostDisk: string): readonly Trial[] => [
  {
    what: 'texts',
    to: set({ title: 'A box', description: 'of things' }),
    planned: { title: 'none', description: 'none' },
    look: async ({ virsh }) => `${await virsh('desc', '--title')}: ${await virsh('desc')}`,
    sees: /^A box: of things$/,
  },
  {
    what: 'metadata',
    to: set({ metadata: { xml: '<note xmlns="urn:note">kept</note>' } }),
    planned: { 'metadata.xml': 'none' },
    look: ({ virsh }) => virsh('dumpxml', '--inactive'),
    sees: /kept/,
  },
  {
    what: 'autostart',
    to: set({ autostart: true }),
    planned: { autostart: 'none' },
    look: ({ virsh }) => virsh('dominfo'),
    sees: /Autostart: +enable/,
  },
  tuned('its share of CPU time', { cpu_tune: { shares: 512 } }, 'cpu_tune.shares', 'cpu/cpu.shares', /^512$/),
  tuned(
    'its period of CPU time',
    { cpu_tune: { period: 50_000 } },
    'cpu_tune.period',
    'cpu/cpu.cfs_period_us',
    /^50000$/,
  ),
  tuned(
    'its quota of CPU time',
    { cpu_tune: { quota: 40_000 } },
    'cpu_tune.quota',
    'cpu/cpu.cfs_quota_us',
    /^40000$/,
  ),
  tuned(
    'a limit of memory',
    { memory_tune: { hard_limit: 96, hard_limit_unit: 'MiB' } },
    'memory_tune.hard_limit',
    'memory/memory.limit_in_bytes',
    /^100663296$/,
  ),
  tuned(
    'a soft limit of memory',
    { memory_tune: { soft_limit: 64, soft_limit_unit: 'MiB' } },
    'memory_tune.soft_limit',
    'memory/memory.soft_limit_in_bytes',
    /^67108864$/,
  ),
  {
    what: 'a limit of memory and swap, which goes with one of memory',
    to: set({
      memory_tune: {
        hard_limit: 96,
        hard_limit_unit: 'MiB',
        swap_hard_limit: 192,
        swap_hard_limit_unit: 'MiB',
      },
    }),
    planned: { 'memory_tune.hard_limit': 'live', 'memory_tune.swap_hard_limit': 'live' },
    look: ofGroup('memory/memory.memsw.limit_in_bytes'),
    sees: /^201326592$/,
  },
  {
    what: 'a limit of what it reads from a disk of the host',
    to: set({ block_io_tune: { device: [{ path: hostDisk, read_iops_sec: 1000 }] } }),
    planned: { 'block_io_tune.device.0': 'live' },
    look: ofGroup('blkio/blkio.throttle.read_iops_device'),
    sees: / 1000$/,
  },
  {
    what: 'a network card',
    to: devices({ interfaces: [card('lab', 1), card('other', 2)] }),
    planned: { 'devices.interfaces.1': 'live' },
    look: inside('cat $it/root/sys/class/net/*/address'),
    sees: /52:54:00:78:00:02/,
  },
  {
    what: 'a disk of the host',
    to: devices({ disks: [{ source: { block: { dev: hostDisk } }, target: { dev: 'vdx' } }] }),
    planned: { 'devices.disks.0': 'live' },
    look: inside('ls -l $it/root/dev'),
    sees: /^b.* vdx$/m,
  },
  {
    what: 'a block device of the host',
    to: devices({ hostdevs: [{ caps_storage: { source: { block: hostDisk } } }] }),
    planned: { 'devices.hostdevs.0': 'live' },
    look: inside('ls -l $it/root/dev'),
    sees: /^b.* (?:vd|sd|nvme)\S+$/m,
  },
];

/** As libvirt's XML names them. */
const CPU_LIMITS: Readonly<Record<string, string>> = {
  global_period: 'global_period',
  global_quota: 'global_quota',
  emulator_period: 'emulator_period',
  emulator_quota: 'emulator_quota',
  io_thread_period: 'iothread_period',
  io_thread_quota: 'iothread_quota',
};

const atNextBoot = (...paths: readonly string[]): Trial['planned'] =>
  Object.fromEntries(paths.map((path) => [path, 'next-boot']));

/** What cannot change while a container runs, and waits. All of it can wait at once. */
export const waits = (image: string): readonly Trial[] => [
  {
    what: 'maximum memory',
    to: set({ memory: 160 }),
    planned: atNextBoot('memory'),
    look: dumpxml,
    sees: /<memory unit='KiB'>163840</,
  },
  {
    what: 'vCPUs',
    to: set({ vcpu: 2 }),
    planned: atNextBoot('vcpu'),
    look: dumpxml,
    sees: /<vcpu placement='static'>2</,
  },
  {
    what: 'shares of CPU time that only QEMU has, and pins',
    to: set({
      cpu_tune: {
        ...Object.fromEntries(Object.keys(CPU_LIMITS).map((name) => [name, 20_000])),
        vcpu_pin: [{ vcpu: 0, cpu_set: '0' }],
      },
    }),
    planned: atNextBoot(...Object.keys(CPU_LIMITS).map((name) => `cpu_tune.${name}`), 'cpu_tune.vcpu_pin.0'),
    look: dumpxml,
    sees: new RegExp([...Object.values(CPU_LIMITS)].map((name) => `(?=[^]*<${name}>20000<)`).join('')),
  },
  {
    what: 'a limit of memory and swap alone',
    to: set({ memory_tune: { swap_hard_limit: 256, swap_hard_limit_unit: 'MiB' } }),
    planned: atNextBoot('memory_tune.swap_hard_limit'),
    look: ofGroup('memory/memory.memsw.limit_in_bytes'),
    sees: /^268435456$/,
  },
  {
    what: 'what it does when it reboots',
    to: set({ on_reboot: 'destroy' }),
    planned: atNextBoot('on_reboot'),
    look: dumpxml,
    sees: /<on_reboot>destroy</,
  },
  {
    what: 'the network of a card, and its link',
    to: devices({ interfaces: [{ ...card('other', 1), link: { state: 'down' } }] }),
    planned: atNextBoot('devices.interfaces.0.source.network.network', 'devices.interfaces.0.link.state'),
    look: dumpxml,
    sees: /<source network='other'[^]*<link state='down'/,
  },
  {
    what: 'a folder',
    to: devices({
      filesystems: [
        { source: { mount: { dir: '/' } }, target: { dir: '/' } },
        { source: { mount: { dir: '/usr/share' } }, target: { dir: '/mnt' } },
      ],
    }),
    planned: atNextBoot('devices.filesystems.1'),
    look: inside('cat $it/mounts'),
    sees: / \/mnt /,
  },
  {
    what: 'a character device of the host',
    to: devices({ hostdevs: [{ caps_misc: { source: { char: '/dev/fuse' } } }] }),
    planned: atNextBoot('devices.hostdevs.0'),
    look: inside('ls -l $it/root/dev'),
    sees: /^c.* fuse$/m,
  },
  {
    what: 'a disk of a file',
    to: devices({
      disks: [
        {
          driver: { name: 'loop', type: 'raw' },
          source: { file: { file: image } },
          target: { dev: 'vdy' },
        },
      ],
    }),
    planned: atNextBoot('devices.disks.0'),
    look: inside('ls -l $it/root/dev'),
    sees: /^b.* vdy$/m,
  },
];
