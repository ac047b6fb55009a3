import type { Item } from './items';
import type { Pairs } from './pairs';

/** How many guests one attribute leads. */
const LEADS = 2;
/** With how many others an attribute that leads has not stood. */
const LEAST_OPEN = 12;

/** The items that guests begin with: of the attribute that has met the fewest others, another one each time. */
export class Leaders {
  private readonly led = new Map<number, number>();
  private readonly used = new Set<Item>();
  private readonly byNumber = new Map<number, Item[]>();

  constructor(
    items: readonly Item[],
    private readonly pairs: Pairs,
  ) {
    for (const item of items) {
      for (const number of item.numbers) {
        const its = this.byNumber.get(number) ?? [];
        its.push(item);
        this.byNumber.set(number, its);
      }
    }
  }

  next(): Item | undefined {
    let leader: number | undefined;
    let most = LEAST_OPEN;
    for (const [number, items] of this.byNumber) {
      const open = this.pairs.open(this.pairs.names[number] ?? '');
      const isDone = (this.led.get(number) ?? 0) >= Math.min(LEADS, items.length);
      if (!isDone && open > most) [leader, most] = [number, open];
    }
    if (leader === undefined) return undefined;
    this.led.set(leader, (this.led.get(leader) ?? 0) + 1);
    const items = this.byNumber.get(leader) ?? [];
    const item = items.find((one) => !this.used.has(one)) ?? items[0];
    if (item !== undefined) this.used.add(item);
    return item;
  }
}
