import type { JsonObject } from '@virtform/values';
import { card, withDevices } from './container.js';

/** Something done to a container that runs, by somebody else. */
export interface Drift {
  readonly by: readonly [command: string, ...args: string[]];
  /** What is planned against it. */
  readonly planned: Readonly<Record<string, string>>;
  /** It takes a start to put it back. */
  readonly restarts?: true;
}

/** A program that says more of a container. */
export const saysMore = (program: JsonObject): JsonObject =>
  withDevices(
    {
      ...program,
      title: 'A box',
      autostart: true,
      current_memory: 96,
      current_memory_unit: 'MiB',
      cpu_tune: { shares: 512 },
      memory_tune: { soft_limit: 64, soft_limit_unit: 'MiB' },
    },
    { interfaces: [card('lab', 1), card('other', 2)] },
  );

const BOTH = ['--live', '--config'];

export const drifts: readonly Drift[] = [
  { by: ['desc', '--title', '--new-desc', 'Another', ...BOTH], planned: { title: 'none' } },
  { by: ['autostart', '--disable'], planned: { autostart: 'none' } },
  { by: ['setmem', '65536', ...BOTH], planned: { current_memory: 'live' } },
  { by: ['schedinfo', '--set', 'cpu_shares=900', ...BOTH], planned: { 'cpu_tune.shares': 'live' } },
  { by: ['memtune', '--soft-limit', '50000', ...BOTH], planned: { 'memory_tune.soft_limit': 'live' } },
  {
    by: ['detach-interface', 'network', '--mac', '52:54:00:78:00:02', ...BOTH],
    planned: { 'devices.interfaces.1': 'live' },
  },
  {
    by: ['detach-interface', 'network', '--mac', '52:54:00:78:00:02', '--live'],
    planned: { 'devices.interfaces.1': 'live' },
  },
  { by: ['suspend'], planned: { running: 'none' } },
  { by: ['destroy'], planned: { running: 'none' }, restarts: true },
];
