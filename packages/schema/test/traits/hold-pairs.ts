import { firstTaken, twoOf, type Refused } from './ask';
import { atOnce } from './at-once';
import { partOf, type Placed } from './compose';
import { MOST_CANDIDATES, copied, fill, type Stock } from './element';
import { cover, groupedBy, type Kitchen } from './kitchen';

/** Elements of one list. */
export interface Held {
  readonly elements: readonly (readonly Placed[])[];
  /** Two attributes that the hypervisor takes in no element; nothing was said where two push each other out. */
  readonly refused: readonly Refused[];
}

/** Two attributes in one element that the hypervisor takes. */
interface Found {
  readonly names: Refused['names'];
  readonly placed: readonly [Placed, Placed];
}

/**
 * Elements for the pairs of a list that stand in none so far, each with as many of them as go, if the hypervisor takes an element
 * with both when it is asked.
 */
export async function holdPairs(kitchen: Kitchen, stock: Stock, firstCopy: number): Promise<Held> {
  const { pairs } = stock;
  const { found, refused } = await askForOpen(kitchen, stock);
  const isLeft = ({ names }: Found): boolean => pairs.standing(...names) === 'open';
  const elements: (readonly Placed[])[] = [];
  for (const alike of groupedBy(found, ({ placed: [one] }) => partOf(one)).values()) {
    for (const seed of alike) {
      if (!isLeft(seed)) continue;
      const filled = await fill(kitchen, stock, around(seed, alike.filter(isLeft)));
      const isThere = seed.placed.every((one) => filled.includes(one));
      const element = copied(isThere ? filled : seed.placed, firstCopy + elements.length);
      cover(pairs, element);
      elements.push(element);
    }
  }
  return { elements, refused };
}

/** Asks of each pair that no element has whether one can have it. */
async function askForOpen(
  kitchen: Kitchen,
  { byName, pairs, begun }: Stock,
): Promise<{ readonly found: readonly Found[]; readonly refused: readonly Refused[] }> {
  const asked = await atOnce([...pairs.those('open')], kitchen.atOnce, async (names) => {
    const [one = [], other = []] = names.map((name) => byName.get(name));
    return { names, ...(await firstTaken(kitchen, inOneElement(one, other, begun))) };
  });
  return {
    found: asked.flatMap((one) => ('placed' in one ? [one] : [])),
    refused: asked.flatMap((one) => ('placed' in one ? [] : [one])),
  };
}

/** Both where the one begins, then where the other does. */
function* inOneElement(
  one: readonly Placed[],
  other: readonly Placed[],
  begun: Stock['begun'],
): Generator<readonly [Placed, Placed]> {
  for (const [left, right] of twoOf(one, other)) {
    yield [begun(left, left.beginning), begun(right, left.beginning)];
    if (partOf(left) !== partOf(right)) yield [begun(left, right.beginning), begun(right, right.beginning)];
  }
}

/** A pair, and one after the other what makes the most pairs with those that are there already. */
function around({ placed }: Found, left: readonly Found[]): readonly Placed[] {
  const partners = new Map<Placed, Set<Placed>>();
  for (const { placed: both } of left) {
    for (const [one, other] of [both, [both[1], both[0]]] as const)
      partners.set(one, (partners.get(one) ?? new Set()).add(other));
  }
  const chosen = new Set<Placed>(placed);
  const worth = new Map<Placed, number>();
  const value = (one: Placed): void => {
    for (const other of partners.get(one) ?? []) worth.set(other, (worth.get(other) ?? 0) + 1);
  };
  placed.forEach(value);
  while (chosen.size < MOST_CANDIDATES) {
    let best: Placed | undefined;
    for (const [one, count] of worth)
      if (!chosen.has(one) && (best === undefined || count > (worth.get(best) ?? 0))) best = one;
    if (best === undefined) break;
    chosen.add(best);
    value(best);
  }
  return [...chosen];
}
