import { isInList, partOf, placeOf, type Placed } from './compose';
import { guestOf, type Kitchen } from './kitchen';
import type { Pairs } from './pairs';

/** Two attributes that the hypervisor takes in one guest. */
export interface Wanted {
  readonly names: readonly [string, string];
  readonly standing: 'together' | 'side by side';
  readonly placed: readonly Placed[];
}

/** Guests in which two attributes are tried, of all that their values and the elements that they are tried in make. */
const MOST_TRIES = 6;

/**
 * Asks of each pair that no guest has yet whether a guest can have it: first in one element, where both are of one list, then in
 * two. What is settled is noted; what is wanted comes back.
 */
export async function settle(
  kitchen: Kitchen,
  byName: ReadonlyMap<string, readonly Placed[]>,
  pairs: Pairs,
): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  for (const names of [...pairs.those('open', 'side by side')]) {
    const [one = [], other = []] = names.map((name) => byName.get(name));
    const [first] = one;
    const isOfOneList =
      first !== undefined &&
      other[0] !== undefined &&
      isInList(kitchen.schema, first) &&
      placeOf(first) === placeOf(other[0]);
    const inOne = await firstTaken(kitchen, isOfOneList ? inOneElement(one, other) : twoOf(one, other));
    if (typeof inOne !== 'string') {
      wanted.push({ names, standing: 'together', placed: inOne });
    } else if (pairs.standing(...names) === 'open') {
      const inTwo = isOfOneList ? await firstTaken(kitchen, inTwoElements(one, other)) : inOne;
      if (typeof inTwo === 'string') pairs.note(...names, inTwo);
      else wanted.push({ names, standing: 'side by side', placed: inTwo });
    }
  }
  return wanted;
}

/** The first that the hypervisor takes; why there is none otherwise. */
async function firstTaken(
  kitchen: Kitchen,
  tries: Iterable<readonly Placed[]>,
): Promise<readonly Placed[] | 'apart' | 'refused'> {
  let asked = 0;
  for (const placed of tries) {
    const guest = guestOf(kitchen, placed);
    if (guest === undefined) continue;
    if ((await kitchen.accepts(guest)) && (!isNear(placed) || (await kitchen.validates(guest))))
      return placed;
    asked += 1;
    if (asked === MOST_TRIES) break;
  }
  return asked === 0 ? 'apart' : 'refused';
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
