import { equalValues, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { ResourceSchema } from '../../src/index';
import { grounds } from './bases';
import { compose, partOf, placeOf, type Placed } from './compose';
import { learn, type Gathering } from './gather';
import type { Pairs } from './pairs';
import { withTopology } from './topology';

/** What guests are made with. */
export interface Kitchen {
  readonly schema: ResourceSchema;
  /** From 0 to below 1, the same for the same seed. */
  readonly random: () => number;
  /** How much may be asked at once. */
  readonly atOnce: number;
  /** Why the hypervisor refuses a guest, its grammar aside; undefined where it takes it. */
  readonly refuses: (guest: ValueObject) => Promise<string | undefined>;
  /** The same by its grammar as well, which is asked where it counts: the answer takes longer. */
  readonly forbids: (guest: ValueObject) => Promise<string | undefined>;
}

/** Attributes in one element: over a disk with some fifty libvirtd was at its grammar for more than 100 s (libvirt 9.0, seen). */
export const MOST_IN_ELEMENT = 12;

/** A guest that bears these; undefined where one pushes another out. */
export function guestOf({ schema }: Kitchen, placed: readonly Placed[]): ValueObject | undefined {
  const guest = compose(schema, groundOf(placed), placed);
  return guest === undefined ? undefined : withTopology(guest, placed);
}

/** Whether there is a guest that bears these, and the hypervisor takes it. */
export async function takes(kitchen: Kitchen, placed: readonly Placed[]): Promise<boolean> {
  const guest = guestOf(kitchen, placed);
  return guest !== undefined && (await kitchen.refuses(guest)) === undefined;
}

/** Why no guest bears these by the hypervisor's grammar as well; undefined where it takes one. */
export async function whyNot(kitchen: Kitchen, placed: readonly Placed[]): Promise<string | undefined> {
  const guest = guestOf(kitchen, placed);
  if (guest === undefined) return 'one pushes another out';
  return (await kitchen.refuses(guest)) ?? (await kitchen.forbids(guest));
}

/** Whether there is a guest that bears these, and the hypervisor takes it by its grammar as well. */
export async function stands(kitchen: Kitchen, placed: readonly Placed[]): Promise<boolean> {
  return (await whyNot(kitchen, placed)) === undefined;
}

/** Of things that the hypervisor takes together as many as go by its grammar as well. */
export async function sound<T>(those: readonly T[], gathering: Gathering<T>): Promise<readonly T[]> {
  const { goes } = gathering;
  let kept = those;
  while (kept.length > 0 && !(await goes(kept))) {
    let going = 0;
    let refused = kept.length;
    while (refused - going > 1) {
      const middle = Math.floor((going + refused) / 2);
      if (await goes(kept.slice(0, middle))) going = middle;
      else refused = middle;
    }
    const culprit = kept[refused - 1];
    if (culprit === undefined) break;
    await learn(culprit, kept.slice(0, refused - 1), gathering);
    kept = kept.filter((one) => one !== culprit);
  }
  return kept;
}

/** The guests that the traits were tried in, laid one over the other with what each says otherwise than the plainest. */
function groundOf(placed: readonly Placed[]): ValueObject {
  const needed = new Set(placed.map(({ ground }) => ground));
  const [plain] = grounds;
  const plainest = plain?.guest ?? {};
  return grounds
    .filter((ground) => needed.has(ground))
    .reduce((under, { guest }) => laidOver(under, guest, plainest), plainest);
}

/** Of two numbers, processors or memory, the larger does for both; devices of both are there. */
function overlaid(under: Value, over: Value, plain: Value | undefined): Value {
  if (typeof under === 'number' && typeof over === 'number') return Math.max(under, over);
  if (isList(under) && isList(over))
    return [...under, ...over.filter((item) => !under.some((other) => equalValues(other, item)))];
  if (isObject(under) && isObject(over))
    return laidOver(under, over, plain !== undefined && isObject(plain) ? plain : {});
  return plain !== undefined && equalValues(over, plain) ? under : over;
}

function laidOver(under: ValueObject, over: ValueObject, plain: ValueObject): ValueObject {
  return Object.entries(over).reduce<ValueObject>((laid, [name, above]) => {
    const below = laid[name];
    return { ...laid, [name]: below === undefined ? above : overlaid(below, above, plain[name]) };
  }, under);
}

export const nameOf = ({ trait }: Pick<Placed, 'trait'>): string => trait.names.join('.');

/** Notes which attributes stand together in a guest; says of how many pairs that is new. */
export function cover(pairs: Pairs, placed: readonly Placed[]): number {
  let count = 0;
  for (const [one, other, standing] of standingsIn(placed)) if (pairs.reach(one, other, standing)) count += 1;
  return count;
}

/** How many pairs a guest would show of which nothing is known. */
export function gainOf(pairs: Pairs, placed: readonly Placed[]): number {
  const found = new Set<string>();
  for (const [one, other] of standingsIn(placed))
    if (one !== other && pairs.standing(one, other) === 'open')
      found.add(one < other ? `${one} ${other}` : `${other} ${one}`);
  return found.size;
}

/** How each two attributes of a guest stand in it. */
function* standingsIn(
  placed: readonly Placed[],
): Generator<readonly [one: string, other: string, 'together' | 'side by side']> {
  const parts = new Map<string, { readonly place: string; readonly names: Set<string> }>();
  for (const one of placed) {
    const part = partOf(one);
    const known = parts.get(part) ?? { place: placeOf(one), names: new Set() };
    parts.set(part, known);
    known.names.add(nameOf(one));
  }
  const all = [...parts.values()];
  for (const [index, part] of all.entries()) {
    for (const other of all.slice(index)) {
      const standing = part === other || part.place !== other.place ? 'together' : 'side by side';
      for (const one of part.names) for (const two of other.names) yield [one, two, standing];
    }
  }
}

export function groupedBy<T>(
  items: Iterable<T>,
  key: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(key(item)) ?? [];
    known.push(item);
    groups.set(key(item), known);
  }
  return groups;
}

/** The greatest first; what is alike in an order of chance. */
export function ranked<T>(items: readonly T[], score: (item: T) => number): readonly T[] {
  return items
    .map((item) => ({ item, score: score(item) }))
    .sort((left, right) => right.score - left.score)
    .map(({ item }) => item);
}

/** One of the items, by chance. */
export function oneOf<T>(items: readonly T[], random: () => number): readonly T[] {
  return items.slice(Math.floor(random() * items.length)).slice(0, 1);
}
