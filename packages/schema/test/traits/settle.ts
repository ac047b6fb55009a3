import { atOnce } from './at-once';
import { isInList, partOf, placeOf, type Placed } from './compose';
import { guestOf, type Kitchen } from './kitchen';
import type { Pairs } from './pairs';

/** Two attributes that the hypervisor takes in one guest. */
export interface Wanted {
  readonly names: readonly [string, string];
  readonly standing: 'together' | 'side by side';
  readonly placed: readonly Placed[];
}

/** Two attributes that the hypervisor takes in no guest, and what it said to each in which they were tried. */
export interface Refused {
  readonly names: readonly [string, string];
  readonly why: readonly string[];
}

/** What became of pairs that no guest had. */
export interface Settled {
  readonly wanted: readonly Wanted[];
  readonly refused: readonly Refused[];
}

/** Guests in which two attributes are tried, of all that their values and the elements that they are tried in make. */
const MOST_TRIES = 6;

/**
 * Asks of each pair that no guest has yet whether a guest can have it: first in one element, where both are of one place, then in
 * two of one list. What no guest can have is noted.
 */
export async function settle(
  kitchen: Kitchen,
  byName: ReadonlyMap<string, readonly Placed[]>,
  pairs: Pairs,
): Promise<Settled> {
  const wanted: Wanted[] = [];
  const refused: Refused[] = [];
  const settled = await atOnce([...pairs.those('open', 'side by side')], kitchen.atOnce, (names) =>
    settleOne(kitchen, byName, names, pairs.standing(...names) === 'open'),
  );
  for (const one of settled) {
    if (one === undefined) continue;
    if ('placed' in one) {
      wanted.push(one);
    } else {
      pairs.note(...one.names, one.why.length === 0 ? 'apart' : 'refused');
      if (one.why.length > 0) refused.push(one);
    }
  }
  return { wanted, refused };
}

/** @param isOpen whether nothing is known of the two; otherwise it is asked alone whether one element can have both */
async function settleOne(
  kitchen: Kitchen,
  byName: ReadonlyMap<string, readonly Placed[]>,
  names: Wanted['names'],
  isOpen: boolean,
): Promise<Wanted | Refused | undefined> {
  const [one = [], other = []] = names.map((name) => byName.get(name));
  const [left] = one;
  const [right] = other;
  if (left === undefined || right === undefined) return undefined;
  const isOfOnePlace = placeOf(left) !== '' && placeOf(left) === placeOf(right);
  const inOne = await firstTaken(kitchen, isOfOnePlace ? inOneElement(one, other) : twoOf(one, other));
  if ('placed' in inOne) return { names, standing: 'together', ...inOne };
  if (!isOpen) return undefined;
  const isOfOneList = isOfOnePlace && isInList(kitchen.schema, left);
  const inTwo = isOfOneList ? await firstTaken(kitchen, inTwoElements(one, other)) : inOne;
  return 'placed' in inTwo ? { names, standing: 'side by side', ...inTwo } : { names, ...inTwo };
}

/** The first that the hypervisor takes; what it said to the others where there is none. */
async function firstTaken(
  kitchen: Kitchen,
  tries: Iterable<readonly Placed[]>,
): Promise<{ readonly placed: readonly Placed[] } | { readonly why: readonly string[] }> {
  const why: string[] = [];
  for (const placed of tries) {
    const guest = guestOf(kitchen, placed);
    if (guest === undefined) continue;
    const refusal =
      (await kitchen.refuses(guest)) ?? (isNear(placed) ? await kitchen.forbids(guest) : undefined);
    if (refusal === undefined) return { placed };
    why.push(refusal);
    if (why.length === MOST_TRIES) break;
  }
  return { why };
}

/** Whether all belong to one part of the guest, or to one kind of device: a grammar forbids nothing across these. */
function isNear(placed: readonly Placed[]): boolean {
  const parts = placed.map(({ trait: { names } }) =>
    names.slice(0, names[0] === 'devices' ? 2 : 1).join('.'),
  );
  return new Set(parts).size === 1;
}

/** Each value of one beside each of the other, values of either soon. */
function* twoOf(one: readonly Placed[], other: readonly Placed[]): Generator<readonly [Placed, Placed]> {
  for (let far = 0; far < other.length; far += 1) {
    for (const [index, left] of one.entries()) {
      const right = other[(index + far) % other.length];
      if (right !== undefined) yield [left, right];
    }
  }
}

/** Both where the one begins, then where the other does. */
function* inOneElement(one: readonly Placed[], other: readonly Placed[]): Generator<readonly Placed[]> {
  for (const [left, right] of twoOf(one, other)) {
    yield [left, { ...right, beginning: left.beginning }];
    if (partOf(left) !== partOf(right)) yield [{ ...left, beginning: right.beginning }, right];
  }
}

function* inTwoElements(one: readonly Placed[], other: readonly Placed[]): Generator<readonly Placed[]> {
  for (const [left, right] of twoOf(one, other)) yield [left, { ...right, copy: 1 }];
}
