import { measureCalls } from '../calls.js';
import type { Figure } from '../figure.js';

/** What libvirt's own client cannot do from one thread: have more than one call under way. */
export const callsInFlight: Figure = {
  name: 'calls-in-flight',
  title: 'Small calls, 32 in flight on 4 connections, against one after the other',
  rounds: 41,
  measure: async (bench) => [
    await measureCalls(bench, {
      ours: { count: 3_200, inFlight: 32, connections: 4 },
      theirs: { count: 1_000 },
      atLeast: 2.5,
    }),
  ],
};
