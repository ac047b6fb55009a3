import type { ResourceSchema } from '../../src/index';
import { isInList, partOf, type Placed } from './compose';
import { itemOf, type Item } from './items';
import { groupedBy, nameOf } from './kitchen';
import type { Pairs } from './pairs';

/** Above the copies of elements that are made before. */
const FIRST_COPY = 100_000;

/** The items that show pairs which a hypervisor takes; what is the same in two of them is one item. */
export class Witnesses {
  private readonly known = new Map<string, Item>();
  private readonly elementsOf = new Map<number, Item[]>();

  /** @param items what there is already */
  constructor(
    private readonly schema: ResourceSchema,
    private readonly pairs: Pairs,
    items: readonly Item[],
  ) {
    for (const item of items) {
      if (item.place === '') continue;
      for (const number of item.numbers) {
        const its = this.elementsOf.get(number) ?? [];
        this.elementsOf.set(number, its);
        its.push(item);
      }
    }
  }

  /** What was made for pairs that were found in no element. */
  get items(): readonly Item[] {
    return [...this.known.values()];
  }

  /** An element that has two attributes. */
  holding(one: string, other: string): Item | undefined {
    const number = this.pairs.numberOf(other);
    return this.elementsOf.get(this.pairs.numberOf(one))?.find(({ numbers }) => numbers.includes(number));
  }

  /** The items that bear these. */
  of(placed: readonly Placed[]): readonly Item[] {
    return [...groupedBy(placed, partKey).values()].map((part) => this.item(part));
  }

  private item(placed: readonly Placed[]): Item {
    const key = placed
      .map((one) => `${partOf({ ...one, copy: 0 })} ${nameOf(one)} ${JSON.stringify(one.trait.value)}`)
      .sort()
      .join('\n');
    const copy = FIRST_COPY + this.known.size;
    const item =
      this.known.get(key) ??
      itemOf(
        this.pairs,
        placed.map((one) => (isInList(this.schema, one) ? { ...one, copy } : one)),
      );
    this.known.set(key, item);
    return item;
  }
}

/** Things that are said of the guest itself are items of their own. */
function partKey(placed: Placed): string {
  return placed.beginning.depth < 0
    ? `${nameOf(placed)} ${JSON.stringify(placed.trait.value)}`
    : partOf(placed);
}
