import { setTimeout as sleep } from 'node:timers/promises';
import { compare } from '../compare.js';
import type { Bench, Figure } from '../figure.js';
import type { Measurement } from '../measurement.js';
import { type Program, runOnce, wholeProcess } from '../program.js';
import { GUESTS, prepareSmallGuests } from '../small-guests.js';

/** ms until all guests have booted: before, they do not hear their power button. */
const BOOTED = 5_000;

interface Way {
  readonly name: string;
  readonly title: string;
  readonly theirs: 'remove' | 'shut-down';
  /** That a guest has to shut down. */
  readonly seconds: number;
}

const WAYS: readonly Way[] = [
  { name: 'pulled', title: 'their plugs are pulled', theirs: 'remove', seconds: 0 },
  { name: 'asked', title: 'they are asked to shut down, and do', theirs: 'shut-down', seconds: 60 },
];

/** To take running guests away, against the same calls made one after the other. */
export const destroyGuests: Figure = {
  name: 'destroy-guests',
  title: `${GUESTS} running guests taken away, whole processes`,
  rounds: 5,
  async measure(bench) {
    const measured: Measurement[] = [];
    for (const way of WAYS) measured.push(await measureWay(bench, way));
    return measured;
  },
};

async function measureWay(bench: Bench, { name, title, theirs: what, seconds }: Way): Promise<Measurement> {
  const { ours, theirs } = await prepareSmallGuests(bench, name, seconds);
  const after = (start: Program) => async (): Promise<void> => {
    await runOnce(start);
    await sleep(BOOTED);
  };
  const comparison = await compare(
    wholeProcess({ ...ours.destroy, before: after(ours.start) }),
    wholeProcess({ ...theirs(what), before: after(theirs('start')) }),
    bench.rounds,
  );
  return { title, ...comparison, limits: [{ of: 'speed', atLeast: 3 }] };
}
