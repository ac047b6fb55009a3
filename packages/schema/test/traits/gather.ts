import type { Nogoods } from './nogoods';

/** Items that are added at first. */
const FIRST = 64;
/** How often it is asked why something is refused that goes beside each of the others alone. */
const PATIENCE = 2;

/** What things are gathered by. */
export interface Gathering<T> {
  /** Whether these go together. */
  readonly goes: (those: readonly T[]) => Promise<boolean>;
  /** Whether one can stand beside others at all, which is known without asking. */
  readonly fits: (one: T, others: ReadonlySet<T>) => boolean;
  /** What is known to go with what; it learns. */
  readonly nogoods: Nogoods<T>;
  /** How far one is from another: the nearer it is, the likelier is its refusal for the other's sake. */
  readonly distance: (one: T, other: T) => number;
  /** How many are wanted at most. */
  readonly most?: number;
}

/**
 * As many of some items as go together, those that come first before others: more at once as long as all is well, fewer after a
 * refusal, until the one that is refused is left out.
 */
export async function gather<T>(items: readonly T[], gathering: Gathering<T>): Promise<readonly T[]> {
  const { goes, most = Infinity } = gathering;
  const kept = new Set<T>();
  let rest: readonly T[] = items;
  for (let size = FIRST; rest.length > 0 && kept.size < most;) {
    const { together, batch, later } = nextOf(rest, kept, Math.min(size, most - kept.size), gathering);
    if (batch.length === 0) break;
    const isGoing = await goes(together);
    const [only] = batch;
    if (isGoing) for (const item of batch) kept.add(item);
    else if (batch.length === 1 && only !== undefined) await learn(only, [...kept], gathering);
    rest = isGoing || batch.length === 1 ? later : [...batch, ...later];
    size = isGoing ? size * 2 : Math.max(1, Math.floor(batch.length / 2));
  }
  return [...kept];
}

/** The next items of which none is known not to go with another, and those after them that go with what is kept. */
function nextOf<T>(
  items: readonly T[],
  kept: ReadonlySet<T>,
  most: number,
  { nogoods, fits }: Gathering<T>,
): { readonly together: readonly T[]; readonly batch: readonly T[]; readonly later: readonly T[] } {
  const chosen = new Set(kept);
  const batch: T[] = [];
  const later: T[] = [];
  for (const item of items) {
    if (batch.length === most) later.push(item);
    else if (!nogoods.bars(item, chosen) && fits(item, chosen)) {
      chosen.add(item);
      batch.push(item);
    } else if (!nogoods.bars(item, kept) && fits(item, kept)) later.push(item);
  }
  return { together: [...chosen], batch, later };
}

/** Finds out which of the others an item is refused for, and notes it if they are refused alone as well. */
export async function learn<T>(item: T, others: readonly T[], gathering: Gathering<T>): Promise<void> {
  const { goes, nogoods, distance } = gathering;
  if (nogoods.puzzle(item) >= PATIENCE) return;
  if (others.length === 0 || !(await goes([item]))) {
    nogoods.noteAlone(item);
    return;
  }
  const suspects = others
    .map((other) => ({ other, far: distance(item, other) }))
    .sort((left, right) => left.far - right.far);
  const reach = (far: number): number => suspects.filter((suspect) => suspect.far <= far).length;
  const first = async (count: number): Promise<boolean> =>
    goes([...suspects.slice(0, count).map(({ other }) => other), item]);
  let going = 0;
  let refused = suspects.length;
  for (const count of new Set(suspects.map(({ far }) => reach(far)))) {
    if (count < suspects.length && (await first(count))) going = count;
    else {
      refused = count;
      break;
    }
  }
  while (refused - going > 1) {
    const middle = Math.floor((going + refused) / 2);
    if (await first(middle)) going = middle;
    else refused = middle;
  }
  const culprit = suspects[refused - 1]?.other;
  if (culprit === undefined || (await goes([culprit, item]))) return;
  nogoods.note(culprit, item);
  nogoods.explain(item);
}
