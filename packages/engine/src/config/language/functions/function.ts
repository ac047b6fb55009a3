import {
  isList,
  isNumeric,
  isObject,
  Numeric,
  SetValue,
  toNumber,
  Value,
  ValueObject,
} from '@virtform/values';
import type { Surroundings } from '../../configuration.js';
import type { CollectionType, Type } from '../types.js';

/** One parameter of a function. An argument is converted to its type before the function sees it. */
export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** Null is a value like any other here. */
  readonly takesNull: boolean;
  /** A null that stands there as such, without a type, makes the result unknown. */
  readonly wantsType: boolean;
  /** The function sees values that are unknown, or partly so; otherwise one such argument makes the result unknown. */
  readonly takesUnknown: boolean;
  /** The function sees marks and puts them where they belong; otherwise they move to the result. */
  readonly takesMarks: boolean;
}

/** What a function takes and returns. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** What all further arguments are. */
  readonly rest?: Parameter;
  /** What is known of the result where an argument is unknown. */
  readonly returns: Type;
}

/** What a function is: data, but for `run`. */
export interface FunctionSpec extends Signature {
  readonly run: (values: readonly Value[], surroundings: Surroundings) => Value;
}

export type FunctionFamily = Readonly<Record<string, FunctionSpec>>;

/** What a function cannot do; `argument` is the position of the argument that is to blame. */
export class FunctionProblem extends Error {
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
    this.name = 'FunctionProblem';
  }
}

type Leniency = 'null' | 'typed-null' | 'unknown' | 'marks';

/** A parameter, with what it takes beside plain known values. */
export function parameter(name: string, type: Type, ...takes: readonly Leniency[]): Parameter {
  return {
    name,
    type,
    takesNull: takes.includes('null') || takes.includes('typed-null'),
    wantsType: takes.includes('typed-null'),
    takesUnknown: takes.includes('unknown'),
    takesMarks: takes.includes('marks'),
  };
}

export function listType(element: Type): CollectionType {
  return { kind: 'list', element };
}

export function setType(element: Type): CollectionType {
  return { kind: 'set', element };
}

/** The arguments as what their parameters' types have made of them. A mismatch is a mistake in a function's table. */
export function asText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new FunctionProblem('a string is required');
}

export function asNumber(value: Value | undefined): Numeric {
  if (isNumeric(value)) return value;
  throw new FunctionProblem('a number is required');
}

/** A whole number that an index or a length can be. */
export function asInteger(value: Value | undefined, argument?: number): number {
  const number = toNumber(asNumber(value));
  if (Number.isInteger(number)) return number;
  throw new FunctionProblem('a whole number is required', argument);
}

/** The elements of a list, a tuple or a set. */
export function asElements(value: Value | undefined, argument?: number): readonly Value[] {
  if (value instanceof SetValue) return value.elements;
  if (value !== undefined && isList(value)) return value;
  throw new FunctionProblem('a list is required', argument);
}

export function asObject(value: Value | undefined, argument?: number): ValueObject {
  if (isObject(value)) return value;
  throw new FunctionProblem('a map or an object is required', argument);
}

/** The elements of a list of strings; null has no place in it. */
export function asTexts(value: Value | undefined, argument?: number): readonly string[] {
  return asElements(value).map((element, index) => {
    if (typeof element === 'string') return element;
    throw new FunctionProblem(`element ${index} is null, and a string is required`, argument);
  });
}
