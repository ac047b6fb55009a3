import { randomBytes } from 'node:crypto';
import type { RandomEffects } from './effects.js';

/** The system's randomness. */
export function realRandom(): RandomEffects {
  return { bytes: (length) => randomBytes(length) };
}
