import { bundledProgram } from '../bundled.js';
import { compare } from '../compare.js';
import { benchProgram, type Figure } from '../figure.js';
import { defineGuests } from '../guests.js';
import { ownTime } from '../program.js';

const GUESTS = 1_000;

/** To find out of guests that were read that nothing is to be done; nothing is remembered of an earlier plan. */
export const compareGuests: Figure = {
  name: 'compare-guests',
  title: `${GUESTS} guests found unchanged, against what Python's ElementTree takes to parse their XML`,
  rounds: 11,
  async measure({ hypervisor, folder, rounds }) {
    const program = bundledProgram('domain-kind.ts', folder('program'));
    await defineGuests(hypervisor.uri, GUESTS);
    const comparison = await compare(
      ownTime({
        name: '@virtform/engine',
        command: program('compare', hypervisor.uri, String(GUESTS)),
      }),
      ownTime({ name: 'ElementTree', command: benchProgram('documents.py', hypervisor.uri) }),
      rounds,
    );
    return [{ ...comparison, limits: [{ of: 'milliseconds', atMost: 300 }] }];
  },
};
