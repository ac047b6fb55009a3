import { measureCalls } from '../calls.js';
import type { Figure } from '../figure.js';
import { withFarHost } from '../far.js';

/** Milliseconds there and back. */
const ROUND_TRIP = 20;

/** A host in another town, where every question that is not asked at once costs a round trip. */
export const callsFar: Figure = {
  name: 'calls-far',
  title: `Small calls behind ${ROUND_TRIP} ms of round trip, 32 in flight on 4 connections, against one after the other`,
  rounds: 11,
  measure: (bench) =>
    withFarHost(bench.hypervisor, ROUND_TRIP, async (uri) => [
      await measureCalls(bench, {
        uri,
        ours: { count: 960, inFlight: 32, connections: 4 },
        theirs: { count: 30 },
        atLeast: 25,
      }),
    ]),
};
