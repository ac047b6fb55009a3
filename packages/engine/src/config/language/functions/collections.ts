import {
  isList,
  isObject,
  Marked,
  mark,
  Mark,
  SetValue,
  Unknown,
  UNKNOWN,
  unmark,
  Value,
} from '@virtform/values';
import { convert } from '../convert.js';
import { equalInLanguage } from '../equality.js';
import { graphemes, compareText } from '../text.js';
import { collectionType, listOf, mayShrink, Type, typeOf, unknownOf } from '../types.js';
import { unify } from '../unify.js';
import {
  asElements,
  asInteger,
  asTexts,
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

function concat(values: readonly Value[]): Value {
  if (values.length === 0) throw new FunctionProblem('at least one argument is required');
  const marks = new Set<Mark>();
  const lists = values.map((value, index) => {
    const bare = unmark(value);
    for (const found of bare.marks) marks.add(found);
    if (bare.value instanceof Unknown) return undefined;
    if (bare.value === null || bare.value instanceof SetValue || !isList(bare.value))
      throw new FunctionProblem('all arguments must be lists or tuples', index);
    return bare.value;
  });
  if (lists.some((list) => list === undefined)) return mark(UNKNOWN, marks);
  const types = values.map((value) => collectionType(value));
  const elements = lists.flatMap((list) => list ?? []);
  const element = types.every((type) => type !== undefined)
    ? unify(types.map((type) => type.element))
    : undefined;
  if (element === undefined) return mark(elements, marks);
  return mark(
    listOf(
      elements.map((part) => convert(part, element)),
      element,
    ),
    marks,
  );
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

function distinct(list: Value | undefined): Value {
  const result: Value[] = [];
  for (const element of asElements(list))
    if (!result.some((other) => equalInLanguage(other, element) === true)) result.push(element);
  return listOf(result, elementType(list));
}

function elementType(list: Value | undefined): Type {
  return list === undefined ? 'any' : (collectionType(list)?.element ?? 'any');
}

function element(list: Value | undefined, index: Value | undefined): Value {
  const { value: bare, marks } = unmark(list ?? null);
  if (bare instanceof Unknown || index instanceof Unknown) return mark(UNKNOWN, marks);
  if (bare instanceof SetValue || bare === null || !isList(bare))
    throw new FunctionProblem('cannot read elements from this value: a list or a tuple is required', 0);
  const position = asInteger(index, 1);
  if (bare.length === 0) throw new FunctionProblem('cannot use element function with an empty list', 0);
  if (position < 0) throw new FunctionProblem('cannot use element function with a negative index', 1);
  return mark(bare[position % bare.length] ?? null, marks);
}

/** Lists, sets and tuples inside are opened, however deep; undefined where something unknown may hold more. */
function flatten(list: Value, marks: Set<Mark>): readonly Value[] | undefined {
  const result: Value[] = [];
  for (const part of asElements(list, 0)) {
    const { value: bare, marks: own } = unmark(part);
    if (bare instanceof Unknown && (typeOf(bare) === 'any' || typeof typeOf(bare) === 'object'))
      return undefined;
    if (bare !== null && (bare instanceof SetValue || isList(bare))) {
      for (const found of own) marks.add(found);
      const inner = flatten(bare, marks);
      if (inner === undefined) return undefined;
      result.push(...inner);
    } else result.push(part);
  }
  return result;
}

function length(value: Value | undefined): Value {
  const { value: bare, marks } = unmark(value ?? null);
  return mark(lengthOf(bare), marks);
}

function lengthOf(value: Exclude<Value, Marked>): Value {
  if (value instanceof Unknown) return unknownOf('number');
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

/** Elements may be unknown, or marked: they stay what they are, elsewhere. Of a list that is unknown as a whole nothing is known. */
function moving(move: (list: Value | undefined, ...others: readonly Value[]) => Value) {
  return ([list = null, ...others]: readonly Value[]): Value => {
    const { value, marks } = unmark(list);
    const type = collectionType(value);
    if (value instanceof Unknown)
      return mark(type === undefined ? UNKNOWN : unknownOf({ ...type, kind: 'list' }), marks);
    return move(list, ...others);
  };
}

function reverse(value: Value | undefined): Value {
  const { value: bare, marks } = unmark(value ?? null);
  const reversed = asElements(bare, 0).toReversed();
  const type = collectionType(bare);
  return mark(type === undefined ? reversed : listOf(reversed, type.element), marks);
}

function slice(value: Value | undefined, from: number, to: number): Value {
  const { value: bare, marks } = unmark(value ?? null);
  if (bare instanceof SetValue)
    throw new FunctionProblem('cannot slice a set, because its elements do not have indices', 0);
  const elements = asElements(bare, 0);
  if (from < 0 || from > elements.length)
    throw new FunctionProblem('start index must be between zero and the length of the list', 1);
  if (to > elements.length || to < from)
    throw new FunctionProblem('end index must be between the start index and the length of the list', 2);
  const part = elements.slice(from, to);
  const type = collectionType(bare);
  return mark(type === undefined ? part : listOf(part, type.element), marks);
}

function chunk(list: Value | undefined, size: number): Value {
  if (size < 0) throw new FunctionProblem('the size argument must be positive', 1);
  const { value: bare, marks } = unmark(list ?? null);
  const elements = asElements(bare, 0);
  const type = elementType(bare);
  const chunks: Value[] = [];
  const step = size === 0 ? elements.length : size;
  for (let at = 0; at < elements.length; at += step) chunks.push(listOf(elements.slice(at, at + step), type));
  return mark(listOf(chunks, { kind: 'list', element: type }), marks);
}

const anyList = listType('any');

export const COLLECTIONS: FunctionFamily = {
  alltrue: quantifier(false),
  anytrue: quantifier(true),
  chunklist: {
    parameters: [parameter('list', anyList, 'unknown', 'marks'), parameter('size', 'number')],
    returns: listType(anyList),
    run: ([list = null, size]) => {
      const { value, marks } = unmark(list);
      return value instanceof Unknown
        ? mark(unknownOf(listType(anyList)), marks)
        : chunk(list, asInteger(size, 1));
    },
  },
  coalesce: {
    parameters: [],
    rest: parameter('vals', 'any', 'null', 'unknown', 'marks'),
    returns: 'any',
    run: coalesce,
  },
  coalescelist: {
    parameters: [],
    rest: parameter('vals', 'any', 'unknown'),
    returns: 'any',
    run: coalesceList,
  },
  compact: {
    parameters: [parameter('list', listType('string'))],
    returns: listType('string'),
    run: ([list]) =>
      listOf(
        asElements(list).filter((each) => each !== null && each !== ''),
        'string',
      ),
  },
  concat: {
    parameters: [],
    rest: parameter('seqs', 'any', 'unknown', 'marks'),
    returns: 'any',
    run: concat,
  },
  contains: {
    parameters: [parameter('list', 'any', 'unknown'), parameter('value', 'any', 'unknown')],
    returns: 'bool',
    run: ([list, value]) => (list instanceof Unknown ? unknownOf('bool') : contains(list, value)),
  },
  distinct: {
    parameters: [parameter('list', anyList)],
    returns: anyList,
    run: ([list]) => distinct(list),
  },
  element: {
    parameters: [parameter('list', 'any', 'unknown', 'marks'), parameter('index', 'number', 'unknown')],
    returns: 'any',
    run: ([list, index]) => element(list, index),
  },
  flatten: {
    parameters: [parameter('list', 'any', 'unknown', 'marks')],
    returns: 'any',
    run: ([list = null]) => {
      const { value: bare, marks: own } = unmark(list);
      const marks = new Set<Mark>(own);
      const flat = bare instanceof Unknown ? undefined : flatten(bare, marks);
      return mark(flat ?? UNKNOWN, marks);
    },
  },
  index: {
    parameters: [parameter('list', 'any'), parameter('value', 'any')],
    returns: 'number',
    run: ([list, value = null]) => {
      if (list instanceof SetValue) throw new FunctionProblem('argument must be a list or tuple', 0);
      const elements = asElements(list, 0);
      if (elements.length === 0) throw new FunctionProblem('cannot search an empty list', 0);
      const at = elements.findIndex((each) => equalInLanguage(each, value) === true);
      if (at === -1) throw new FunctionProblem('item not found', 1);
      return at;
    },
  },
  length: {
    parameters: [parameter('value', 'any', 'unknown', 'marks')],
    returns: 'number',
    run: ([value]) => length(value),
  },
  one: { parameters: [parameter('list', 'any')], returns: 'any', run: ([list]) => one(list) },
  reverse: {
    parameters: [parameter('list', 'any', 'unknown', 'marks')],
    returns: 'any',
    run: moving(reverse),
  },
  slice: {
    parameters: [
      parameter('list', 'any', 'unknown', 'marks'),
      parameter('start_index', 'number'),
      parameter('end_index', 'number'),
    ],
    returns: 'any',
    run: moving((list, from, to) => slice(list, asInteger(from, 1), asInteger(to, 2))),
  },
  sort: {
    parameters: [parameter('list', listType('string'), 'unknown')],
    returns: listType('string'),
    run: ([list]) => {
      if (list instanceof Unknown) return unknownOf(listType('string'));
      // Where one is not known, no place is sure.
      if (asElements(list, 0).some((element) => element instanceof Unknown))
        return listOf(
          asElements(list, 0).map(() => unknownOf('string')),
          'string',
        );
      return listOf([...asTexts(list, 0)].sort(compareText), 'string');
    },
  },
};
