import { isInList } from './compose';
import { gather, type Gathering } from './gather';
import { distance, placedIn, type Item } from './items';
import { groupedBy, guestOf, sound, stands, takes, type Kitchen } from './kitchen';
import type { Nogoods } from './nogoods';
import type { Pairs } from './pairs';

/** Elements that one list has in one guest. */
const MOST_ELEMENTS = 24;

/** So many elements of one list show whether a guest has two. */
const MANY = 3;

/** What guests are filled from. */
export interface Pantry {
  readonly items: readonly Item[];
  readonly pairs: Pairs;
  readonly nogoods: Nogoods<Item>;
  /** Lists of which no guest had a second element so far, though it was tried. */
  readonly solitary: Set<string>;
}

/**
 * A guest that bears the first of some groups of items, and as many others as go of those by which the most pairs are new; and where
 * none is, what the next group asks for.
 */
export async function fillGuest(
  kitchen: Kitchen,
  pantry: Pantry,
  groups: readonly (readonly Item[])[],
): Promise<readonly Item[]> {
  const gathering: Gathering<Item> = {
    goes: (those) => takes(kitchen, placedIn(those)),
    fits: (one, others) => {
      const near = [...others].filter((other) => distance(one, other) === 0);
      // Elements of one list have each their own place.
      if (near.length === 0 || (one.place !== '' && isListItem(kitchen, one))) return true;
      return guestOf(kitchen, placedIn([...near, one])) !== undefined;
    },
    nogoods: pantry.nogoods,
    distance,
  };
  const wished = wishes(kitchen, pantry, groups);
  const gathered = await gather(wished, gathering);
  noteSolitary(pantry, wished, gathered);
  return sound(gathered, { ...gathering, goes: (those) => stands(kitchen, placedIn(those)) });
}

function noteSolitary({ solitary }: Pantry, wished: readonly Item[], gathered: readonly Item[]): void {
  const [before, after] = [wished, gathered].map((items) => groupedBy(items, ({ place }) => place));
  for (const [place, its] of before ?? []) {
    const count = after?.get(place)?.length ?? 0;
    if (count > 1) solitary.delete(place);
    else if (place !== '' && its.length > MANY) solitary.add(place);
  }
}

/** Items for a guest, each worth the most pairs beside those before it. */
function wishes(
  { random }: Kitchen,
  { items, pairs, nogoods, solitary }: Pantry,
  groups: readonly (readonly Item[])[],
): readonly Item[] {
  const gains = new Float64Array(pairs.names.length);
  const isThere = new Uint8Array(pairs.names.length);
  const counts = new Map<string, number>();
  const chosen = new Set<Item>();
  const take = (item: Item): void => {
    chosen.add(item);
    counts.set(item.place, (counts.get(item.place) ?? 0) + 1);
    for (const number of item.numbers) {
      if (isThere[number] === 1) continue;
      isThere[number] = 1;
      for (const other of pairs.openTo(number)) gains[other] = (gains[other] ?? 0) + 1;
    }
  };
  const waiting = new Map(items.map((item) => [item, innerGain(item, pairs) + random()]));
  const goes = (item: Item): boolean =>
    (item.place === '' || (counts.get(item.place) ?? 0) < (solitary.has(item.place) ? 1 : MOST_ELEMENTS)) &&
    !nogoods.bars(item, chosen);
  const further = groups.values();
  for (const item of groups[0] ?? []) take(item);
  for (;;) {
    let best: Item | undefined;
    // What is alike comes in an order of chance, and what is worth nothing not at all.
    let most = 1;
    for (const [item, own] of waiting) {
      let gain = own;
      for (const number of item.numbers) if (isThere[number] === 0) gain += gains[number] ?? 0;
      if (gain > most) [best, most] = [item, gain];
    }
    if (best === undefined) {
      const group = further.next();
      if (group.done === true) return [...chosen];
      if (group.value.every((item) => chosen.has(item) || goes(item))) group.value.forEach(take);
    } else {
      waiting.delete(best);
      if (!chosen.has(best) && goes(best)) take(best);
    }
  }
}

/** How many pairs of its own attributes stand in no element together. */
function innerGain({ numbers }: Item, pairs: Pairs): number {
  let count = 0;
  for (const [index, one] of numbers.entries())
    for (const other of numbers.slice(index + 1)) if (!pairs.isTogether(one, other)) count += 1;
  return count;
}

function isListItem({ schema }: Kitchen, { placed: [first] }: Item): boolean {
  return first !== undefined && isInList(schema, first);
}
