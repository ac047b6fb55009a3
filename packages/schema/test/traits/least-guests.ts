import { groupedBy } from './kitchen';
import type { Pairs } from './pairs';

/**
 * How many guests are needed at least to show each pair: where no guest has two of some attributes, nor two of some others, it shows
 * one pair of them at most. A guest has one smartcard and one place for the variables of its firmware, of whatever kinds there are.
 */
export function leastGuests(pairs: Pairs): number {
  const rivals = rivalsIn(pairs);
  const sets = [...groupedBy(rivals.keys(), partOf).values()].map((names) => exclusive(names, rivals));
  const shown = (ones: readonly string[], others: readonly string[]): number =>
    ones.reduce((sum, one) => sum + others.filter((other) => rivals.get(one)?.has(other) !== true).length, 0);
  return Math.max(
    1,
    ...sets.flatMap((ones, index) => sets.slice(index + 1).map((others) => shown(ones, others))),
  );
}

function rivalsIn(pairs: Pairs): ReadonlyMap<string, ReadonlySet<string>> {
  const rivals = new Map<string, Set<string>>();
  for (const [one, other] of pairs.those('refused', 'apart')) {
    for (const [left, right] of [
      [one, other],
      [other, one],
    ] as const)
      rivals.set(left, (rivals.get(left) ?? new Set()).add(right));
  }
  return rivals;
}

/** As many attributes as are found of which no guest has two: from each on, what excludes the most others first. */
function exclusive(
  names: readonly string[],
  rivals: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  let most: readonly string[] = [];
  for (const seed of names) {
    const found = [seed];
    let others = names.filter((name) => rivals.get(seed)?.has(name) === true);
    while (others.length > 0) {
      const excluding = (name: string): number =>
        others.filter((other) => rivals.get(name)?.has(other) === true).length;
      const next = others.reduce((best, name) => (excluding(name) > excluding(best) ? name : best));
      found.push(next);
      others = others.filter((name) => rivals.get(next)?.has(name) === true);
    }
    if (found.length > most.length) most = found;
  }
  return most;
}

/** A kind of device, or a part of the guest. */
function partOf(name: string): string {
  const [first = '', second = ''] = name.split('.');
  return first === 'devices' ? `${first}.${second}` : first;
}
