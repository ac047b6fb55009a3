import { isInList } from './compose';
import { gather, type Gathering } from './gather';
import { distance, placedIn, type Item } from './items';
import { groupedBy, guestOf, sound, stands, takes, type Kitchen } from './kitchen';
import type { Nogoods } from './nogoods';
import type { Pairs } from './pairs';
import { Worths } from './worths';

/** Elements that one list has in one guest. */
const MOST_ELEMENTS = 24;

/** So many elements of one list show whether a guest has two. */
const MANY = 3;

/** What guests are filled from. */
export interface Pantry {
  readonly items: readonly Item[];
  readonly pairs: Pairs;
  readonly nogoods: Nogoods<Item>;
  /** How many elements of a list a guest had at most, of lists of which more were tried. */
  readonly room: Map<string, number>;
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
  noteRoom(pantry, wished, gathered);
  return sound(gathered, { ...gathering, goes: (those) => stands(kitchen, placedIn(those)) });
}

function noteRoom({ room }: Pantry, wished: readonly Item[], gathered: readonly Item[]): void {
  const [before, after] = [wished, gathered].map((items) => groupedBy(items, ({ place }) => place));
  for (const [place, its] of before ?? []) {
    const count = after?.get(place)?.length ?? 0;
    const isFull = count < its.length && (count > 1 || its.length > MANY);
    if (place !== '' && (isFull || room.has(place))) room.set(place, Math.max(count, room.get(place) ?? 0));
  }
}

/** One more than there was room for is tried, where there was room for two: what takes it up is another each time. */
function roomIn({ room }: Pantry, place: string): number {
  const most = room.get(place) ?? MOST_ELEMENTS;
  return most > 1 ? Math.min(most + 1, MOST_ELEMENTS) : 1;
}

/** Items for a guest, each worth the most pairs beside those before it. */
function wishes({ random }: Kitchen, pantry: Pantry, groups: readonly (readonly Item[])[]): readonly Item[] {
  const { items, pairs, nogoods } = pantry;
  const worths = new Worths(items, pairs, random);
  const counts = new Map<string, number>();
  const chosen = new Set<Item>();
  const take = (item: Item): void => {
    if (chosen.has(item)) return;
    chosen.add(item);
    counts.set(item.place, (counts.get(item.place) ?? 0) + 1);
    worths.take(item);
  };
  const goes = (item: Item): boolean =>
    (item.place === ''
      ? item.numbers.some((number) => !worths.has(number))
      : (counts.get(item.place) ?? 0) < roomIn(pantry, item.place)) && !nogoods.bars(item, chosen);
  const [first = [], ...later] = groups;
  first.forEach(take);
  const further = later.values();
  for (;;) {
    const best = worths.next();
    if (best === undefined) {
      const group = further.next();
      if (group.done === true) return [...chosen];
      if (group.value.every((item) => chosen.has(item) || goes(item))) group.value.forEach(take);
    } else if (goes(best)) take(best);
  }
}

function isListItem({ schema }: Kitchen, { placed: [first] }: Item): boolean {
  return first !== undefined && isInList(schema, first);
}
