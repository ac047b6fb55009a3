import { changeTable, costsAt, domain, rowsOf, type Impact } from '@virtform/schema';
import { MAC, type Machine } from '../change-trials/guests.js';
import type { Places } from '../change-trials/trials.js';
import { SIDES, type Act, type Device, type Side } from './acts.js';

/** A change of a guest that runs, made behind the tool's back. */
export interface Drift {
  /** What the tool does about it, as the table of what a change costs calls it: a device that is gone comes again. */
  readonly row: string;
  readonly machine: Machine;
  readonly side: Side;
  readonly by: readonly Act[];
  /** Where it is seen. */
  readonly path: string;
  /** Where it is seen as well: libvirt keeps both in line. */
  readonly beside: readonly string[];
}

/** What the guest notices as it is put back. What is stored alone it does not. */
export function impactOf({ row, side }: Drift): Impact {
  const table = changeTable(domain.type);
  const rule = table === undefined ? undefined : rowsOf(table).find(({ name }) => name === row);
  if (table === undefined || rule === undefined) throw new Error(`the table has no row "${row}"`);
  const [cost = table.otherwise] = costsAt(table, rule.path, rule.on);
  return side === 'stored' ? 'none' : cost.impact;
}

interface Place {
  readonly row: string;
  readonly machine?: Machine;
  readonly sides?: readonly Side[];
  /** Where another than the row's own. */
  readonly path?: string;
  readonly beside?: readonly string[];
}

function on(
  { row, machine = 'q35', sides = SIDES, path, beside = [] }: Place,
  ...by: readonly Act[]
): readonly Drift[] {
  const where = path ?? row.slice(row.indexOf(' ') + 1);
  return sides.map((side) => ({ row, machine, side, by, path: where, beside }));
}

const call = (command: string, ...args: readonly string[]): Act => ({ act: 'call', command, args });
const STORED: readonly Side[] = ['stored'];

const lifecycle = (name: string, type: string, action: string): readonly Drift[] =>
  on({ row: `change ${name}` }, call('set-lifecycle-action', type, action));

const scheduled = (name: string, parameter: string, value: number): readonly Drift[] =>
  on({ row: `change cpu_tune.${name}` }, call('schedinfo', '--set', `${parameter}=${value}`));

const limit = (name: string, option: string, value: number): readonly Drift[] =>
  on({ row: `change memory_tune.${name}`, machine: 'pc' }, call('memtune', option, `${value}`));

/** A device that is gone, and comes again. */
const gone = (list: string, index: number, device: Device, machine: Machine = 'q35'): readonly Drift[] =>
  on({ row: `add devices.${list}[]`, machine, path: `devices.${list}[${index}]` }, { act: 'detach', device });

const CARD: Device = { element: 'interface', says: MAC };
const card = (part: string, path: string, from: RegExp, to: string): readonly Drift[] =>
  on(
    { row: `change devices.interfaces[].${part}`, path: `devices.interfaces[0].${path}` },
    { act: 'update', device: CARD, from, to },
  );

const display = (kind: string, index: number, part: string, from: RegExp, to: string): readonly Drift[] =>
  on(
    { row: `change devices.graphics[].${kind}.${part}`, path: `devices.graphics[${index}].${kind}.${part}` },
    { act: 'update', device: { element: 'graphics', says: `type='${kind}'` }, from, to },
  );

/** Other values of what the crowded guests say, and devices taken out, on each side and on both. */
export function drifts({ hostDisk }: Places): readonly Drift[] {
  const disk = `devices.disks[2]`;
  return [
    ...on({ row: 'change title' }, call('desc', '--title', '--new-desc', 'Another')),
    ...on({ row: 'change description' }, call('desc', '--new-desc', 'Another')),
    ...on(
      { row: 'change metadata', path: 'metadata.xml', sides: ['both sides', 'stored'] },
      call('metadata', 'urn:app', '--remove'),
    ),
    ...on({ row: 'change autostart', sides: STORED }, { act: 'disable autostart' }),
    ...lifecycle('on_poweroff', 'poweroff', 'restart'),
    ...lifecycle('on_reboot', 'reboot', 'destroy'),
    ...lifecycle('on_crash', 'crash', 'destroy'),

    ...on({ row: 'change vcpu_current', machine: 'pc', sides: STORED }, call('setvcpus', '2')),
    ...on({ row: 'change vcpu', machine: 'pc', sides: STORED }, call('setvcpus', '4', '--maximum')),
    ...on(
      {
        row: 'change vcpus.vcpu[].enabled',
        sides: STORED,
        path: 'vcpus.vcpu[1].enabled',
        beside: ['vcpu_current'],
      },
      call('setvcpu', '1', '--disable'),
    ),
    ...scheduled('shares', 'cpu_shares', 1024),
    ...scheduled('period', 'vcpu_period', 60000),
    ...scheduled('quota', 'vcpu_quota', 70000),
    ...scheduled('global_period', 'global_period', 60000),
    ...scheduled('global_quota', 'global_quota', 170000),
    ...scheduled('emulator_period', 'emulator_period', 60000),
    ...scheduled('emulator_quota', 'emulator_quota', 70000),
    ...scheduled('io_thread_period', 'iothread_period', 60000),
    ...scheduled('io_thread_quota', 'iothread_quota', 70000),
    ...on(
      { row: 'add cpu_tune.vcpu_pin[]', sides: STORED, path: 'cpu_tune.vcpu_pin[1]' },
      { act: 'define', from: /^ *<vcpupin vcpu='1'.*\n/m, to: '' },
    ),
    ...on(
      { row: 'change cpu_tune.vcpu_pin[]', path: 'cpu_tune.vcpu_pin[0].cpu_set' },
      call('vcpupin', '--vcpu', '0', '--cpulist', '1'),
    ),
    ...on(
      { row: 'add cpu_tune.io_thread_pin[]', sides: STORED, path: 'cpu_tune.io_thread_pin[0]' },
      { act: 'define', from: /^ *<iothreadpin .*\n/m, to: '' },
    ),
    ...on(
      { row: 'change cpu_tune.io_thread_pin[]', path: 'cpu_tune.io_thread_pin[0].cpu_set' },
      call('iothreadpin', '1', '0'),
    ),
    ...on(
      { row: 'change cpu_tune.emulator_pin', path: 'cpu_tune.emulator_pin.cpu_set' },
      call('emulatorpin', '--cpulist', '1'),
    ),
    ...on({ row: 'change io_threads' }, call('iothreadadd', '3')),

    ...on({ row: 'change memory', machine: 'pc', sides: STORED }, call('setmaxmem', '256M')),
    // How far the guest has come is told, and nothing of the target.
    ...on({ row: 'change current_memory', machine: 'pc', sides: ['both sides'] }, call('setmem', '192M'), {
      act: 'until',
      says: /<currentMemory unit='KiB'>196608</,
    }),
    ...on({ row: 'change current_memory', machine: 'pc', sides: STORED }, call('setmem', '192M')),
    ...on({ row: 'change devices.mem_balloon.stats.period' }, call('dommemstat', '--period', '9')),
    ...limit('soft_limit', '--soft-limit', 700000),
    ...limit('hard_limit', '--hard-limit', 1400000),
    ...limit('swap_hard_limit', '--swap-hard-limit', 1700000),
    ...gone('memorydevs', 0, { element: 'memory', says: "model='dimm'" }),
    ...on(
      {
        row: 'change devices.memorydevs[].target.requested',
        path: 'devices.memorydevs[1].target.requested',
      },
      {
        act: 'update',
        device: { element: 'memory', says: "model='virtio-mem'" },
        from: /<requested unit='KiB'>65536</,
        to: "<requested unit='KiB'>32768<",
      },
    ),

    ...gone('disks', 2, { element: 'disk', says: "dev='vdb'" }),
    ...on(
      { row: 'change devices.disks[].source', path: 'devices.disks[0].source.file.file' },
      call('change-media', 'sdb', '--eject'),
    ),
    ...on(
      { row: 'change devices.disks[].io_tune', path: `${disk}.io_tune.total_iops_sec` },
      call('blkdeviotune', 'vdb', '--total-iops-sec', '400'),
    ),
    ...on(
      { row: 'change devices.disks[].io_tune.group_name', path: `${disk}.io_tune.group_name` },
      call('blkdeviotune', 'vdb', '--group-name', 'another'),
    ),
    ...on({ row: 'change block_io_tune.weight' }, call('blkiotune', '--weight', '400')),
    ...on(
      { row: 'change block_io_tune.device[]', path: 'block_io_tune.device[0].read_bytes_sec' },
      call('blkiotune', '--device-read-bytes-sec', `${hostDisk},2097152`),
    ),
    ...on(
      { row: 'add block_io_tune.device[]', path: 'block_io_tune.device[0]' },
      call('blkiotune', '--device-read-bytes-sec', `${hostDisk},0`),
    ),

    ...gone('interfaces', 0, CARD),
    ...card('source', 'source.network.network', /network='lab'/, "network='other'"),
    ...card('link', 'link.state', /link state='up'/, "link state='down'"),
    ...card('filter_ref', 'filter_ref.filter', /<filterref .*\/>/, ''),
    ...card('port_options', 'port_options.isolated', /isolated='yes'/, "isolated='no'"),
    ...card('coalesce', 'coalesce.rx.frames.max', /frames max='5'/, "frames max='6'"),

    ...display('vnc', 0, 'passwd_valid_to', /2099-01/, '2099-02'),
    ...display('spice', 1, 'passwd_valid_to', /2099-01/, '2099-02'),
    ...display('spice', 1, 'connected', /connected='disconnect'/, "connected='keep'"),
    ...gone('channels', 1, { element: 'channel', says: 'org.example.crowd' }),
    ...gone('consoles', 0, { element: 'console', says: "type='virtio'" }),
    ...gone('serials', 1, { element: 'serial', says: 'pci-serial' }, 'pc'),
    ...gone('rngs', 0, { element: 'rng', says: '/dev/urandom' }),
    ...gone('watchdogs', 0, { element: 'watchdog', says: 'i6300esb' }, 'pc'),
    ...gone('inputs', 0, { element: 'input', says: "bus='virtio'" }),
    ...gone('shmems', 0, { element: 'shmem', says: 'crowd' }, 'pc'),
    ...gone('filesystems', 0, { element: 'filesystem', says: 'virtiofs' }),
    ...gone('controllers', 21, { element: 'controller', says: "type='scsi' index='1'" }),
  ];
}
