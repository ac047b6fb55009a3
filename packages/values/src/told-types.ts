import type { Value } from './value.js';

/** A type of the language. `any` is what nothing is known about: null, and unknown values without a hint. */
export type Type = 'any' | 'string' | 'number' | 'bool' | StructureType;

/** The type of what has parts. */
export type StructureType = CollectionType | TupleType | ObjectType;

export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Type;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
}

export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: ReadonlyMap<string, Type>;
  /** Attributes that may be left out, in types of variables: what they are then (null without a default). */
  readonly optional?: ReadonlyMap<string, Value>;
}

/**
 * A list made by `tolist` and a tuple written as `[…]` are the same JavaScript array, a map and an object the same
 * JavaScript object. What tells them apart, the type of their elements, is kept beside them: what is not listed here is a
 * tuple or an object whose parts say what they are. The same holds for unknown values of a collection type, and for a tuple or an
 * object with a null in it that is known to be of a type.
 */
const TYPES = new WeakMap<object, StructureType>();

/** A value of that type; its array, object or class must be a fresh one. */
export function typed<Fresh extends object>(value: Fresh, type: StructureType): Fresh {
  TYPES.set(value, type);
  return value;
}

/** A copy has the type of what it was copied from. */
export function typedLike<Fresh extends object>(copy: Fresh, original: object): Fresh {
  const type = TYPES.get(original);
  if (type !== undefined) TYPES.set(copy, type);
  return copy;
}

/** The type that is kept beside a value. */
export function toldType(value: object): StructureType | undefined {
  return TYPES.get(value);
}
