import { equalValues, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { ResourceSchema } from '../../src/index';
import { grounds } from './bases';
import { compose, partOf, placeOf, type Placed } from './compose';
import { gather } from './gather';
import type { Pairs } from './pairs';

/** What guests are made with. */
export interface Kitchen {
  readonly schema: ResourceSchema;
  /** From 0 to below 1, the same for the same seed. */
  readonly random: () => number;
  /** Whether the hypervisor takes a guest, its grammar aside. */
  readonly accepts: (guest: ValueObject) => Promise<boolean>;
  /** Whether it takes it by its grammar as well, which is asked where it counts: the answer takes longer. */
  readonly validates: (guest: ValueObject) => Promise<boolean>;
}

/** Attributes in one element: over a disk with some fifty libvirtd was at its grammar for more than 100 s (libvirt 9.0, seen). */
export const MOST_IN_ELEMENT = 12;

/** A guest that bears these; undefined where one pushes another out. */
export function guestOf({ schema }: Kitchen, placed: readonly Placed[]): ValueObject | undefined {
  return compose(schema, groundOf(placed), placed);
}

/** Whether there is a guest that bears these, and the hypervisor takes it. */
export async function takes(kitchen: Kitchen, placed: readonly Placed[]): Promise<boolean> {
  const guest = guestOf(kitchen, placed);
  return guest !== undefined && (await kitchen.accepts(guest));
}

/** Whether there is a guest that bears these, and the hypervisor takes it by its grammar as well. */
export async function stands(kitchen: Kitchen, placed: readonly Placed[]): Promise<boolean> {
  const guest = guestOf(kitchen, placed);
  return guest !== undefined && (await kitchen.accepts(guest)) && (await kitchen.validates(guest));
}

/** Of traits that the hypervisor takes together as many as go by its grammar as well. */
export async function sound(kitchen: Kitchen, placed: readonly Placed[]): Promise<readonly Placed[]> {
  if (placed.length === 0 || (await stands(kitchen, placed))) return placed;
  return gather(placed, (those) => stands(kitchen, those));
}

/** The guests that the traits were tried in, one laid over the other. */
function groundOf(placed: readonly Placed[]): ValueObject {
  const needed = new Set(placed.map(({ ground }) => ground));
  const [plain] = grounds;
  return grounds
    .filter((ground) => needed.has(ground))
    .reduce((under, { guest }) => laidOver(under, guest), plain?.guest ?? {});
}

/** Of two numbers, processors or memory, the larger does for both; devices of both are there. */
function overlaid(under: Value, over: Value): Value {
  if (typeof under === 'number' && typeof over === 'number') return Math.max(under, over);
  if (isList(under) && isList(over))
    return [...under, ...over.filter((item) => !under.some((other) => equalValues(other, item)))];
  return isObject(under) && isObject(over) ? laidOver(under, over) : over;
}

function laidOver(under: ValueObject, over: ValueObject): ValueObject {
  return Object.entries(over).reduce<ValueObject>((laid, [name, above]) => {
    const below = laid[name];
    return { ...laid, [name]: below === undefined ? above : overlaid(below, above) };
  }, under);
}

export const nameOf = ({ trait }: Pick<Placed, 'trait'>): string => trait.names.join('.');

/** Notes which attributes stand together in a guest; says of how many pairs that is new. */
export function cover(pairs: Pairs, placed: readonly Placed[]): number {
  const parts = new Map<string, { readonly place: string; readonly names: Set<string> }>();
  for (const one of placed) {
    const part = partOf(one);
    const known = parts.get(part) ?? { place: placeOf(one), names: new Set() };
    parts.set(part, known);
    known.names.add(nameOf(one));
  }
  let count = 0;
  const all = [...parts.values()];
  for (const [index, part] of all.entries()) {
    for (const other of all.slice(index)) {
      const standing = part === other || part.place !== other.place ? 'together' : 'side by side';
      for (const one of part.names)
        for (const two of other.names) if (pairs.reach(one, two, standing)) count += 1;
    }
  }
  return count;
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
