/** Something that can be done again and again. */
export interface Contender {
  readonly name: string;
  /** Does it once. */
  run(): Promise<Cost>;
}

/** What one run cost. */
export interface Cost {
  /** Milliseconds. */
  readonly time: number;
  /** The most memory that the process held, in MiB (VmHWM of proc(5)). */
  readonly memory: number;
}

/** What a contender cost in all its rounds. */
export interface Result {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  /** MiB, the most of any round. */
  readonly memory: number;
}

/** Two contenders, measured in the same rounds. */
export interface Comparison {
  readonly ours: Result;
  readonly theirs: Result;
}

/** How much of the same work a run of each is, where that differs. */
export interface Pieces {
  readonly ours: number;
  readonly theirs: number;
}

/**
 * Runs two contenders in turns, A B A B, so that what else the machine does meets both. One round before the first counts for
 * neither: it fills caches.
 *
 * @returns what each cost for a piece of the work
 */
export async function compare(
  ours: Contender,
  theirs: Contender,
  rounds: number,
  pieces: Pieces = { ours: 1, theirs: 1 },
): Promise<Comparison> {
  const costs = { ours: [] as Cost[], theirs: [] as Cost[] };
  for (let round = 0; round <= rounds; round += 1) {
    const cost = { ours: await ours.run(), theirs: await theirs.run() };
    if (round === 0) continue;
    costs.ours.push(cost.ours);
    costs.theirs.push(cost.theirs);
  }
  return {
    ours: summarize(ours.name, costs.ours, pieces.ours),
    theirs: summarize(theirs.name, costs.theirs, pieces.theirs),
  };
}

function summarize(name: string, costs: readonly Cost[], pieces: number): Result {
  const times = costs.map(({ time }) => time / pieces).sort((left, right) => left - right);
  return {
    name,
    median: median(times),
    fastest: times[0] ?? NaN,
    slowest: times.at(-1) ?? NaN,
    memory: Math.max(...costs.map(({ memory }) => memory)),
  };
}

/** The middle of sorted numbers. */
export function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
