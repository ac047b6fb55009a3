import { partOf, placeOf, type Placed } from './compose';
import { gather } from './gather';
import {
  MOST_IN_ELEMENT,
  cover,
  groupedBy,
  guestOf,
  nameOf,
  oneOf,
  ranked,
  sound,
  takes,
  type Kitchen,
} from './kitchen';
import { Pairs } from './pairs';
import type { Beginning } from './traits';

/** An element of a list, or an object that is in none, that says much. */
export interface Element {
  readonly place: string;
  readonly placed: readonly Placed[];
  readonly names: readonly string[];
}

/** What a trait is worth where it begins as it did when it was tried, and where it was in no element before. */
const OWN = 10_000;
const FRESH = 5_000;

/**
 * Elements for one list in which its attributes stand together, as many as it takes for the most pairs of them, each in a guest that
 * the hypervisor takes: of each way to begin some, until they show little that is new.
 */
export async function elementsOf(kitchen: Kitchen, trials: readonly Placed[]): Promise<readonly Element[]> {
  const byName = groupedBy(trials, nameOf);
  const pairs = new Pairs([...byName.keys()]);
  const made: Element[] = [];
  const used = new Set<Placed['trait']>();
  let waiting = [...groupedBy(trials, partOf).values()].flatMap(([first]) =>
    first === undefined ? [] : [first.beginning],
  );
  for (let copy = 0; waiting.length > 0; copy += 1) {
    const further: Beginning[] = [];
    for (const beginning of waiting) {
      const placed = await fill(kitchen, byName, { beginning, copy }, (name) => pairs.open(name), used);
      const [first] = placed;
      if (first === undefined) continue;
      const names = [...new Set(placed.map(nameOf))];
      const hasFresh = placed.some(({ trait }) => !used.has(trait));
      for (const { trait } of placed) used.add(trait);
      const gained = cover(pairs, placed);
      if (gained > 0 || hasFresh) made.push({ place: placeOf(first), placed, names });
      if (hasFresh || gained > names.length) further.push(beginning);
    }
    waiting = further;
  }
  return made;
}

async function fill(
  kitchen: Kitchen,
  byName: ReadonlyMap<string, readonly Placed[]>,
  { beginning, copy }: { readonly beginning: Beginning; readonly copy: number },
  missing: (name: string) => number,
  used: ReadonlySet<Placed['trait']>,
): Promise<readonly Placed[]> {
  const { random } = kitchen;
  const isOwn = (trial: Placed): boolean => trial.beginning.value === beginning.value;
  const chosen = [...byName].flatMap(([name, trials]) => {
    const own = trials.filter(isOwn);
    const its = own.length > 0 ? own : trials;
    const fresh = its.filter(({ trait }) => !used.has(trait));
    return oneOf(fresh.length > 0 ? fresh : its, random).map((trial) => ({
      placed: { ...trial, beginning, copy },
      score:
        (isOwn(trial) ? OWN : 0) +
        (used.has(trial.trait) ? 0 : FRESH) +
        (1 + missing(name)) * (0.5 + random()),
    }));
  });
  const candidates = composable(
    kitchen,
    ranked(chosen, ({ score }) => score).map(({ placed }) => placed),
  );
  return sound(kitchen, await gather(candidates.slice(0, MOST_IN_ELEMENT), (those) => takes(kitchen, those)));
}

/** Those that push none of those before them out. */
function composable(kitchen: Kitchen, placed: readonly Placed[]): readonly Placed[] {
  return placed.reduce<readonly Placed[]>((kept, one) => {
    const more = [...kept, one];
    return guestOf(kitchen, more) === undefined ? kept : more;
  }, []);
}
