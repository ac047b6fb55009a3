import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { attributeAt, attributesOf, decode, diff, parseXml, resources, walk } from '@virtform/schema';
import { equalValues, formatPath, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import { pack, type Packed } from '../../packages/schema/test/traits/pack.js';
import { randomOf, sampleOf } from '../../packages/schema/test/traits/random.js';
import { isReachable, traitsOf, trialsOf, type Trial } from '../../packages/schema/test/traits/traits.js';
import { UNREACHED, whyUnreached } from '../../packages/schema/test/traits/unreached.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { changeDaemonSettings } from '../testbed/daemon-settings.js';
import { Definer } from '../testbed/definer.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;
/** All attributes instead of a sample: minutes, up to an hour on a busy machine. */
const ALL = process.env.VIRTFORM_ATTRIBUTES === 'all';
/** Another seed tries others of the attributes, and other guests. */
const random = randomOf(Number(process.env.VIRTFORM_SEED ?? 1));
const NAMES = 40;
const GUESTS = 8;

let hypervisor: Hypervisor;
let definer: Definer;
let bench: Workbench;

/** What libvirt takes, and what of it comes back otherwise. */
interface Tried {
  readonly trials: readonly Trial[];
  readonly otherwise: readonly string[];
  /** Attributes of which libvirt takes no value in any guest. */
  readonly refused: readonly string[];
}
let tried: Tried;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  // It refuses a port with TLS where it has none.
  await changeDaemonSettings(hypervisor, { spice_tls: 1 }, 'qemu.conf');
  definer = await Definer.open(hypervisor);
  bench = await Workbench.open(hypervisor.uri);
  const traits = traitsOf(domain).filter(
    ({ names }) => isReachable(domain, names) && whyUnreached(names.join('.')) === undefined,
  );
  const names = [...new Set(traits.map((trait) => trait.names.join('.')))];
  const chosen = new Set(ALL ? names : sampleOf(names, NAMES, random));
  tried = await tryAlone(traits.filter((trait) => chosen.has(trait.names.join('.'))));
});

afterAll(async () => {
  await bench.close();
  await definer.close();
  await hypervisor.stop();
});

/** Tries each trait in guests that hold little else, until libvirt takes one and keeps what it says. */
async function tryAlone(traits: ReturnType<typeof traitsOf>): Promise<Tried> {
  const trials: Trial[] = [];
  const otherwise: string[] = [];
  const taken = new Set<string>();
  const names = new Set<string>();
  for (const trait of traits) {
    // An object that says nothing is often refused; what is inside counts.
    if (isLeaf(trait)) names.add(trait.names.join('.'));
    let kept: Trial | undefined;
    let changed: string | undefined;
    for (const trial of trialsOf(domain, trait)) {
      const answer = await definer.define(trial.guest);
      if ('refusal' in answer) continue;
      const differences = differencesOf(answer.stored, trial.guest);
      if (differences.length === 0) {
        kept = trial;
        break;
      }
      changed ??= `${trait.names.join('.')} = ${JSON.stringify(trait.value)}: ${differences.join('; ')}`;
    }
    if (kept !== undefined) trials.push(kept);
    else if (changed !== undefined) otherwise.push(changed);
    if (kept !== undefined || changed !== undefined) taken.add(trait.names.join('.'));
  }
  return { trials, otherwise, refused: [...names].filter((name) => !taken.has(name)) };
}

function isLeaf({ names }: Trial['trait']): boolean {
  const attribute = attributeAt(domain, names);
  return attribute !== undefined && attributesOf(attribute) === undefined;
}

function differencesOf(stored: ValueObject, wanted: ValueObject): readonly string[] {
  // Where there are NUMA cells libvirt takes their sum for the memory; the kind knows.
  const differences = diff(domain, stored, wanted, { applied: wanted }).filter(
    ({ path: [name] }) => name !== 'memory',
  );
  return differences.map(
    ({ path, before, after }) =>
      `${formatPath(path)} is ${JSON.stringify(before)}, not ${JSON.stringify(after)}`,
  );
}

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

describe('guests that say much at once', () => {
  let packed: readonly Packed[];
  beforeAll(async () => {
    packed = await pack(domain, tried.trials, {
      most: GUESTS,
      random,
      accepts: (guest) => definer.accepts(guest),
    });
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
});

describe('one attribute at a time', () => {
  const GUEST = 'libvirt_domain.alone';
  const named = (guest: ValueObject) => ({ ...guest, name: 'alone' });
  const dump = (): Promise<string> =>
    virsh(hypervisor.uri, 'dumpxml', 'alone', '--inactive', '--security-info');
  /** What is stored, without what libvirt keeps of a guest whatever is asked of it. */
  const stored = async (): Promise<ValueObject> => {
    return unplaced(decode(domain, parseXml(await dump())));
  };

  /** One trial of each attribute, of those that can be taken out alone, and another one in the same guest with another value. */
  const chosen = (): readonly { readonly trial: Trial; readonly other: Trial | undefined }[] => {
    const byName = new Map<string, Trial[]>();
    for (const trial of tried.trials) {
      const name = trial.trait.names.join('.');
      byName.set(name, [...(byName.get(name) ?? []), trial]);
    }
    return [...byName.values()].flatMap((trials) => {
      const trial = trials.findLast(({ guest, without }) => diff(domain, without, guest).length > 0);
      if (trial === undefined) return [];
      const other = trials.find(
        ({ guest, without }) =>
          equalValues(without, trial.without) && diff(domain, guest, trial.guest).length > 0,
      );
      return [{ trial, other }];
    });
  };

  test('changed behind the tool it is seen and put back; taken out it goes back to what libvirt takes', async () => {
    const wrong: string[] = [];
    for (const { trial, other } of chosen()) {
      const { trait, guest, without } = trial;
      const name = trait.names.join('.');
      const note = (what: string): void => {
        wrong.push(`${name} = ${JSON.stringify(trait.value)}: ${what}`);
      };
      // What the trait alone makes of it, libvirt may refuse: a card for SPICE without SPICE.
      if ('refusal' in (await definer.define(without))) continue;
      try {
        await bench.apply(GUEST, named(without));
        const [bare, bareXml] = [await stored(), await dump()];
        if (other !== undefined) await bench.apply(GUEST, named(other.guest));
        const otherXml = other === undefined ? [] : [['with another value', await dump()] as const];
        await bench.apply(GUEST, named(guest));
        const wholeXml = await dump();
        for (const [what, xml] of [['taken out', bareXml] as const, ...otherXml]) {
          if (wholeXml === xml) continue;
          await redefine(xml);
          const { changes, drift } = await bench.propose(GUEST, named(guest));
          const [put, seen] = [changes, drift].map((lines) => lines.map(({ path: at }) => formatPath(at)));
          if (drift.length === 0) note(`${what}: it is not seen`);
          if (!equalValues(put ?? [], seen ?? []))
            note(`${what}: ${(seen ?? []).join()} is put back by ${(put ?? []).join()}`);
          await bench.apply(GUEST, named(guest));
        }
        // An element of a list that others put there would stay.
        await redefine(wholeXml);
        await bench.apply(GUEST, named(without));
        // Controllers that libvirt added for a device stay, and wait for the next one.
        const left = diff(domain, bare, await stored()).filter(
          ({ path: at }) => at[1] !== 'controllers' || trait.names[1] === 'controllers',
        );
        if (left.length > 0)
          note(
            `taken out it leaves ${left.map(({ path: at, after }) => `${formatPath(at)} = ${JSON.stringify(after)}`).join(', ')}`,
          );
      } catch (error) {
        note(String(error).slice(0, 300));
      }
      await bench.apply(GUEST, undefined);
    }
    expect(wrong).toEqual([]);
  });

  async function redefine(xml: string): Promise<void> {
    const file = path.join(hypervisor.folder, 'alone.xml');
    writeFileSync(file, xml);
    await virsh(hypervisor.uri, 'define', file);
  }
});

/** Without PCI addresses: libvirt keeps the place of a device that was there, and puts others beside it. */
function unplaced(value: ValueObject): ValueObject {
  const strip = (part: Value): Value => {
    if (isList(part)) return part.map(strip);
    return isObject(part) ? unplaced(part) : part;
  };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'address')
      .map(([name, part]) => [name, strip(part)]),
  );
}
