import { isList, isObject, Marked, mark, SetValue, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import { convert } from '../convert.js';
import { equalInLanguage } from '../equality.js';
import { graphemes } from '../text.js';
import { mayShrink, typeOf, unknownOf } from '../types.js';
import { neverNull } from '../refinements.js';
import { unify } from '../unify.js';
import {
  asElements,
  FunctionFamily,
  FunctionProblem,
  FunctionSpec,
  listType,
  parameter,
} from './function.js';

/** Whether all (or any) elements are true; one that decides makes unknown ones irrelevant. */
function quantifier(decisive: boolean): FunctionSpec {
  return {
    parameters: [parameter('list', listType('bool'), 'unknown')],
    returns: 'bool',
    run: ([list]) => {
      if (list instanceof Unknown) return unknownOf('bool');
      let result: Value = !decisive;
      for (const element of asElements(list)) {
        // A null element is not true.
        if (element === decisive || (!decisive && element === null)) return decisive;
        if (element instanceof Unknown) result = unknownOf('bool');
      }
      return result;
    },
  };
}

function coalesce(values: readonly Value[]): Value {
  const type = unify(values.map(typeOf));
  if (type === undefined) throw new FunctionProblem('all arguments must have the same type');
  // Every argument decides, taken or not.
  const marks = new Set(values.flatMap((value) => [...unmark(value).marks]));
  for (const value of values) {
    const bare = unmark(value);
    if (bare.value instanceof Unknown) return mark(unknownOf(type), marks);
    if (bare.value === null || (type === 'string' && bare.value === '')) continue;
    return mark(convert(bare.value, type), marks);
  }
  throw new FunctionProblem('no non-null, non-empty-string arguments');
}

function coalesceList(values: readonly Value[]): Value {
  for (const [index, value] of values.entries())
    if (!(value instanceof Unknown) && (value === null || !isList(value)))
      throw new FunctionProblem('coalescelist arguments must be lists or tuples', index);
  for (const [index, value] of values.entries()) {
    if (value instanceof Unknown) return UNKNOWN;
    if (asElements(value, index).length > 0) return value;
  }
  throw new FunctionProblem('no non-null arguments');
}

function contains(list: Value | undefined, wanted: Value | undefined): Value {
  let result: Value = false;
  for (const element of asElements(list, 0)) {
    const equal = equalInLanguage(element, wanted ?? null);
    if (equal === true) return true;
    if (equal === undefined) result = unknownOf('bool');
  }
  return result;
}

function length(value: Value | undefined): Value {
  const { value: bare, marks } = unmark(value ?? null);
  return mark(lengthOf(bare), marks);
}

function lengthOf(value: Exclude<Value, Marked>): Value {
  if (value instanceof Unknown) return neverNull(unknownOf('number'));
  if (typeof value === 'string') return graphemes(value).length;
  if (value instanceof SetValue) return mayShrink(value) ? unknownOf('number') : value.elements.length;
  if (value !== null && isList(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new FunctionProblem('argument must be a string, a collection type, or a structural type', 0);
}

function one(value: Value | undefined): Value {
  const elements = asElements(value, 0);
  if (elements.length > 1)
    throw new FunctionProblem('must be a list, set, or tuple value with either zero or one elements', 0);
  return elements[0] ?? null;
}

export const COLLECTIONS: FunctionFamily = {
  alltrue: quantifier(false),
  anytrue: quantifier(true),
  coalesce: {
    parameters: [],
    rest: parameter('vals', 'any', 'null', 'unknown', 'marks'),
    returns: 'any',
    run: coalesce,
  },
  coalescelist: {
    parameters: [],
    rest: parameter('vals', 'any', 'null', 'unknown'),
    returns: 'any',
    run: coalesceList,
  },
  contains: {
    parameters: [parameter('list', 'any', 'unknown'), parameter('value', 'any', 'unknown')],
    returns: 'bool',
    run: ([list, value]) => (list instanceof Unknown ? unknownOf('bool') : contains(list, value)),
  },
  index: {
    parameters: [parameter('list', 'any', 'unknown'), parameter('value', 'any', 'unknown')],
    returns: 'number',
    run: ([list, value = null]) => {
      if (list instanceof Unknown) return neverNull(unknownOf('number'));
      if (list instanceof SetValue) throw new FunctionProblem('argument must be a list or tuple', 0);
      const elements = asElements(list, 0);
      if (elements.length === 0) throw new FunctionProblem('cannot search an empty list', 0);
      for (const [at, each] of elements.entries()) {
        const equal = equalInLanguage(each, value);
        if (equal === true) return at;
        if (equal === undefined) return neverNull(unknownOf('number'));
      }
      throw new FunctionProblem('item not found', 1);
    },
  },
  length: {
    parameters: [parameter('value', 'any', 'unknown', 'marks')],
    returns: 'number',
    run: ([value]) => length(value),
  },
  one: { parameters: [parameter('list', 'any')], returns: 'any', run: ([list]) => one(list) },
};
