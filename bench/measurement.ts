import type { Comparison } from './compare.js';

/**
 * What is asked of ours; where it is not so, the report marks it.
 *
 * - `time`: how many times as long as theirs it may take
 * - `speed`: how many times as fast as theirs it has to be
 * - `milliseconds`: how long it may take, whatever theirs takes
 * - `resident`: how many MiB it may hold in all
 * - `memory`: how many MiB it may hold above those of the same process that only waits
 */
export type Limit =
  | { readonly of: 'time'; readonly atMost: number }
  | { readonly of: 'speed'; readonly atLeast: number }
  | { readonly of: 'milliseconds'; readonly atMost: number }
  | { readonly of: 'resident'; readonly atMost: number }
  | { readonly of: 'memory'; readonly atMost: number; readonly idle: number };

/** Two contenders measured, and what is asked of ours. */
export interface Measurement extends Comparison {
  /** Which part of the figure, where it has several. */
  readonly title?: string;
  /** What a piece of the work is, in the plural, where the rate tells more than the time: `calls`. */
  readonly unit?: string;
  readonly limits: readonly Limit[];
}

/** Holds a measurement against a limit, in words; those of a limit that is not kept are in capitals. */
export function judge({ ours, speed }: Comparison, limit: Limit): string {
  switch (limit.of) {
    case 'time': {
      const value = 1 / speed;
      return verdict(value <= limit.atMost, `${value.toFixed(2)} times as long`, limit);
    }
    case 'speed':
      return verdict(speed >= limit.atLeast, `${speed.toFixed(2)} times as fast`, limit);
    case 'milliseconds':
      return verdict(ours.median <= limit.atMost, `${digits(ours.median)} ms`, limit);
    case 'resident':
      return verdict(ours.memory <= limit.atMost, `${ours.memory.toFixed(0)} MiB`, limit);
    case 'memory': {
      const value = ours.memory - limit.idle;
      return verdict(value <= limit.atMost, `${value.toFixed(0)} MiB over idle`, limit);
    }
  }
}

function verdict(kept: boolean, what: string, limit: Limit): string {
  const bound = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
  return `${what}; ${kept ? 'within the limit' : 'BEYOND THE LIMIT'}: ${bound}`;
}

/** A number with the digits that tell something. */
export function digits(value: number): string {
  return value.toFixed(value < 1 ? 3 : value < 100 ? 1 : 0);
}
