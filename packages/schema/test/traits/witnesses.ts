import type { ResourceSchema } from '../../src/index';
import { isInList, partOf, type Placed } from './compose';
import { itemOf, type Item } from './items';
import { groupedBy, nameOf } from './kitchen';
import type { Pairs } from './pairs';
import type { Wanted } from './settle';

/** Above the copies of elements that are made before. */
const FIRST_COPY = 1000;

/** The items that show pairs which a hypervisor takes; what is the same in two of them is one item. */
export class Witnesses {
  private readonly known = new Map<string, Item>();
  private readonly byWanted = new Map<Wanted, readonly Item[]>();

  constructor(
    private readonly schema: ResourceSchema,
    pairs: Pairs,
    wanted: readonly Wanted[],
  ) {
    for (const one of wanted) {
      const parts = [...groupedBy(one.placed, (placed) => partKey(placed)).values()];
      this.byWanted.set(
        one,
        parts.map((placed) => this.item(pairs, placed)),
      );
    }
  }

  get items(): readonly Item[] {
    return [...this.known.values()];
  }

  of(wanted: Wanted): readonly Item[] {
    return this.byWanted.get(wanted) ?? [];
  }

  private item(pairs: Pairs, placed: readonly Placed[]): Item {
    const key = placed
      .map((one) => `${partOf({ ...one, copy: 0 })} ${nameOf(one)} ${JSON.stringify(one.trait.value)}`)
      .sort()
      .join('\n');
    const copy = FIRST_COPY + this.known.size;
    const item =
      this.known.get(key) ??
      itemOf(
        pairs,
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
