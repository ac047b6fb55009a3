import { attributeAt, attributesOf, diff, resources } from '@virtform/schema';
import { formatPath, type ValueObject } from '@virtform/values';
import { atOnce } from '../../../packages/schema/test/traits/at-once.js';
import { randomOf, sampleOf } from '../../../packages/schema/test/traits/random.js';
import { isReachable, traitsOf, trialsOf, type Trial } from '../../../packages/schema/test/traits/traits.js';
import { whyUnreached } from '../../../packages/schema/test/traits/unreached.js';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { changeDaemonSettings } from '../../testbed/daemon-settings.js';
import type { Definer } from '../../testbed/definer.js';
import { startTestHypervisor } from '../../testbed/hypervisor.js';

const { libvirt_domain: domain } = resources;
/** Attributes of which `npm test` tries some; `npm run test:full` tries all. */
const NAMES = Number(process.env.VIRTFORM_ATTRIBUTES ?? 40);
export const isEverythingTried = process.env.VIRTFORM_TEST === 'full';

/** The same for the same seed; another one tries others of the attributes, and other guests. */
export const seeded = (): (() => number) => randomOf(Number(process.env.VIRTFORM_SEED ?? 1));

/** A hypervisor that refuses nothing for want of a setting of its daemon. */
export async function startGenerousHypervisor(): Promise<Hypervisor> {
  const hypervisor = await startTestHypervisor();
  // It refuses a port with TLS where it has none.
  await changeDaemonSettings(hypervisor, { spice_tls: 1 }, 'qemu.conf');
  return hypervisor;
}

/** The traits of some attributes that a guest here may have. */
export function chosenTraits(random: () => number): ReturnType<typeof traitsOf> {
  const traits = traitsOf(domain).filter(
    ({ names }) => isReachable(domain, names) && whyUnreached(names.join('.')) === undefined,
  );
  const names = [...new Set(traits.map((trait) => trait.names.join('.')))];
  const chosen = new Set(isEverythingTried ? names : sampleOf(names, NAMES, random));
  return traits.filter((trait) => chosen.has(trait.names.join('.')));
}

/** What libvirt takes, and what of it comes back otherwise. */
export interface Tried {
  readonly trials: readonly Trial[];
  readonly otherwise: readonly string[];
  /** Attributes of which libvirt takes no value in any guest. */
  readonly refused: readonly string[];
}

/**
 * Tries each trait in guests that hold little else, until libvirt takes one and keeps what it says.
 *
 * @param most traits that are tried at once
 */
export async function tryAlone(
  definer: Pick<Definer, 'define'>,
  traits: ReturnType<typeof traitsOf>,
  most = 1,
): Promise<Tried> {
  const found = await atOnce(traits, most, (trait) => tryTrait(definer, trait));
  const taken = new Set(
    found.flatMap(({ trial, changed, name }) => ((trial ?? changed) === undefined ? [] : [name])),
  );
  // An object that says nothing is often refused; what is inside counts.
  const names = new Set(traits.filter(isLeaf).map(nameOf));
  return {
    trials: found.flatMap(({ trial }) => (trial === undefined ? [] : [trial])),
    otherwise: found.flatMap(({ trial, changed }) =>
      trial !== undefined || changed === undefined ? [] : [changed],
    ),
    refused: [...names].filter((name) => !taken.has(name)),
  };
}

/** What came of one trait. */
interface Found {
  readonly name: string;
  readonly trial?: Trial;
  /** What libvirt made of it, where it took it and did not keep it. */
  readonly changed?: string;
}

async function tryTrait(definer: Pick<Definer, 'define'>, trait: Trial['trait']): Promise<Found> {
  const name = nameOf(trait);
  let changed: string | undefined;
  for (const trial of trialsOf(domain, trait)) {
    const answer = await definer.define(trial.guest);
    if ('refusal' in answer) continue;
    const differences = differencesOf(answer.stored, trial.guest);
    if (differences.length === 0) return { name, trial };
    changed ??= `${name} = ${JSON.stringify(trait.value)}: ${differences.join('; ')}`;
  }
  return { name, ...(changed === undefined ? {} : { changed }) };
}

const nameOf = ({ names }: Trial['trait']): string => names.join('.');

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
