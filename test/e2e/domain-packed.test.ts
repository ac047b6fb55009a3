import { availableParallelism } from 'node:os';
import { resources } from '@virtform/schema';
import { leastGuests } from '../../packages/schema/test/traits/least-guests.js';
import { pack, type Covering } from '../../packages/schema/test/traits/pack.js';
import { Definers } from '../testbed/definers.js';
import { liveThrough, STAGES, type Findings } from './domain-attributes/live-through.js';
import { REFUSALS, whyRefused } from './domain-attributes/refusals.js';
import {
  chosenTraits,
  isEverythingTried,
  seeded,
  startGenerousHypervisor,
  tryAlone,
  type Tried,
} from './domain-attributes/try-alone.js';

// Guests that say as much at once as libvirt takes together: each two attributes stand in one of them, if libvirt takes any guest
// with both.

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;
/** Of some attributes. A guest has one smartcard, and one place for the variables of its firmware: all attributes take more guests. */
const MOST_GUESTS = isEverythingTried ? 250 : 100;

let definers: Definers;
let tried: Tried;
let covering: Covering;

beforeAll(async () => {
  const random = seeded();
  definers = await Definers.open(availableParallelism(), startGenerousHypervisor);
  tried = await tryAlone(definers, chosenTraits(random), definers.count);
  covering = await pack(tried.trials, {
    schema: domain,
    most: MOST_GUESTS,
    random,
    atOnce: definers.count,
    refuses: (guest) => definers.refusal(guest),
    forbids: (guest) => definers.refusal(guest, { byGrammar: true }),
  });
});

afterAll(() => definers.close());

test('hold each attribute that libvirt takes', () => {
  const held = new Set(
    covering.packed.flatMap(({ placed }) => placed.map(({ trait }) => trait.names.join('.'))),
  );
  const all = new Set(tried.trials.map(({ trait }) => trait.names.join('.')));
  expect([...all].filter((name) => !held.has(name))).toEqual([]);
});

test('hold each two attributes that libvirt takes together', () => {
  const { pairs, missed } = covering;
  expect(missed).toEqual([]);
  expect(pairs.count('open')).toBe(0);
});

test('are a hundred at most, or where more are needed a quarter more than these', () => {
  const { packed, pairs } = covering;
  expect(packed.length).toBeLessThanOrEqual(Math.max(100, 1.25 * leastGuests(pairs)));
});

test('are refused two attributes for reasons that are known', () => {
  const unknown = covering.refused.flatMap(({ names, why }) =>
    why.filter((text) => whyRefused(text) === undefined).map((text) => `${names.join(' and ')}: ${text}`),
  );
  expect(unknown).toEqual([]);
  if (!isEverythingTried) return;
  const said = new Set(covering.refused.flatMap(({ why }) => why.map(whyRefused)));
  expect(REFUSALS.filter((refusal) => !said.has(refusal))).toEqual([]);
});

describe('each of them', () => {
  let findings: Findings;

  beforeAll(async () => {
    const hypervisor = await startGenerousHypervisor();
    try {
      findings = await liveThrough(
        hypervisor,
        covering.packed.map(({ guest }) => guest),
      );
    } finally {
      await hypervisor.stop();
    }
  });

  test.each(STAGES)('%s', (stage) => {
    expect(findings[stage]).toEqual([]);
  });
});
