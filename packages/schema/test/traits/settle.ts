import { firstTaken, twoOf, type Refused } from './ask';
import { atOnce } from './at-once';
import { isInList, placeOf, type Placed } from './compose';
import type { Item } from './items';
import type { Kitchen } from './kitchen';
import type { Pairs } from './pairs';
import type { Witnesses } from './witnesses';

/** Two attributes that the hypervisor takes in one guest, and what shows it. */
export interface Wanted {
  readonly names: readonly [string, string];
  readonly standing: 'together' | 'side by side';
  readonly items: readonly Item[];
}

/** What became of pairs that no guest had. */
export interface Settled {
  readonly wanted: readonly Wanted[];
  readonly refused: readonly Refused[];
}

/** What pairs are settled with. */
export interface Evidence {
  readonly byName: ReadonlyMap<string, readonly Placed[]>;
  /** Hold each two attributes of one list that an element can have. */
  readonly witnesses: Witnesses;
  /** Two attributes of one list, or of one object that is in none, that no element can have. */
  readonly inNoElement: readonly Refused[];
}

/**
 * Asks of each pair that no guest has yet whether a guest can have it: of two that no element can have, in two elements of their
 * list. What no guest can have is noted.
 */
export async function settle(kitchen: Kitchen, pairs: Pairs, evidence: Evidence): Promise<Settled> {
  const wanted: Wanted[] = [];
  const refused: Refused[] = [];
  const settled = await atOnce([...pairs.those('open', 'side by side')], kitchen.atOnce, (names) =>
    settleOne(kitchen, { names, isOpen: pairs.standing(...names) === 'open' }, evidence),
  );
  for (const one of settled) {
    if (one === undefined) continue;
    if ('items' in one) {
      wanted.push(one);
    } else {
      pairs.note(...one.names, one.why.length === 0 ? 'apart' : 'refused');
      if (one.why.length > 0) refused.push(one);
    }
  }
  return { wanted, refused };
}

/** Two attributes, and whether nothing is known of them; otherwise they stand in two elements of one list. */
interface Question {
  readonly names: Wanted['names'];
  readonly isOpen: boolean;
}

async function settleOne(
  kitchen: Kitchen,
  { names, isOpen }: Question,
  { byName, witnesses, inNoElement }: Evidence,
): Promise<Wanted | Refused | undefined> {
  const element = witnesses.holding(...names);
  if (element !== undefined) return { names, standing: 'together', items: [element] };
  if (!isOpen) return undefined;
  const [one = [], other = []] = names.map((name) => byName.get(name));
  const [left] = one;
  const [right] = other;
  if (left === undefined || right === undefined) return undefined;
  const isOfOnePlace = placeOf(left) !== '' && placeOf(left) === placeOf(right);
  if (isOfOnePlace && !isInList(kitchen.schema, left))
    return inNoElement.find((refused) => names.every((name) => refused.names.includes(name)));
  const found = await firstTaken(kitchen, isOfOnePlace ? inTwoElements(one, other) : twoOf(one, other));
  if (!('placed' in found)) return { names, ...found };
  return { names, standing: isOfOnePlace ? 'side by side' : 'together', items: witnesses.of(found.placed) };
}

function* inTwoElements(one: readonly Placed[], other: readonly Placed[]): Generator<readonly Placed[]> {
  for (const [left, right] of twoOf(one, other)) yield [left, { ...right, copy: 1 }];
}
