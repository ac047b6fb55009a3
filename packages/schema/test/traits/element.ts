import type { Placed } from './compose';
import { gather, type Gathering } from './gather';
import { MOST_IN_ELEMENT, guestOf, sound, stands, takes, type Kitchen } from './kitchen';
import type { Nogoods } from './nogoods';
import type { Pairs } from './pairs';
import type { Beginning } from './traits';

/** Traits that are tried in one element. */
export const MOST_CANDIDATES = 3 * MOST_IN_ELEMENT;

/** What elements of one list are made of. */
export interface Stock {
  readonly byName: ReadonlyMap<string, readonly Placed[]>;
  /** What stands in one element. */
  readonly pairs: Pairs;
  readonly used: Set<Placed['trait']>;
  readonly nogoods: Nogoods<Placed>;
  /** The same trait in an element that begins so, always the same object. */
  readonly begun: (trial: Placed, beginning: Beginning) => Placed;
}

export function beginner(): Stock['begun'] {
  const known = new Map<Placed, Map<string, Placed>>();
  return (trial, beginning) => {
    const its = known.get(trial) ?? new Map<string, Placed>();
    known.set(trial, its);
    const key = JSON.stringify(beginning.value ?? null);
    const placed = its.get(key) ?? { ...trial, beginning };
    its.set(key, placed);
    return placed;
  };
}

/** As many of some things as go in one element, those that come first before others. */
export async function fill(
  kitchen: Kitchen,
  { nogoods }: Stock,
  candidates: readonly Placed[],
): Promise<readonly Placed[]> {
  const gathering: Gathering<Placed> = {
    goes: (those) => takes(kitchen, those),
    fits: (one, others) => guestOf(kitchen, [...others, one]) !== undefined,
    nogoods,
    distance: () => 0,
    most: MOST_IN_ELEMENT,
  };
  const gathered = await gather(candidates, gathering);
  return sound(gathered, { ...gathering, goes: (those) => stands(kitchen, those) });
}

/** Elements that begin alike are told apart by their number. */
export function copied(placed: readonly Placed[], copy: number): readonly Placed[] {
  return placed.map((one) => ({ ...one, copy }));
}
