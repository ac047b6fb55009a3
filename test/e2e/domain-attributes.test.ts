import { resources, walk } from '@virtform/schema';
import { UNREACHED, whyUnreached } from '../../packages/schema/test/traits/unreached.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { Definer } from '../testbed/definer.js';
import {
  chosenTraits,
  seeded,
  startGenerousHypervisor,
  tryAlone,
  type Tried,
} from './domain-attributes/try-alone.js';

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;

let hypervisor: Hypervisor;
let definer: Definer;
let tried: Tried;

beforeAll(async () => {
  hypervisor = await startGenerousHypervisor();
  definer = await Definer.open(hypervisor);
  tried = await tryAlone(definer, chosenTraits(seeded()));
});

afterAll(async () => {
  await definer.close();
  await hypervisor.stop();
});

test('what libvirt takes of a guest it keeps, or the schema knows that it does not', () => {
  expect(tried.otherwise).toEqual([]);
});

test('libvirt takes every attribute in some guest, but for those of which a table says why not', () => {
  expect(tried.refused).toEqual([]);
});

test('each reason why an attribute is in no guest is about one', () => {
  const about = new Set(walk(domain).map(({ path }) => whyUnreached(path.join('.'))));
  expect(Object.keys(UNREACHED).filter((pattern) => !about.has(pattern))).toEqual([]);
});
