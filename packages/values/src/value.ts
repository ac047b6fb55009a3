import { PreciseNumber } from './precise-number.js';

/**
 * The values that configurations hold and plans compare.
 *
 * Null, booleans, numbers, strings, lists and objects are plain JavaScript, so that a value read from JSON is one already.
 * Integers beyond 2^53 are `bigint`. What plain JavaScript cannot say are four small classes: a number that no double holds, a
 * value that is known only after apply, a set, and a value that carries marks.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | PreciseNumber
  | string
  | Unknown
  | Marked
  | SetValue
  | readonly Value[]
  | ValueObject;

/** An object or a map: the language tells them apart by type, not by shape. */
export interface ValueObject {
  readonly [name: string]: Value;
}

/** A value without unknown parts, sets and marks: what JSON can carry (numbers beyond doubles aside). */
export type Json = null | boolean | number | bigint | PreciseNumber | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** What is known about the type of a value that is not known yet. */
export type TypeHint = 'string' | 'number' | 'bool' | 'list' | 'object';

/** A value that is known only after apply. */
export class Unknown {
  constructor(readonly type?: TypeHint) {}
}

/** An unknown value of unknown type; use it where the type is not known either. */
export const UNKNOWN = new Unknown();

/** A set as `toset` makes it: no order, no duplicates. The elements are kept in the order of iteration. */
export class SetValue {
  constructor(readonly elements: readonly Value[]) {}
}

/** What is said about a value beside what it is: `sensitive` is never printed, `ephemeral` is never stored. */
export type Mark = 'sensitive' | 'ephemeral';

/** A value with marks. The value inside is never itself a `Marked`; its parts may be. */
export class Marked {
  constructor(
    readonly value: Exclude<Value, Marked>,
    readonly marks: ReadonlySet<Mark>,
  ) {}
}

/** Tells a list from an object, which `Array.isArray` does not do for read-only arrays. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether the value is an object or a map. */
export function isObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Marked) &&
    !(value instanceof SetValue) &&
    !(value instanceof PreciseNumber)
  );
}

/** Whether the value itself is unknown (its marks aside); an object with unknown parts is not. */
export function isUnknown(value: Value | undefined): boolean {
  return value instanceof Unknown || (value instanceof Marked && value.value instanceof Unknown);
}

/** Whether nothing in the value, however deep, is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value instanceof Unknown) return false;
  if (value instanceof Marked) return isWhollyKnown(value.value);
  if (value instanceof SetValue) return value.elements.every(isWhollyKnown);
  if (isList(value)) return value.every(isWhollyKnown);
  if (isObject(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}
