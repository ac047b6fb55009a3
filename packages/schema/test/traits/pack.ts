import type { ValueObject } from '@virtform/values';
import type { Refused } from './ask';
import { atOnce } from './at-once';
import { placeOf, type Placed } from './compose';
import { elementsOf } from './elements';
import { fillGuest, type Pantry } from './fill-guest';
import { itemOf, placedIn, type Item } from './items';
import { cover, gainOf, groupedBy, guestOf, nameOf, ranked, whyNot, type Kitchen } from './kitchen';
import { Leaders } from './leaders';
import { Nogoods } from './nogoods';
import { Pairs } from './pairs';
import { randomOf } from './random';
import { settle, type Wanted } from './settle';
import { Witnesses } from './witnesses';

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
  /** What the hypervisor said to pairs that it refuses. */
  readonly refused: readonly Refused[];
  /** Pairs that the hypervisor takes, and no guest has. */
  readonly missed: readonly string[];
}

/** A guest that says as much as goes is worth its while for one of so many pairs that are left. */
const WORTH = 40;
/** So many guests that were not worth it, one after the other, and nothing more is expected of others. */
const PATIENCE = 3;

/** What is packed, and where it is packed to. */
interface Table extends Pantry {
  readonly packing: Packing;
  readonly packed: Packed[];
}

/**
 * Packs traits into guests that have each two attributes together in one of them, if the hypervisor takes any guest with both: first
 * guests that say as much as goes, then those for the pairs that are left and that it takes when it is asked.
 */
export async function pack(trials: readonly Placed[], packing: Packing): Promise<Covering> {
  const byName = groupedBy(trials, nameOf);
  const pairs = new Pairs([...byName.keys()]);
  const { items, inNoElement } = await itemsOf(packing, pairs, trials);
  const table: Table = { items, pairs, nogoods: new Nogoods(), room: new Map(), packing, packed: [] };
  await packFull(table);
  const witnesses = new Witnesses(packing.schema, pairs, items);
  const { wanted, refused } = await settle(packing, pairs, { byName, witnesses, inNoElement });
  const last = await packWanted({ ...table, items: [...items, ...witnesses.items] }, wanted);
  return { packed: table.packed, pairs, refused: [...refused, ...last.refused], missed: last.missed };
}

/** What is said of the guest itself, and elements of lists. */
async function itemsOf(
  packing: Packing,
  pairs: Pairs,
  trials: readonly Placed[],
): Promise<{ readonly items: readonly Item[]; readonly inNoElement: readonly Refused[] }> {
  const byPlace = groupedBy(trials, placeOf);
  const places = [...byPlace].flatMap(([place, its]) =>
    // What is at work at once asks chance in any order.
    place === '' ? [] : [{ its, kitchen: { ...packing, random: randomOf(packing.random() * 2 ** 32) } }],
  );
  const held = await atOnce(places, packing.atOnce, ({ its, kitchen }) => elementsOf(kitchen, its));
  const alone = (byPlace.get('') ?? []).map((trial) => [trial]);
  const all = [...alone, ...held.flatMap(({ elements }) => elements)];
  return {
    items: all.map((placed) => itemOf(pairs, placed)),
    inNoElement: held.flatMap(({ refused }) => refused),
  };
}

function add({ packing, packed, pairs }: Table, items: readonly Item[]): void {
  const placed = placedIn(items);
  const guest = guestOf(packing, placed);
  if (guest === undefined || placed.length === 0 || packed.length === packing.most) return;
  packed.push({ guest, placed });
  cover(pairs, placed);
}

/** Guests that say as much as goes, each begun with what has met the fewest others. */
async function packFull(table: Table): Promise<void> {
  const { items, pairs, packing, packed } = table;
  const leaders = new Leaders(items, pairs);
  for (let poor = 0; poor < PATIENCE && packed.length < packing.most;) {
    const leader = leaders.next();
    if (leader === undefined) return;
    const lacking = ranked(
      items.filter((item) => lackOf(item, pairs) > 0),
      (item) => lackOf(item, pairs),
    );
    const full = await fillGuest(packing, table, [[leader], ...lacking.map((item) => [item])]);
    const isWorth = gainOf(pairs, placedIn(full)) > pairs.count('open') / WORTH;
    poor = isWorth ? 0 : poor + 1;
    if (isWorth) add(table, full);
  }
}

/** Guests for pairs that the hypervisor takes; tells which are in none. */
async function packWanted(
  table: Table,
  wanted: readonly Wanted[],
): Promise<Pick<Covering, 'refused' | 'missed'>> {
  const { items, pairs, packing, packed } = table;
  const refused: Refused[] = [];
  const isWanting = ({ names, standing }: Wanted): boolean =>
    ![standing, 'together'].includes(pairs.standing(...names));
  let waiting = wanted.filter(isWanting);
  while (waiting.length > 0 && packed.length < packing.most) {
    const [seed, ...later] = ranked(waiting, ({ names }) =>
      Math.max(...names.map((name) => pairs.open(name))),
    );
    if (seed === undefined) break;
    const others = later.map((one) => one.items);
    const own = seed.items;
    const fuller = fullerOf(own, items, pairs);
    const full = await fillGuest(packing, table, [fuller, ...others]);
    const isThere = fuller.every((item) => full.includes(item));
    add(table, isThere ? full : await fillGuest(packing, table, [own, ...others]));
    if (isWanting(seed)) {
      const why = await whyNot(packing, placedIn(own));
      if (why === undefined) add(table, own);
      else {
        // The grammar forbids in the whole what it was not asked about alone.
        pairs.note(...seed.names, 'refused');
        refused.push({ names: seed.names, why: [why] });
      }
    }
    waiting = waiting.filter(isWanting);
  }
  return { refused, missed: waiting.map(({ names }) => names.join(' and ')) };
}

/** How many others the attributes of an item have not met, on average. */
function lackOf({ numbers }: Item, pairs: Pairs): number {
  const sum = numbers.reduce((before, number) => before + pairs.open(pairs.names[number] ?? ''), 0);
  return sum / Math.max(1, numbers.length);
}

/** In the place of elements of lists those that say the most beside the same, of which the most pairs are left. */
function fullerOf(own: readonly Item[], items: readonly Item[], pairs: Pairs): readonly Item[] {
  return own.map((item) => {
    const others = own.filter((other) => other !== item).flatMap(({ numbers }) => numbers);
    const like = items.filter(
      ({ place, numbers }) =>
        place !== '' && place === item.place && item.numbers.every((number) => numbers.includes(number)),
    );
    const left = ({ numbers }: Item): number =>
      numbers.reduce((sum, one) => sum + others.filter((other) => pairs.isOpen(one, other)).length, 0);
    return ranked(like, left)[0] ?? item;
  });
}
