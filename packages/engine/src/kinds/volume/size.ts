import { sizeInBytes, volume } from '@virtform/schema';
import { Unknown, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';

/** The capacity in bytes; undefined where it is not said or not known yet. */
export function capacityOf(attributes: Attributes): bigint | undefined {
  const shape = volume.attributes.capacity;
  return shape?.kind === 'scalar' && shape.meaning?.as === 'size'
    ? sizeInBytes(attributes.capacity, shape.meaning, attributes)
    : undefined;
}

/** Bytes as plain data: a number, or where that would lose digits, a bigint; undefined: not known yet. */
export function bytesValue(bytes: bigint | undefined): number | bigint | Unknown {
  if (bytes === undefined) return new Unknown('number');
  return Number.isSafeInteger(Number(bytes)) ? Number(bytes) : bytes;
}

/** Bytes read back from plain data. */
export function bytesFrom(value: Value | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}
