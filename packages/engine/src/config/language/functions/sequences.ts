import { isList, mark, Mark, SetValue, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import { convert } from '../convert.js';
import { equalInLanguage } from '../equality.js';
import { compareText } from '../text.js';
import { collectionType, listOf, Type, typeOf, unknownOf } from '../types.js';
import { unify } from '../unify.js';
import {
  asElements,
  asInteger,
  asTexts,
  FunctionFamily,
  FunctionProblem,
  listType,
  parameter,
} from './function.js';

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

export const SEQUENCES: FunctionFamily = {
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
