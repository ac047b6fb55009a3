import { compare } from '../compare.js';
import type { Figure } from '../figure.js';
import { GUESTS, prepareSmallGuests } from '../small-guests.js';
import { run } from '../lab-on-host.js';
import { wholeProcess } from '../program.js';

/** To make guests and start them, against the same calls made one after the other. */
export const startGuests: Figure = {
  name: 'start-guests',
  title: `${GUESTS} guests made and started, whole processes`,
  rounds: 5,
  async measure(bench) {
    const { ours, theirs } = await prepareSmallGuests(bench, 'started', 0);
    const [start, remove] = [theirs('start'), theirs('remove')];
    const comparison = await compare(
      wholeProcess({ ...ours.start, after: () => run(ours.destroy) }),
      wholeProcess({ ...start, after: () => run(remove) }),
      bench.rounds,
    );
    return [{ ...comparison, limits: [{ of: 'time', atMost: 1 }] }];
  },
};
