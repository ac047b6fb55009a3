import type { ValueObject } from '@virtform/values';
import { placeOf, type Placed } from './compose';
import { elementsOf, type Element } from './elements';
import { fullGuest } from './full-guest';
import { cover, groupedBy, guestOf, nameOf, sound, type Kitchen } from './kitchen';
import { packPairs } from './pack-pairs';
import { Pairs } from './pairs';
import { settle } from './settle';

/** How guests are packed. */
export interface Packing extends Kitchen {
  /** Guests at most. */
  readonly most: number;
}

/** A guest, and the traits that it bears. */
export interface Packed {
  readonly guest: ValueObject;
  readonly placed: readonly Placed[];
}

/** Guests in which attributes stand together in pairs. */
export interface Covering {
  readonly packed: readonly Packed[];
  /** What became of each pair. */
  readonly pairs: Pairs;
  /** Pairs that the hypervisor takes, and no guest has. */
  readonly missed: readonly string[];
}

/** A guest that says as much as goes is worth its while for so many new pairs to each of its attributes. */
const WORTH = 2;

/**
 * Packs traits into guests that have each two attributes together in one of them, if the hypervisor takes any guest with both: first
 * guests that say as much as goes, then those for the pairs that are left and that it takes when it is asked.
 */
export async function pack(trials: readonly Placed[], packing: Packing): Promise<Covering> {
  const pairs = new Pairs([...groupedBy(trials, nameOf).keys()]);
  const places = groupedBy(trials, placeOf);
  const elements: Element[] = [];
  for (const [place, its] of places) if (place !== '') elements.push(...(await elementsOf(packing, its)));
  const packed: Packed[] = [];
  const add = (placed: readonly Placed[]): number => {
    const guest = guestOf(packing, placed);
    if (guest === undefined || placed.length === 0) return 0;
    packed.push({ guest, placed });
    return cover(pairs, placed);
  };
  for (let isWorth = true; isWorth && packed.length < packing.most;) {
    const placed = await sound(packing, await fullGuest(packing, places.get('') ?? [], elements, pairs));
    isWorth = add(placed) > WORTH * new Set(placed.map(nameOf)).size;
  }
  const wanted = await settle(packing, groupedBy(trials, nameOf), pairs);
  const missed = await packPairs(packing, wanted, pairs, add, () => packing.most - packed.length);
  return { packed, pairs, missed };
}
