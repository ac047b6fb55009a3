import { measureCalls } from '../calls.js';
import type { Figure } from '../figure.js';

/** The least that a client adds to a call: nothing else is under way that could hide it. */
export const callsSequential: Figure = {
  name: 'calls-sequential',
  title: 'Small calls one after the other, one connection',
  rounds: 41,
  measure: async (bench) => [
    await measureCalls(bench, {
      ours: { count: 1_000, inFlight: 1, connections: 1 },
      theirs: { count: 1_000 },
      atLeast: 0.9,
    }),
  ],
};
