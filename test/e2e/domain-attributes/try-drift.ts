import { type Domains, DomainXmlFlags } from '@virtform/libvirt';
import { diff, parseXml, resources } from '@virtform/schema';
import { equalValues, formatPath, type ValueObject } from '@virtform/values';
import type { Workbench } from '../../../packages/engine/test/kinds/workbench.js';
import type { Trial } from '../../../packages/schema/test/traits/traits.js';
import type { Drift } from './drifts.js';
import { beyond, sayingsOf } from './sayings.js';

const { libvirt_domain: domain } = resources;

/** Guests on a host, and somebody who changes them behind the tool's back. */
export interface Scene {
  readonly bench: Workbench;
  readonly domains: Domains;
}

/** What is not as it should be of an attribute: it is not seen, not put back, or does not go; or libvirt refused what the tool did. */
export interface Finding {
  readonly kind: 'unseen' | 'not put back' | 'left' | 'refused';
  readonly what: string;
}

const GUEST = 'alone';
const ADDRESS = `libvirt_domain.${GUEST}`;
const named = (guest: ValueObject) => ({ ...guest, name: GUEST });

/** Applies a guest without an attribute and with it, changes it behind the tool, and takes it out again. */
export async function tryDrift(scene: Scene, drift: Drift): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    for await (const finding of findingsOf(scene, drift)) findings.push(finding);
  } catch (error) {
    findings.push({ kind: 'refused', what: String(error).slice(0, 300) });
  }
  await scene.bench.apply(ADDRESS, undefined);
  return findings;
}

async function* findingsOf({ bench, domains }: Scene, { trial, other }: Drift): AsyncGenerator<Finding> {
  const applied = async (guest: ValueObject): Promise<string> => {
    await bench.apply(ADDRESS, named(guest));
    const flags = DomainXmlFlags.INACTIVE | DomainXmlFlags.SECURE;
    return domains.xmlDesc(await domains.lookupByName(GUEST), flags);
  };
  const bare = { what: 'taken out', guest: trial.without, xml: await applied(trial.without) };
  const changes = [
    bare,
    ...(other === undefined
      ? []
      : [{ what: 'with another value', guest: other.guest, xml: await applied(other.guest) }]),
  ];
  const whole = await applied(trial.guest);
  const drifted = { trait: trial.trait, leftOut: [] };
  for (const { what, guest, xml } of changes) {
    // What the program leaves to libvirt is as it is wanted, whatever it is; and libvirt may make the same of both.
    if (diff(domain, guest, trial.guest, { applied: {} }).length === 0) continue;
    if (equalValues([...saidOf(xml, drifted)], [...saidOf(whole, drifted)])) continue;
    await domains.defineXml(xml);
    const { changes: lines, drift } = await bench.propose(ADDRESS, named(trial.guest));
    const [put, seen] = [lines, drift].map((each) => each.map(({ path }) => formatPath(path)).join());
    if (drift.length === 0) yield { kind: 'unseen', what };
    if (seen !== put) yield { kind: 'not put back', what: `${what} ${seen} is put back by ${put}` };
    await bench.apply(ADDRESS, named(trial.guest));
  }
  // An element of a list that others put there would stay.
  await domains.defineXml(whole);
  const [after, before] = [await applied(trial.without), bare.xml].map((xml) =>
    saidOf(xml, { ...drifted, leftOut: ['address'] }),
  );
  const [more, less] = [beyond(after ?? [], before ?? []), beyond(before ?? [], after ?? [])];
  if (more.length + less.length > 0) {
    yield { kind: 'left', what: `it leaves ${more.join(', ')} and takes ${less.join(', ')} with it` };
  }
}

/** What counts of a document. */
interface Question {
  readonly trait: Trial['trait'];
  /** Parts of devices that do not: libvirt keeps the place of a device that was there, and puts others beside it. */
  readonly leftOut: readonly string[];
}

/** UUIDs that libvirt makes up anew each time. */
const MADE_UP = /(@(?:interface|instance)id=).*/;

/** What a document says, but for the controllers that libvirt added for a device, which wait for the next one. */
function saidOf(xml: string, { trait: { names, value }, leftOut }: Question): readonly string[] {
  const isAboutControllers = names[1] === 'controllers';
  const sayings = sayingsOf(parseXml(xml), ([, devices, device = '', part = '']) => {
    if (devices !== 'devices') return false;
    return (device === 'controller' && !isAboutControllers) || leftOut.includes(part);
  });
  return sayings.map((saying) =>
    saying.endsWith(`=${typeof value === 'string' ? value : ''}`) ? saying : saying.replace(MADE_UP, '$1'),
  );
}
