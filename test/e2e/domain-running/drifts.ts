import type { Impact } from '@virtform/schema';
import { MAC } from '../change-trials/guests.js';

type Command = readonly [string, ...string[]];

/** A change that is made behind the tool's back. */
export interface Drift {
  /** What a person does with virsh. */
  readonly by: readonly Command[];
  readonly path: string;
  readonly impact: Impact;
  /** The definition stays as it was. */
  readonly liveOnly?: true;
}

/** The flags by which virsh changes both sides, what runs, and what is stored. */
type Flags = readonly [both: readonly string[], live: readonly string[], stored: readonly string[]];
const FLAGS: Flags = [['--live', '--config'], ['--live'], ['--config']];

/** Other values of what the crowded guest says, and devices taken out, on each side and on both. */
export function drifts(): readonly (readonly [what: string, drift: Drift])[] {
  const each = (what: string, path: string, impact: Impact, ...[command, ...args]: Command) =>
    FLAGS.map((flags, side): readonly [string, Drift] => [
      `${what}: ${['both sides', 'running', 'stored'][side]}`,
      {
        by: [[command, 'crowded', ...args, ...flags]],
        path,
        // What is stored alone the guest does not notice.
        impact: side === 2 ? 'none' : impact,
        ...(side === 1 ? { liveOnly: true } : {}),
      },
    ]);
  return [
    ...each('the title', 'title', 'none', 'desc', '--title', '--new-desc', 'Another'),
    ...each('the description', 'description', 'none', 'desc', '--new-desc', 'Another'),
    ...each('what a crash does', 'on_crash', 'none', 'set-lifecycle-action', 'crash', 'destroy'),
    ...each('the shares', 'cpu_tune.shares', 'live', 'schedinfo', '--set', 'cpu_shares=1024'),
    ...each('the quota', 'cpu_tune.quota', 'live', 'schedinfo', '--set', 'vcpu_quota=70000'),
    ...each('the limit', 'memory_tune.soft_limit', 'live', 'memtune', '--soft-limit', '700000'),
    ...each('a pin', 'cpu_tune.vcpu_pin[0].cpu_set', 'live', 'vcpupin', '--vcpu', '0', '--cpulist', '1'),
    ...each("the emulator's pin", 'cpu_tune.emulator_pin.cpu_set', 'live', 'emulatorpin', '--cpulist', '1'),
    ...each('the threads', 'io_threads', 'live', 'iothreadadd', '3'),
    ...each('the statistics', 'devices.mem_balloon.stats.period', 'live', 'dommemstat', '--period', '9'),
    ...each(
      'the limit of a disk',
      'devices.disks[2].io_tune.total_iops_sec',
      'live',
      'blkdeviotune',
      'vdb',
      '--total-iops-sec',
      '400',
    ),
    ...each(
      'the medium of a drive',
      'devices.disks[0].source.file.file',
      'live',
      'change-media',
      'sdb',
      '--eject',
    ),
    // What runs has other metadata until the next boot: no call is made for it.
    ...each('the metadata', 'metadata.xml', 'none', 'metadata', 'urn:app', '--remove').filter(
      ([, { liveOnly }]) => liveOnly !== true,
    ),
    // Of a balloon that runs libvirt has the target, and tells only how far the guest has come.
    ...each('the balloon', 'current_memory', 'live', 'setmem', '300M').filter(
      ([, { liveOnly }]) => liveOnly !== true,
    ),
    // This one changes what runs where nothing else is said, and has no word for both.
    ...[[], ['--config']].map((flags, stored): readonly [string, Drift] => [
      `the link of a card: ${['running', 'stored'][stored]}`,
      {
        by: [['domif-setlink', 'crowded', MAC, 'down', ...flags]],
        path: 'devices.interfaces[0].link.state',
        impact: stored === 1 ? 'none' : 'live',
        ...(stored === 1 ? {} : { liveOnly: true }),
      },
    ]),
    ...each('a disk that is gone', 'devices.disks[2]', 'live', 'detach-disk', 'vdb'),
    ...each(
      'a card that is gone',
      'devices.interfaces[0]',
      'live',
      'detach-interface',
      'network',
      '--mac',
      MAC,
    ),
  ];
}
