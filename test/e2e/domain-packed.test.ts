import { resources } from '@virtform/schema';
import { pack, type Covering } from '../../packages/schema/test/traits/pack.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { Definer } from '../testbed/definer.js';
import { liveThrough, STAGES, type Findings } from './domain-attributes/live-through.js';
import {
  chosenTraits,
  seeded,
  startGenerousHypervisor,
  tryAlone,
  type Tried,
} from './domain-attributes/try-alone.js';

// Guests that say as much at once as libvirt takes together: each two attributes stand in one of them, if libvirt takes any guest
// with both.

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;
const MOST_GUESTS = 100;
/** No more of them where much is tried: of a hundred and more not every guest is left alone yet. */
const NAMES_IN_FULL = 40;

let hypervisor: Hypervisor;
let definer: Definer;
let tried: Tried;
let covering: Covering;

beforeAll(async () => {
  const random = seeded();
  hypervisor = await startGenerousHypervisor();
  definer = await Definer.open(hypervisor);
  tried = await tryAlone(definer, chosenTraits(random, NAMES_IN_FULL));
  covering = await pack(tried.trials, {
    schema: domain,
    most: MOST_GUESTS,
    random,
    accepts: (guest) => definer.accepts(guest),
    validates: (guest) => definer.validates(guest),
  });
});

afterAll(async () => {
  await definer.close();
  await hypervisor.stop();
});

test('hold each attribute that libvirt takes', () => {
  const held = new Set(
    covering.packed.flatMap(({ placed }) => placed.map(({ trait }) => trait.names.join('.'))),
  );
  const all = new Set(tried.trials.map(({ trait }) => trait.names.join('.')));
  expect([...all].filter((name) => !held.has(name))).toEqual([]);
});

test('hold each two attributes that libvirt takes together', () => {
  const { packed, pairs, missed } = covering;
  expect(missed).toEqual([]);
  expect(pairs.count('open')).toBe(0);
  expect(packed.length).toBeLessThanOrEqual(MOST_GUESTS);
});

describe('each of them', () => {
  let findings: Findings;

  beforeAll(async () => {
    findings = await liveThrough(
      hypervisor,
      covering.packed.map(({ guest }) => guest),
    );
  });

  test.each(STAGES)('%s', (stage) => {
    expect(findings[stage]).toEqual([]);
  });
});
