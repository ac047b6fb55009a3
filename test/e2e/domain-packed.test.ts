import { resources } from '@virtform/schema';
import { formatPath } from '@virtform/values';
import { pack, type Packed } from '../../packages/schema/test/traits/pack.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { Definer } from '../testbed/definer.js';
import { virsh } from '../testbed/virsh.js';
import {
  chosenTraits,
  seeded,
  startGenerousHypervisor,
  tryAlone,
  type Tried,
} from './domain-attributes/try-alone.js';

// Guests that say as much at once as libvirt takes together.

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;
const GUESTS = 8;

let hypervisor: Hypervisor;
let definer: Definer;
let bench: Workbench;
let tried: Tried;
let packed: readonly Packed[];

beforeAll(async () => {
  const random = seeded();
  hypervisor = await startGenerousHypervisor();
  definer = await Definer.open(hypervisor);
  bench = await Workbench.open(hypervisor.uri);
  tried = await tryAlone(definer, chosenTraits(random));
  packed = await pack(domain, tried.trials, {
    most: GUESTS,
    random,
    accepts: (guest) => definer.accepts(guest),
  });
});

afterAll(async () => {
  await bench.close();
  await definer.close();
  await hypervisor.stop();
});

const addressOf = (index: number): string => `libvirt_domain.guest${index}`;
const wantedOf = ({ guest }: Packed, index: number) => ({ ...guest, name: `guest${index}` });
const dumps = (): Promise<readonly string[]> =>
  Promise.all(
    packed.map((_packed, index) =>
      virsh(hypervisor.uri, 'dumpxml', `guest${index}`, '--inactive', '--security-info'),
    ),
  );
const planAll = async (): Promise<readonly string[]> => {
  const view = await bench.view();
  const proposals = await Promise.all(
    packed.map((one, index) => bench.propose(addressOf(index), wantedOf(one, index), {}, view)),
  );
  return proposals.flatMap(({ action, changes, drift }, index) =>
    action === 'no-op' && drift.length === 0
      ? []
      : [`guest${index}: ${[...changes, ...drift].map(({ path }) => formatPath(path)).join(', ')}`],
  );
};

test('are brought to where they are wanted in one apply', async () => {
  const unsettled: string[] = [];
  for (const [index, one] of packed.entries()) {
    await bench.apply(addressOf(index), wantedOf(one, index)).catch((error: unknown) => {
      unsettled.push(`guest${index}: ${String(error).slice(0, 500)}`);
    });
  }
  expect(await planAll()).toEqual([]);
  expect(unsettled).toEqual([]);
});

test('hold each attribute that libvirt takes', () => {
  const held = new Set(packed.flatMap(({ trials }) => trials.map(({ trait }) => trait.names.join('.'))));
  const all = new Set(tried.trials.map(({ trait }) => trait.names.join('.')));
  expect([...all].filter((name) => !held.has(name))).toEqual([]);
});

test('are left alone by a second apply, and by one after the daemon was started anew', async () => {
  const before = await dumps();
  expect(await planAll()).toEqual([]);
  for (const [index, one] of packed.entries()) await bench.apply(addressOf(index), wantedOf(one, index));
  expect(await dumps()).toEqual(before);
  await bench.close();
  await definer.close();
  await hypervisor.restartDaemon();
  definer = await Definer.open(hypervisor);
  await bench.reopen(hypervisor.uri);
  // As it reads what it had stored it sorts some controllers anew.
  const anew = await dumps();
  expect(await planAll()).toEqual([]);
  for (const [index, one] of packed.entries()) await bench.apply(addressOf(index), wantedOf(one, index));
  expect(await dumps()).toEqual(anew);
});
