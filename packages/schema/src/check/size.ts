import { sizeInBytes } from '../compare/meaning.js';
import { isObject } from '@virtform/values';
import type { Part } from './part.js';

/** An amount and its unit: where they stand below a part, and the unit that counts where none is given. */
export interface Amount {
  readonly amount: string;
  readonly unit: string;
  readonly defaultUnit: string;
}

/** The bytes that an amount means; undefined where it, or its unit, is not given or not known. */
export function bytesAt(part: Part, { amount, unit, defaultUnit }: Amount): bigint | undefined {
  if (!isObject(part.value)) return undefined;
  return sizeInBytes(part.value[amount], { as: 'size', unit, defaultUnit, granularity: [] }, part.value);
}
