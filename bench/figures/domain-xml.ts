import { compare } from '../compare.js';
import { benchProgram, type Figure } from '../figure.js';
import { defineGuests } from '../guests.js';
import { withSessions } from '../session.js';

const GUESTS = 1_000;

/** What a tool does that has to know everything: list the guests and read what each is. */
export const domainXml: Figure = {
  name: 'domain-xml',
  title: `The XML of ${GUESTS} stopped guests, one connection`,
  rounds: 21,
  async measure({ hypervisor, rounds }) {
    await defineGuests(hypervisor.uri, GUESTS);
    const comparison = await withSessions(
      { name: '@virtform/libvirt', command: benchProgram('ours.cjs', 'xml', hypervisor.uri) },
      { name: 'python3-libvirt', command: benchProgram('theirs.py', 'xml', hypervisor.uri) },
      (ours, theirs) => compare(ours, theirs, rounds, { ours: GUESTS, theirs: GUESTS }),
    );
    return [{ ...comparison, unit: 'guests', limits: [{ of: 'speed', atLeast: 1.5 }] }];
  },
};
