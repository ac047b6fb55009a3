import {
  isList,
  isObject,
  isWhollyKnown,
  Marked,
  SetValue,
  TypeHint,
  Unknown,
  unmark,
  Value,
  ValueObject,
} from '@virtform/values';
import { compareText } from './text.js';
import { compareNumbers, isNumeric } from './number.js';

/** A type of the language. `any` is what nothing is known about: null, and unknown values without a hint. */
export type Type = 'any' | 'string' | 'number' | 'bool' | CollectionType | TupleType | ObjectType;

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
 * tuple or an object. The same holds for unknown values of a collection type.
 */
const COLLECTIONS = new WeakMap<object, CollectionType>();

/** Makes a list of a fresh array. */
export function listOf(elements: readonly Value[], element: Type): readonly Value[] {
  COLLECTIONS.set(elements, { kind: 'list', element });
  return elements;
}

/** Makes a map of a fresh object. */
export function mapOf(entries: ValueObject, element: Type): ValueObject {
  COLLECTIONS.set(entries, { kind: 'map', element });
  return entries;
}

/** Makes a set: elements in Terraform's order, without duplicates. */
export function setOf(elements: readonly Value[], element: Type): SetValue {
  const keyed = elements.map((value) => ({ value, key: setKey(value) }));
  const seen = new Set<string>();
  const different = keyed.filter(({ key, value }) => {
    if (value instanceof Unknown) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  different.sort((a, b) => compareElements(a.value, b.value) || compareText(a.key, b.key));
  const set = new SetValue(different.map(({ value }) => value));
  COLLECTIONS.set(set, { kind: 'set', element });
  return set;
}

/** Whether elements of a set are unknown and may yet turn out to be equal; sets are asked often, so the answer is kept. */
export function mayShrink(set: SetValue): boolean {
  const known = MAY_SHRINK.get(set);
  if (known !== undefined) return known;
  const answer = set.elements.length > 1 && set.elements.some((element) => !isWhollyKnown(element));
  MAY_SHRINK.set(set, answer);
  return answer;
}

const MAY_SHRINK = new WeakMap<SetValue, boolean>();

/** An unknown value of a type. */
export function unknownOf(type: Type): Unknown {
  const hint = hintOf(type);
  const unknown = hint === undefined ? new Unknown() : new Unknown(hint);
  if (typeof type === 'object' && (type.kind === 'list' || type.kind === 'set' || type.kind === 'map'))
    COLLECTIONS.set(unknown, type);
  return unknown;
}

function hintOf(type: Type): TypeHint | undefined {
  if (type === 'any') return undefined;
  if (typeof type === 'string') return type;
  return type.kind === 'map' || type.kind === 'object' ? 'object' : 'list';
}

/** The type of a value, its marks aside. */
export function typeOf(marked: Value): Type {
  const { value } = unmark(marked);
  if (value === null) return 'any';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (isNumeric(value)) return 'number';
  const collection = COLLECTIONS.get(value);
  if (collection !== undefined) return collection;
  if (value instanceof Unknown)
    return value.type === undefined || value.type === 'list' || value.type === 'object' ? 'any' : value.type;
  if (value instanceof SetValue) return { kind: 'set', element: commonElement(value.elements) };
  if (isList(value)) return { kind: 'tuple', elements: value.map(typeOf) };
  return {
    kind: 'object',
    attributes: new Map(sortedEntries(value).map(([name, part]) => [name, typeOf(part)])),
  };
}

/** Whether the value is known to be a list, a set or a map, not a tuple or an object. */
export function collectionType(value: Value): CollectionType | undefined {
  const bare = unmark(value).value;
  return typeof bare === 'object' && bare !== null ? COLLECTIONS.get(bare) : undefined;
}

/** Sets that come from elsewhere hold elements of one type. */
function commonElement(elements: readonly Value[]): Type {
  const first = elements.find((element) => typeOf(element) !== 'any');
  return first === undefined ? 'any' : typeOf(first);
}

/** The attributes of an object in the order in which the language visits them. */
export function sortedEntries(value: ValueObject): [string, Value][] {
  return Object.entries(value).sort(([left], [right]) => compareText(left, right));
}

export function sameType(left: Type, right: Type): boolean {
  return alike(left, right, false);
}

/** Whether two types are the same as far as they are known: a part that is null or unknown may be of any type. */
export function mayBeSameType(left: Type, right: Type): boolean {
  return alike(left, right, true);
}

function alike(left: Type, right: Type, anyFits: boolean): boolean {
  if (anyFits && (left === 'any' || right === 'any')) return true;
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  if (left.kind === 'tuple')
    return (
      right.kind === 'tuple' &&
      left.elements.length === right.elements.length &&
      left.elements.every((element, index) => alike(element, right.elements[index] ?? 'any', anyFits))
    );
  if (left.kind === 'object')
    return (
      right.kind === 'object' &&
      left.attributes.size === right.attributes.size &&
      [...left.attributes].every(([name, type]) => {
        const other = right.attributes.get(name);
        return other !== undefined && alike(type, other, anyFits);
      })
    );
  return left.kind === right.kind && alike(left.element, right.element, anyFits);
}

/** The type in words, for messages: `list of string`, `object with 2 attributes`. */
export function describeType(type: Type): string {
  if (type === 'any') return 'dynamic';
  if (typeof type === 'string') return type;
  if (type.kind === 'tuple') return 'tuple';
  if (type.kind === 'object') return 'object';
  return type.element === 'any' ? type.kind : `${type.kind} of ${describeType(type.element)}`;
}

function compareElements(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return rankOf(left) - rankOf(right);
}

/** Known before unknown before null. */
function rankOf(value: Value): number {
  if (value === null) return 2;
  return value instanceof Unknown ? 1 : 0;
}

/** Text that two values share only when they are the same; Terraform orders sets of structures by the like. */
function setKey(value: Value): string {
  if (value === null) return '~';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (isNumeric(value)) return value.toString();
  if (value instanceof Unknown) return '?';
  if (value instanceof Marked) return setKey(value.value);
  if (value instanceof SetValue)
    return `[${value.elements.map((element) => `${setKey(element)};`).join('')}]`;
  if (isList(value)) {
    const inner = value.map((element) => `${setKey(element)};`).join('');
    return COLLECTIONS.has(value) ? `[${inner}]` : `<${inner}>`;
  }
  if (!isObject(value)) return '';
  const entries = sortedEntries(value);
  return COLLECTIONS.has(value)
    ? `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${setKey(part)};`).join('')}}`
    : `<${entries.map(([name, part]) => `${JSON.stringify(name)}${setKey(part)};`).join('')}>`;
}
