import { runOnce, type Contender, type Cost } from './process.js';

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
  /** The ratio of the medians: 2 means that ours takes twice as long. */
  readonly ratio: number;
}

/**
 * Runs two contenders in turns, A B A B, so that what else the machine does meets both. One round before the first counts for
 * neither: it fills caches.
 */
export async function compare(ours: Contender, theirs: Contender, rounds: number): Promise<Comparison> {
  const costs = { ours: [] as Cost[], theirs: [] as Cost[] };
  for (let round = 0; round <= rounds; round += 1) {
    const cost = { ours: await runOnce(ours), theirs: await runOnce(theirs) };
    if (round === 0) continue;
    costs.ours.push(cost.ours);
    costs.theirs.push(cost.theirs);
  }
  const results = { ours: summarize(ours.name, costs.ours), theirs: summarize(theirs.name, costs.theirs) };
  return { ...results, ratio: results.ours.median / results.theirs.median };
}

function summarize(name: string, costs: readonly Cost[]): Result {
  const times = costs.map(({ time }) => time).sort((left, right) => left - right);
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
