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
  /**
   * How many times as fast as theirs ours is: the median of what each round says. Where the machine has other things to do in some rounds, it
   * tells more than the medians of both.
   */
  readonly speed: number;
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
  const costs: { readonly ours: Cost; readonly theirs: Cost }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const cost = {
      ours: perPiece(await ours.run(), pieces.ours),
      theirs: perPiece(await theirs.run(), pieces.theirs),
    };
    if (round > 0) costs.push(cost);
  }
  return {
    ours: summarize(
      ours.name,
      costs.map((cost) => cost.ours),
    ),
    theirs: summarize(
      theirs.name,
      costs.map((cost) => cost.theirs),
    ),
    speed: median(costs.map((cost) => cost.theirs.time / cost.ours.time)),
  };
}

function perPiece({ time, memory }: Cost, pieces: number): Cost {
  return { time: time / pieces, memory };
}

function summarize(name: string, costs: readonly Cost[]): Result {
  const times = costs.map(({ time }) => time);
  return {
    name,
    median: median(times),
    fastest: Math.min(...times),
    slowest: Math.max(...times),
    memory: Math.max(...costs.map(({ memory }) => memory)),
  };
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
