import type { Item } from './items';
import type { Pairs } from './pairs';

/** How many pairs each of some items would make new in a guest, kept up as the guest is filled. */
export class Worths {
  /** Of each item, in their order: what it is worth; none where it has been told. */
  private readonly worth: Float64Array;
  /** Of each attribute: with how many of those in the guest it has not stood. */
  private readonly gains: Float64Array;
  private readonly isThere: Uint8Array;
  private readonly having: readonly (readonly number[])[];

  /** @param random what is alike comes in an order of chance */
  constructor(
    private readonly items: readonly Item[],
    private readonly pairs: Pairs,
    random: () => number,
  ) {
    const count = pairs.names.length;
    this.worth = Float64Array.from(items, (item) => innerGain(item, pairs) + random());
    this.gains = new Float64Array(count);
    this.isThere = new Uint8Array(count);
    const having: number[][] = Array.from({ length: count }, () => []);
    for (const [index, { numbers }] of items.entries())
      for (const number of numbers) having[number]?.push(index);
    this.having = having;
  }

  /** Whether an attribute stands in the guest. */
  has(number: number): boolean {
    return this.isThere[number] === 1;
  }

  /** Notes that an item comes into the guest. */
  take({ numbers }: Item): void {
    for (const number of numbers) {
      if (this.has(number)) continue;
      this.isThere[number] = 1;
      this.change(number, -(this.gains[number] ?? 0));
      for (const other of this.pairs.openTo(number)) {
        this.gains[other] = (this.gains[other] ?? 0) + 1;
        if (!this.has(other)) this.change(other, 1);
      }
    }
  }

  /** The item that is worth the most of those that were not told before; undefined where none is worth anything. */
  next(): Item | undefined {
    let best: number | undefined;
    let most = 1;
    for (const [index, worth] of this.worth.entries()) if (worth > most) [best, most] = [index, worth];
    if (best === undefined) return undefined;
    this.worth[best] = -Infinity;
    return this.items[best];
  }

  private change(number: number, by: number): void {
    for (const index of this.having[number] ?? []) this.worth[index] = (this.worth[index] ?? 0) + by;
  }
}

/** How many pairs of its own attributes stand in no element together. */
function innerGain({ numbers }: Item, pairs: Pairs): number {
  let count = 0;
  for (const [index, one] of numbers.entries())
    for (const other of numbers.slice(index + 1)) if (!pairs.isTogether(one, other)) count += 1;
  return count;
}
