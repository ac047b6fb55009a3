import type { RandomEffects } from '../effects.js';

/** A source of numbers that always gives the same ones for the same seed. */
export interface SimulatedRandom extends RandomEffects {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
}

/** Mulberry32: small, quick, and good enough to choose between cases. */
export function createRandom(seed: number): SimulatedRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    below: (limit) => next() % limit,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
  };
}
