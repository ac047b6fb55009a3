import { partOf, type Placed } from './compose';
import { gather, type Gathering } from './gather';
import {
  MOST_IN_ELEMENT,
  cover,
  groupedBy,
  guestOf,
  nameOf,
  oneOf,
  ranked,
  sound,
  stands,
  takes,
  type Kitchen,
} from './kitchen';
import { Nogoods } from './nogoods';
import { Pairs } from './pairs';
import type { Beginning } from './traits';

/** What a trait is worth where it begins as it did when it was tried, and where it was in no element before. */
const OWN = 10_000;
const FRESH = 5_000;

/** Traits that are tried in one element. */
const MOST_CANDIDATES = 3 * MOST_IN_ELEMENT;

/** What elements of one list are made of. */
interface Stock {
  readonly byName: ReadonlyMap<string, readonly Placed[]>;
  readonly pairs: Pairs;
  readonly used: Set<Placed['trait']>;
  readonly nogoods: Nogoods<Placed>;
  /** The same trait in an element that begins so, always the same object. */
  readonly begun: (trial: Placed, beginning: Beginning) => Placed;
}

/**
 * Elements for one list in which its attributes stand together, as many as it takes for the most pairs of them, each in a guest that
 * the hypervisor takes: of each way to begin some, until they show little that is new.
 */
export async function elementsOf(
  kitchen: Kitchen,
  trials: readonly Placed[],
): Promise<readonly (readonly Placed[])[]> {
  const byName = groupedBy(trials, nameOf);
  const stock: Stock = {
    byName,
    pairs: new Pairs([...byName.keys()]),
    used: new Set(),
    nogoods: new Nogoods(),
    begun: beginner(),
  };
  const made: (readonly Placed[])[] = [];
  let waiting = [...groupedBy(trials, partOf).values()].flatMap(([first]) =>
    first === undefined ? [] : [first.beginning],
  );
  for (let copy = 0; waiting.length > 0; copy += 1) {
    const further: Beginning[] = [];
    for (const beginning of waiting) {
      const placed = (await fill(kitchen, stock, beginning)).map((one) => ({ ...one, copy }));
      const hasFresh = placed.some(({ trait }) => !stock.used.has(trait));
      for (const { trait } of placed) stock.used.add(trait);
      const gained = cover(stock.pairs, placed);
      if (gained > 0 || hasFresh) made.push(placed);
      if (hasFresh || gained > new Set(placed.map(nameOf)).size) further.push(beginning);
    }
    waiting = further;
  }
  return made;
}

function beginner(): Stock['begun'] {
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

async function fill(kitchen: Kitchen, stock: Stock, beginning: Beginning): Promise<readonly Placed[]> {
  const { random } = kitchen;
  const { byName, pairs, used, nogoods } = stock;
  const isOwn = (trial: Placed): boolean => trial.beginning.value === beginning.value;
  const chosen = [...byName].flatMap(([name, trials]) => {
    const own = trials.filter(isOwn);
    const its = own.length > 0 ? own : trials;
    const fresh = its.filter(({ trait }) => !used.has(trait));
    return oneOf(fresh.length > 0 ? fresh : its, random).map((trial) => ({
      placed: stock.begun(trial, beginning),
      score:
        (isOwn(trial) ? OWN : 0) +
        (used.has(trial.trait) ? 0 : FRESH) +
        (1 + pairs.open(name)) * (0.5 + random()),
    }));
  });
  const candidates = ranked(chosen, ({ score }) => score).map(({ placed }) => placed);
  const gathering: Gathering<Placed> = {
    goes: (those) => takes(kitchen, those),
    fits: (one, others) => guestOf(kitchen, [...others, one]) !== undefined,
    nogoods,
    distance: () => 0,
    most: MOST_IN_ELEMENT,
  };
  const gathered = await gather(candidates.slice(0, MOST_CANDIDATES), gathering);
  return sound(gathered, { ...gathering, goes: (those) => stands(kitchen, those) });
}
