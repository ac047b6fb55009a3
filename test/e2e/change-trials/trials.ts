import { isList, isObject, type Json, type JsonObject } from '@virtform/values';
import type { Machine } from './guests.js';

/** How a trial looks at a guest. */
export interface Eyes {
  /** What a script prints inside the guest. */
  readonly inside: (script: string) => Promise<string>;
  /** What virsh prints about it. */
  readonly virsh: (command: string, ...args: readonly string[]) => Promise<string>;
  /** What a script prints on the host, in the namespaces of the hypervisor. */
  readonly host: (script: string) => Promise<string>;
}

/** A program from another one. */
type Patch = (program: JsonObject) => JsonObject;

/** A change of a guest that runs, and what is seen of it. */
export interface Trial {
  /** What it stands for in the table of what a change costs: `add devices.disks[]`; several are changed at once. */
  readonly rows: readonly string[];
  readonly machine: Machine;
  /** What the guest is brought to before, one after the other; nothing: as it is at first. */
  readonly from: readonly Patch[];
  readonly to: Patch;
  readonly look: (eyes: Eyes) => Promise<string>;
  /** Whether what is seen now is what the change makes of what was seen before. */
  readonly sees: (now: string, before: string) => boolean;
}

type Sees = Trial['sees'];
const is =
  (text: string): Sees =>
  (now) =>
    now.trim() === text;
const has =
  (pattern: RegExp): Sees =>
  (now) =>
    pattern.test(now);
const lacks =
  (pattern: RegExp): Sees =>
  (now) =>
    !pattern.test(now);
const more: Sees = (now, before) => Number(now) > Number(before);
const less: Sees = (now, before) => Number(now) < Number(before);

const inside =
  (script: string): Trial['look'] =>
  (eyes) =>
    eyes.inside(script);
const virsh =
  (command: string, ...args: readonly string[]): Trial['look'] =>
  (eyes) =>
    eyes.virsh(command, ...args);
const dumpxml = virsh('dumpxml', '--security-info');
const ofGroup =
  (file: string): Trial['look'] =>
  (eyes) =>
    eyes.host(`cat /sys/fs/cgroup/${file}`);

const set =
  (attributes: JsonObject): Patch =>
  (program) => ({ ...program, ...attributes });

const setDevices =
  (attributes: JsonObject): Patch =>
  (program) => ({ ...program, devices: { ...devicesOf(program), ...attributes } });

function devicesOf(program: JsonObject): JsonObject {
  const { devices } = program;
  return isObject(devices) ? devices : {};
}

/** The program with one more device. */
const plus =
  (list: string, device: JsonObject): Patch =>
  (program) => {
    const there = devicesOf(program)[list];
    return setDevices({ [list]: [...(there !== undefined && isList(there) ? there : []), device] })(program);
  };

/** The program with something said in one device more. */
const within =
  (list: string, index: number, more: JsonObject): Patch =>
  (program) => {
    const there = devicesOf(program)[list];
    const all: readonly Json[] = Array.isArray(there) ? (there as readonly Json[]) : [];
    const changed = all.map((device, at) =>
      at === index && isObject(device) ? { ...device, ...more } : device,
    );
    return setDevices({ [list]: changed })(program);
  };

interface Changing {
  readonly row: string;
  readonly machine?: Machine;
  readonly from?: readonly Patch[];
  readonly to: Patch;
  readonly look: Trial['look'];
  readonly sees: Sees;
}

const changes = ({ row, machine = 'q35', from = [], ...trial }: Changing): Trial => ({
  rows: [`change ${row}`],
  machine,
  from,
  ...trial,
});

/** A device that comes, and goes again. */
function comesAndGoes(
  list: string,
  device: JsonObject,
  look: Trial['look'],
  { there, gone, machine = 'q35' }: { readonly there: Sees; readonly gone: Sees; readonly machine?: Machine },
): readonly Trial[] {
  const row = `devices.${list}[]`;
  const to = plus(list, device);
  return [
    { rows: [`add ${row}`], machine, from: [], to, look, sees: there },
    { rows: [`remove ${row}`], machine, from: [to], to: (program) => program, look, sees: gone },
  ];
}

const MEMORY = inside("awk '/MemTotal/ { print $2 }' /proc/meminfo");
const CPUS = inside('nproc');
const PCI = inside('lspci');
/** MiB of the guest. */
const memory = (model: string, target: JsonObject): JsonObject => ({
  model,
  target: { size: 128, size_unit: 'MiB', node: 0, ...target },
});
const virtioMem = (requested: number): JsonObject =>
  memory('virtio-mem', {
    size: 256,
    block: 2048,
    block_unit: 'KiB',
    requested,
    requested_unit: 'MiB',
  });
const vcpus = (enabled: number): JsonObject => ({
  vcpu_current: enabled,
  vcpus: {
    vcpu: [0, 1, 2].map((id) => ({
      id,
      enabled: id < enabled ? 'yes' : 'no',
      hotpluggable: id === 0 ? 'no' : 'yes',
    })),
  },
});
const pins = (list: string, number: string, cpus: string): JsonObject => ({
  cpu_tune: { [list]: [{ [number]: list === 'io_thread_pin' ? 1 : 0, cpu_set: cpus }] },
});
const threads = set({ io_threads: 1 });

/** Pins that come, change and go. */
function pinned(
  list: string,
  number: string,
  look: Trial['look'],
  on: (cpus: string) => Sees,
  base: Patch,
): readonly Trial[] {
  const at =
    (cpus: string): Patch =>
    (program) =>
      set(pins(list, number, cpus))(base(program));
  const row = `cpu_tune.${list}[]`;
  return [
    { rows: [`add ${row}`], machine: 'q35', from: [base], to: at('0'), look, sees: on('0') },
    { rows: [`change ${row}`], machine: 'q35', from: [at('0')], to: at('1'), look, sees: on('1') },
    { rows: [`remove ${row}`], machine: 'q35', from: [at('1')], to: base, look, sees: on('0-1') },
  ];
}

const MAPS: Readonly<Record<string, RegExp>> = { '0': /^y-$/, '1': /^-y$/, '0-1': /^yy$/ };
const affinity = (cpus: string): Sees => has(MAPS[cpus] ?? /^$/);
const vcpuAffinity: Trial['look'] = async (eyes) =>
  /CPU Affinity: *(\S+)/.exec(await eyes.virsh('vcpuinfo'))?.[1] ?? '';

const scheduled = (name: string, value: number, field: string): Trial =>
  changes({
    row: `cpu_tune.${name}`,
    ...(name.startsWith('io_thread') ? { from: [threads] } : {}),
    to: (program) =>
      set({ cpu_tune: { [name]: value }, ...(name.startsWith('io_thread') ? { io_threads: 1 } : {}) })(
        program,
      ),
    look: virsh('schedinfo', '--live'),
    sees: has(new RegExp(`${field} *: ${value}$`, 'm')),
  });

const limits = (name: string): Trial =>
  changes({
    row: `memory_tune.${name}`,
    to: set({
      memory_tune: {
        [name]: 900000,
        ...(name === 'swap_hard_limit' ? { hard_limit: 900000 } : {}),
      },
    }),
    look: virsh('memtune', '--live'),
    sees: has(new RegExp(`^${name} *: 900000$`, 'm')),
  });

const lifecycle = (name: string, action: string): Trial =>
  changes({
    row: name,
    to: set({ [name]: action }),
    look: virsh('dumpxml'),
    sees: has(new RegExp(`<${name}>${action}<`)),
  });

const card = (row: string, more: JsonObject, look: Trial['look'], sees: Sees): Trial =>
  changes({ row: `devices.interfaces[].${row}`, to: within('interfaces', 0, more), look, sees });

const display = (kind: string, index: number, part: string, value: string, pattern: RegExp): Trial =>
  changes({
    row: `devices.graphics[].${kind}.${part}`,
    to: within('graphics', index, { [kind]: { auto_port: true, passwd: 'first', [part]: value } }),
    look: dumpxml,
    sees: has(pattern),
  });

/** What the trials need of the host, where they keep files. */
export interface Places {
  /** Holds `a.iso`, `b.iso`, `data.img`, `stranger.img`, and the folder `shared` with the file `hello`. */
  readonly scratch: string;
  /** A disk of the host. */
  readonly hostDisk: string;
  /** And another one. */
  readonly otherDisk: string;
}

const text = (name: string, args: readonly string[], value: string): Trial =>
  changes({ row: name, to: set({ [name]: value }), look: virsh('desc', ...args), sees: is(value) });

const onHostDisk = (path: string, limit: number): Patch =>
  set({ block_io_tune: { device: [{ path, read_bytes_sec: limit }] } });

/** Every row of the table of domains that this machine can try. */
export function domainTrials({ scratch, hostDisk }: Places): readonly Trial[] {
  const blkio = virsh('blkiotune', '--live');
  const vnet = '$(ls -d /sys/class/net/vnet*)';
  return [
    text('title', ['--title'], 'Tried'),
    text('description', [], 'It is tried'),
    changes({
      row: 'autostart',
      to: set({ autostart: true }),
      look: virsh('dominfo'),
      sees: has(/Autostart: *enable/),
    }),
    changes({
      row: 'metadata',
      to: set({ metadata: { xml: '<tried:it xmlns:tried="urn:tried"/>' } }),
      look: virsh('dumpxml', '--inactive'),
      sees: has(/urn:tried/),
    }),
    lifecycle('on_poweroff', 'restart'),
    lifecycle('on_reboot', 'destroy'),
    lifecycle('on_crash', 'preserve'),

    changes({ row: 'vcpu_current', to: set({ vcpu_current: 2 }), look: CPUS, sees: is('2') }),
    changes({
      row: 'vcpus.vcpu[].enabled',
      from: [set({ vcpu_current: 2 }), set(vcpus(2))],
      to: set(vcpus(3)),
      look: CPUS,
      sees: is('3'),
    }),
    scheduled('shares', 512, 'cpu_shares'),
    scheduled('period', 50000, 'vcpu_period'),
    scheduled('quota', 90000, 'vcpu_quota'),
    scheduled('global_period', 50000, 'global_period'),
    scheduled('global_quota', 190000, 'global_quota'),
    scheduled('emulator_period', 50000, 'emulator_period'),
    scheduled('emulator_quota', 90000, 'emulator_quota'),
    scheduled('io_thread_period', 50000, 'iothread_period'),
    scheduled('io_thread_quota', 90000, 'iothread_quota'),
    ...pinned('vcpu_pin', 'vcpu', vcpuAffinity, affinity, (program) => program),
    ...pinned(
      'io_thread_pin',
      'io_thread',
      async (eyes) => /^ 1 +(\S+)/m.exec(await eyes.virsh('iothreadinfo', '--live'))?.[1] ?? '',
      is,
      threads,
    ),
    changes({
      row: 'cpu_tune.emulator_pin',
      to: set({ cpu_tune: { emulator_pin: { cpu_set: '1' } } }),
      look: virsh('emulatorpin', '--live'),
      sees: is('1'),
    }),
    changes({
      row: 'io_threads',
      to: set({ io_threads: 2 }),
      look: virsh('iothreadinfo', '--live'),
      sees: has(/^ 2 /m),
    }),

    changes({
      row: 'current_memory',
      to: set({ current_memory: 320, current_memory_unit: 'MiB' }),
      look: MEMORY,
      sees: less,
    }),
    changes({
      row: 'devices.mem_balloon.stats.period',
      to: setDevices({ mem_balloon: { model: 'virtio', stats: { period: 1 } } }),
      look: virsh('dumpxml'),
      sees: has(/<stats period='1'\/>/),
    }),
    ...['hard_limit', 'soft_limit', 'swap_hard_limit'].map(limits),
    ...comesAndGoes('memorydevs', memory('dimm', {}), MEMORY, { there: more, gone: less }),
    changes({
      row: 'devices.memorydevs[].target.requested',
      from: [plus('memorydevs', virtioMem(0))],
      to: plus('memorydevs', virtioMem(128)),
      look: MEMORY,
      sees: more,
    }),

    ...comesAndGoes(
      'disks',
      {
        driver: { name: 'qemu', type: 'raw' },
        source: { file: { file: `${scratch}/data.img` } },
        target: { dev: 'vdb', bus: 'virtio' },
        serial: 'tried',
      },
      inside('cat /sys/block/*/serial'),
      { there: has(/tried/), gone: lacks(/tried/) },
    ),
    changes({
      row: 'devices.disks[].source',
      to: within('disks', 0, { source: { file: { file: `${scratch}/b.iso` } } }),
      look: inside('head -c 8 /dev/sr0'),
      sees: is('medium b'),
    }),
    changes({
      row: 'devices.disks[].io_tune',
      to: within('disks', 1, { io_tune: { read_bytes_sec: 1048576 } }),
      look: virsh('blkdeviotune', 'vda', '--live'),
      sees: has(/^read_bytes_sec *: 1048576$/m),
    }),
    changes({
      row: 'devices.disks[].io_tune.group_name',
      from: [within('disks', 1, { io_tune: { total_iops_sec: 100, group_name: 'first' } })],
      to: within('disks', 1, { io_tune: { total_iops_sec: 100, group_name: 'second' } }),
      look: virsh('blkdeviotune', 'vda', '--live'),
      sees: has(/^group_name *: second$/m),
    }),
    changes({
      row: 'block_io_tune.weight',
      to: set({ block_io_tune: { weight: 300 } }),
      look: blkio,
      sees: has(/^weight *: 300$/m),
    }),
    {
      rows: ['add block_io_tune.device[]'],
      machine: 'q35',
      from: [],
      to: onHostDisk(hostDisk, 1048576),
      look: ofGroup('blkio/machine/*/blkio.throttle.read_bps_device'),
      sees: has(/ 1048576$/m),
    },
    changes({
      row: 'block_io_tune.device[]',
      from: [onHostDisk(hostDisk, 1048576)],
      to: onHostDisk(hostDisk, 2097152),
      look: blkio,
      sees: has(/2097152/),
    }),
    {
      rows: ['remove block_io_tune.device[]'],
      machine: 'q35',
      from: [onHostDisk(hostDisk, 1048576)],
      to: (program) => program,
      look: blkio,
      sees: lacks(/1048576/),
    },

    ...comesAndGoes(
      'interfaces',
      {
        mac: { address: '52:54:00:77:00:02' },
        model: { type: 'virtio' },
        source: { network: { network: 'lab' } },
      },
      inside('cat /sys/class/net/*/address'),
      { there: has(/52:54:00:77:00:02/), gone: lacks(/52:54:00:77:00:02/) },
    ),
    card(
      'source',
      { source: { network: { network: 'other' } } },
      (eyes) => eyes.host(`basename $(readlink ${vnet}/master)`),
      is('virbr82'),
    ),
    card('link', { link: { state: 'down' } }, inside('cat /sys/class/net/eth0/operstate'), has(/down/)),
    card(
      'filter_ref',
      { filter_ref: { filter: 'tried' } },
      (eyes) => eyes.host('ebtables -t nat -L'),
      has(/tried|vnet/),
    ),
    card(
      'port_options',
      { port_options: { isolated: 'yes' } },
      (eyes) => eyes.host(`cat ${vnet}/brport/isolated`),
      is('1'),
    ),
    card(
      'coalesce',
      { coalesce: { rx: { frames: { max: 5 } } } },
      virsh('dumpxml'),
      has(/<frames max='5'\/>/),
    ),

    display('vnc', 0, 'passwd', 'second', /type='vnc'[^>]*passwd='second'/),
    display('vnc', 0, 'passwd_valid_to', '2099-01-01T00:00:00', /type='vnc'[^>]*passwdValidTo='2099/),
    display('vnc', 0, 'connected', 'keep', /type='vnc'[^>]*connected='keep'/),
    display('spice', 1, 'passwd', 'second', /type='spice'[^>]*passwd='second'/),
    display('spice', 1, 'passwd_valid_to', '2099-01-01T00:00:00', /type='spice'[^>]*passwdValidTo='2099/),
    display('spice', 1, 'connected', 'disconnect', /type='spice'[^>]*connected='disconnect'/),
    ...comesAndGoes(
      'channels',
      { source: { unix: {} }, target: { virt_io: { name: 'org.example.tried' } } },
      inside('cat /sys/class/virtio-ports/*/name'),
      { there: has(/org\.example\.tried/), gone: lacks(/org\.example\.tried/) },
    ),
    ...comesAndGoes(
      'consoles',
      { target: { type: 'virtio', port: 1 } },
      inside('ls /sys/class/virtio-ports | wc -l; ls /dev/hvc* | wc -l'),
      {
        there: (now, before) => now !== before,
        gone: (now, before) => now !== before,
      },
    ),
    ...comesAndGoes('serials', { target: { type: 'pci-serial', port: 1 } }, PCI, {
      there: has(/serial controller/i),
      gone: lacks(/serial controller/i),
      machine: 'pc',
    }),
    ...comesAndGoes('rngs', { model: 'virtio', backend: { random: '/dev/urandom' } }, PCI, {
      there: has(/RNG/),
      gone: lacks(/RNG/),
    }),
    ...comesAndGoes('watchdogs', { model: 'i6300esb', action: 'none' }, PCI, {
      there: has(/6300ESB/),
      gone: lacks(/6300ESB/),
      machine: 'pc',
    }),
    ...comesAndGoes('inputs', { type: 'keyboard', bus: 'virtio' }, inside('cat /proc/bus/input/devices'), {
      there: has(/virtio/i),
      gone: lacks(/virtio/i),
    }),
    ...comesAndGoes(
      'shmems',
      { name: 'tried', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'M' },
      PCI,
      {
        there: has(/shared memory/i),
        gone: lacks(/shared memory/i),
        machine: 'pc',
      },
    ),
    ...comesAndGoes(
      'filesystems',
      {
        driver: { type: 'virtiofs' },
        source: { mount: { dir: `${scratch}/shared` } },
        target: { dir: 'shared' },
      },
      inside(
        'mkdir -p /mnt/shared; mount -t virtiofs shared /mnt/shared && cat /mnt/shared/hello; umount /mnt/shared; true',
      ),
      { there: has(/from the host/), gone: lacks(/from the host/) },
    ),
    ...comesAndGoes(
      'controllers',
      { type: 'scsi', index: 1, model: 'virtio-scsi' },
      inside('ls /sys/class/scsi_host | wc -l'),
      {
        there: more,
        gone: less,
      },
    ),
  ];
}

/** What waits for the next boot, all at once: each boot takes its time. */
export const WAITING: Trial = {
  rows: ['change vcpu', 'change memory', 'change (everything else)'],
  machine: 'pc',
  from: [],
  to: (program) => plus('sounds', { model: 'ich6' })(set({ vcpu: 4, memory: 288 })(program)),
  look: inside(
    "lspci | grep -ci audio; awk '/MemTotal/ { print ($2 > 240000) }' /proc/meminfo; cat /sys/devices/system/cpu/possible",
  ),
  sees: is('1\n1\n0-3'),
};
