import assert from 'node:assert/strict';
import { compare } from './compare.js';
import { benchProgram, type Bench } from './figure.js';
import type { Limit, Measurement } from './measurement.js';
import { runOnce, wholeProcess, type Program } from './program.js';
import { SIZE, type Store } from './store.js';

/** MiB that a transfer may hold beyond what the same process holds before it. */
const MEMORY = 64;

/** One direction of a transfer between a file and a volume. */
export interface Transfer {
  readonly direction: 'upload' | 'download';
  /** The local file. */
  readonly file: string;
  readonly before: () => Promise<void>;
  readonly check: () => void;
  /** What is asked of ours beside its memory. */
  readonly limits: readonly Limit[];
}

/** Measures whole processes: ours, and virsh. The file and the volume are in the page cache for both. */
export async function measureTransfer(
  { hypervisor: { uri }, rounds }: Bench,
  { pool, volume }: Store,
  { direction, file, before, check, limits }: Transfer,
): Promise<Measurement> {
  const ours = (part: string): Program => ({
    name: '@virtform/libvirt',
    command: benchProgram('ours.cjs', part, uri, pool, volume, file),
  });
  const transfer = (program: Program): Program => ({
    ...program,
    before,
    check: (outcome) => {
      assert.equal(outcome.code, 0);
      check();
    },
  });
  const { cost: idle } = await runOnce(ours('idle'));
  const virsh: Program = {
    name: `virsh vol-${direction}`,
    command: ['virsh', '-q', '-c', uri, `vol-${direction}`, '--pool', pool, volume, file],
  };
  const comparison = await compare(
    wholeProcess(transfer(ours(direction))),
    wholeProcess(transfer(virsh)),
    rounds,
    { ours: SIZE, theirs: SIZE },
  );
  return {
    ...comparison,
    unit: 'MiB',
    limits: [...limits, { of: 'memory', atMost: MEMORY, idle: idle.memory }],
  };
}
