import { partOf, type Placed } from './compose';
import { MOST_CANDIDATES, beginner, copied, fill, type Stock } from './element';
import { holdPairs, type Held } from './hold-pairs';
import { cover, groupedBy, nameOf, oneOf, ranked, type Kitchen } from './kitchen';
import { Nogoods } from './nogoods';
import { Pairs } from './pairs';
import type { Beginning } from './traits';

/** What a trait is worth where it begins as it did when it was tried, and where it was in no element before. */
const OWN = 10_000;
const FRESH = 5_000;

/**
 * Elements for one list in which its attributes stand together, each in a guest that the hypervisor takes: of each way to begin
 * some, until they show little that is new, then those for the pairs that are left and that it takes when it is asked.
 */
export async function elementsOf(kitchen: Kitchen, trials: readonly Placed[]): Promise<Held> {
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
      const placed = copied(await fill(kitchen, stock, candidatesFor(kitchen, stock, beginning)), copy);
      const hasFresh = placed.some(({ trait }) => !stock.used.has(trait));
      for (const { trait } of placed) stock.used.add(trait);
      const gained = cover(stock.pairs, placed);
      if (gained > 0 || hasFresh) made.push(placed);
      if (hasFresh || gained > new Set(placed.map(nameOf)).size) further.push(beginning);
    }
    waiting = further;
  }
  const { elements, refused } = await holdPairs(kitchen, stock, made.length);
  return { elements: [...made, ...elements], refused };
}

/** What could stand in an element that begins so: what was in none before, and what has met few others, first. */
function candidatesFor(
  { random }: Kitchen,
  { byName, pairs, used, begun }: Stock,
  beginning: Beginning,
): readonly Placed[] {
  const isOwn = (trial: Placed): boolean => trial.beginning.value === beginning.value;
  const chosen = [...byName].flatMap(([name, trials]) => {
    const own = trials.filter(isOwn);
    const its = own.length > 0 ? own : trials;
    const fresh = its.filter(({ trait }) => !used.has(trait));
    return oneOf(fresh.length > 0 ? fresh : its, random).map((trial) => ({
      placed: begun(trial, beginning),
      score:
        (isOwn(trial) ? OWN : 0) +
        (used.has(trial.trait) ? 0 : FRESH) +
        (1 + pairs.open(name)) * (0.5 + random()),
    }));
  });
  return ranked(chosen, ({ score }) => score)
    .map(({ placed }) => placed)
    .slice(0, MOST_CANDIDATES);
}
