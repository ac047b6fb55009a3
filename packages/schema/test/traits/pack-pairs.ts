import { isInList, partOf, type Placed } from './compose';
import { gather } from './gather';
import { MOST_IN_ELEMENT, groupedBy, guestOf, nameOf, ranked, sound, takes, type Kitchen } from './kitchen';
import type { Pairs } from './pairs';
import type { Wanted } from './settle';

/** Elements of one list that begin alike, in one guest. */
const MOST_COPIES = 6;
/** Traits in one guest: what a hypervisor takes long to answer about is asked for too often here. */
const MOST_TRAITS = 700;

/** Packs pairs into guests, as many as go into each; tells which are in none. */
export async function packPairs(
  kitchen: Kitchen,
  wanted: readonly Wanted[],
  pairs: Pairs,
  add: (placed: readonly Placed[]) => number,
  left: () => number,
): Promise<readonly string[]> {
  const isWanting = ({ names, standing }: Wanted): boolean =>
    ![standing, 'together'].includes(pairs.standing(...names));
  let waiting = wanted.filter(isWanting);
  while (waiting.length > 0 && left() > 0) {
    const wished = byNeed(fitting(kitchen, mostWanted(waiting)));
    const kept = await sound(kitchen, await gather(wished, (those) => takes(kitchen, those)));
    if (add(kept) === 0) break;
    waiting = waiting.filter(isWanting);
  }
  return waiting.map(({ names }) => names.join(' and '));
}

/** Those first whose attributes are in the most of them. */
function mostWanted(wanted: readonly Wanted[]): readonly Wanted[] {
  const counts = countsOf(wanted.flatMap(({ names }) => names));
  return ranked(wanted, ({ names }) => Math.max(...names.map((name) => counts.get(name) ?? 0)));
}

/** The trait first that is in the most pairs, then all that are in one with it, then the others. */
function byNeed(pairs: readonly (readonly Placed[])[]): readonly Placed[] {
  const counts = countsOf(pairs.flat());
  const ordered = ranked([...counts.keys()], (placed) => counts.get(placed) ?? 0);
  const [first] = ordered;
  const beside = first === undefined ? [] : pairs.filter((pair) => pair.includes(first)).flat();
  return unique([...ordered.slice(0, 1), ...beside, ...ordered]);
}

function countsOf<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Pairs of which none pushes another out, each in the elements that the others made if that goes. */
function fitting(kitchen: Kitchen, wanted: readonly Wanted[]): readonly (readonly Placed[])[] {
  const parts = new Map<string, readonly Placed[]>();
  const known = new Map<string, Placed>();
  /** The same trait in the same element is one. */
  const same = (placed: Placed): Placed => {
    const key = `${partOf(placed)} ${nameOf(placed)} ${JSON.stringify(placed.trait.value)}`;
    const there = known.get(key) ?? placed;
    known.set(key, there);
    return there;
  };
  /** These in the first element that bears them beside what it has, and is none of the others. */
  const fit = (its: readonly Placed[], others: readonly string[]): readonly Placed[] | undefined => {
    const copies = its.every((one) => isInList(kitchen.schema, one)) ? MOST_COPIES : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const own = its.map((one) => same({ ...one, copy }));
      const key = own.map(partOf)[0] ?? '';
      const part = unique([...(parts.get(key) ?? []), ...own]);
      const isSmall = copies === 1 || part.length <= MOST_IN_ELEMENT;
      if (isSmall && !others.includes(key) && guestOf(kitchen, part) !== undefined) return own;
    }
    return undefined;
  };
  return wanted.flatMap(({ placed }) => {
    if (known.size >= MOST_TRAITS) return [];
    const own: Placed[] = [];
    for (const its of groupedBy(placed, partOf).values()) {
      const fits = fit(its, own.map(partOf));
      if (fits === undefined) return [];
      own.push(...fits);
    }
    for (const one of own) {
      const part = parts.get(partOf(one)) ?? [];
      if (!part.includes(one)) parts.set(partOf(one), [...part, one]);
    }
    return [own];
  });
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
