import { compare } from './compare.js';
import { benchProgram, type Bench } from './figure.js';
import { defineGuests } from './guests.js';
import type { Measurement } from './measurement.js';
import { withSessions } from './session.js';

/** Calls as they are made by each: libvirt's own client makes one after the other, over one connection. */
export interface Calls {
  /** The host, where it is not the bench's own. */
  readonly uri?: string;
  readonly ours: { readonly count: number; readonly inFlight: number; readonly connections: number };
  readonly theirs: { readonly count: number };
  /** How many times theirs ours has to make in the same time. */
  readonly atLeast: number;
}

/** Asks for the state of a stopped guest again and again, which is a small question and a small answer. */
export async function measureCalls(
  { hypervisor, rounds }: Bench,
  { uri = hypervisor.uri, ours, theirs, atLeast }: Calls,
): Promise<Measurement> {
  await defineGuests(hypervisor.uri, 1);
  const comparison = await withSessions(
    {
      name: '@virtform/libvirt',
      command: benchProgram('ours.cjs', 'calls', uri, ours.count, ours.inFlight, ours.connections),
    },
    { name: 'python3-libvirt', command: benchProgram('theirs.py', 'calls', uri, theirs.count) },
    (first, second) => compare(first, second, rounds, { ours: ours.count, theirs: theirs.count }),
  );
  return { ...comparison, unit: 'calls', limits: [{ of: 'speed', atLeast }] };
}
