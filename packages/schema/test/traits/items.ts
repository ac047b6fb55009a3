import { placeOf, type Placed } from './compose';
import { nameOf } from './kitchen';
import type { Pairs } from './pairs';

/** What comes into guests as one: something that is said of the guest itself, or an element of a list. */
export interface Item {
  /** The list; nothing for what is said of the guest itself. */
  readonly place: string;
  readonly placed: readonly Placed[];
  /** Its attributes, by their numbers among all. */
  readonly numbers: readonly number[];
}

export function itemOf(pairs: Pairs, placed: readonly Placed[]): Item {
  const [first] = placed;
  return {
    place: first === undefined ? '' : placeOf(first),
    placed,
    numbers: [...new Set(placed.map(nameOf))].map((name) => pairs.numberOf(name)),
  };
}

export function placedIn(items: readonly Item[]): readonly Placed[] {
  return items.flatMap(({ placed }) => placed);
}

/** What the hypervisor refuses is mostly of one list, or of one part of the guest; or what is said of the guest itself is in its way. */
export function distance(one: Item, other: Item): number {
  if (partIn(one) === partIn(other)) return 0;
  return other.place === '' ? 1 : 2;
}

function partIn({ place, placed: [first] }: Item): string {
  return place === '' ? (first?.trait.names[0] ?? '') : place;
}
