import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { decode, diff, parseXml, resources } from '@virtform/schema';
import { equalValues, formatPath, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { Trial } from '../../packages/schema/test/traits/traits.js';
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

// One attribute at a time, in a guest that holds little else.

jest.setTimeout(3_600_000);

const { libvirt_domain: domain } = resources;

let hypervisor: Hypervisor;
let definer: Definer;
let bench: Workbench;
let tried: Tried;

beforeAll(async () => {
  hypervisor = await startGenerousHypervisor();
  definer = await Definer.open(hypervisor);
  bench = await Workbench.open(hypervisor.uri);
  tried = await tryAlone(definer, chosenTraits(seeded()));
});

afterAll(async () => {
  await bench.close();
  await definer.close();
  await hypervisor.stop();
});

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
