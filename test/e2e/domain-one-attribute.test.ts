import { connect, type ConnectionPool, libvirt } from '@virtform/libvirt';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { Definer } from '../testbed/definer.js';
import { driftsOf, othersOf, type Drift } from './domain-attributes/drifts.js';
import {
  chosenTraits,
  seeded,
  startGenerousHypervisor,
  tryAlone,
  type Tried,
} from './domain-attributes/try-alone.js';
import { tryDrift, type Finding } from './domain-attributes/try-drift.js';

// One attribute at a time, in a guest that holds little else.

jest.setTimeout(3_600_000);

/** Of these attributes alone, by the beginning of their names: `devices.disks`, `features.kvm`. */
const BEGINNING = process.env.VIRTFORM_NAMES ?? '';

let hypervisor: Hypervisor;
let definer: Definer;
let outsider: ConnectionPool;
let bench: Workbench;
let trials: Tried['trials'];

beforeAll(async () => {
  hypervisor = await startGenerousHypervisor();
  definer = await Definer.open(hypervisor);
  outsider = await connect(hypervisor.uri);
  bench = await Workbench.open(hypervisor.uri);
  const only = BEGINNING.split(',');
  const traits = chosenTraits(seeded()).filter(({ names }) =>
    only.some((beginning) => names.join('.').startsWith(beginning)),
  );
  const { trials: tried } = await tryAlone(definer, traits);
  trials = [...tried, ...(await tryAlone(definer, othersOf(tried))).trials];
});

afterAll(async () => {
  await bench.close();
  await outsider.close();
  await definer.close();
  await hypervisor.stop();
});

/** What is found of an attribute and is no fault of the tool's. */
interface Known {
  readonly kinds: readonly Finding['kind'][];
  readonly why: string;
}

const CONSOLE: Known = {
  kinds: ['left'],
  why: 'the console that libvirt made of an ISA port goes on with a port of another kind',
};

const KNOWN: Readonly<Record<string, Known>> = {
  'devices.serials.target': CONSOLE,
  'devices.serials.target.type': CONSOLE,
  'devices.interfaces.mac.address': {
    kinds: ['left'],
    why: 'an interface keeps its MAC for life: its guest knows it by that',
  },
  'devices.consoles.target.type': {
    kinds: ['refused'],
    why: 'libvirt has a console of a serial port as the first alone, and somebody put another one there, which stays',
  },
  'os.type_machine': {
    kinds: ['refused'],
    why: 'the controllers of a guest are those of its kind of machine, and it keeps them',
  },
};

/** What was found of each trait, by its name, that the table does not say; and what the table says that was not found. */
async function wrongOf(drifts: Iterable<readonly [string, readonly Drift[]]>): Promise<readonly string[]> {
  const scene = { bench, domains: libvirt(outsider).domains };
  const wrong: string[] = [];
  for (const [name, its] of drifts) {
    const drift = await firstTaken(its);
    if (drift === undefined) continue;
    const findings = await tryDrift(scene, drift);
    const { kinds = [] } = KNOWN[name] ?? {};
    for (const { kind, what } of findings) {
      if (!kinds.includes(kind))
        wrong.push(`${name} = ${JSON.stringify(drift.trial.trait.value)}: ${kind}: ${what}`);
    }
    for (const kind of kinds) {
      if (!findings.some((finding) => finding.kind === kind)) wrong.push(`${name}: it is no more ${kind}`);
    }
  }
  return wrong;
}

/** What is there without the trait, libvirt may refuse: a card for SPICE without SPICE. */
async function firstTaken(drifts: readonly Drift[]): Promise<Drift | undefined> {
  for (const drift of drifts) {
    if (!('refusal' in (await definer.define(drift.trial.without)))) return drift;
  }
  return undefined;
}

test('changed behind the tool it is seen and put back; taken out it goes back to what libvirt takes', async () => {
  expect(await wrongOf(driftsOf(trials))).toEqual([]);
});
