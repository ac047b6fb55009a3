import { isObject, mark, Mark, SetValue, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import { convert } from '../convert.js';
import { equalInLanguage } from '../equality.js';
import { compareText } from '../text.js';
import { collectionType, listOf, mapOf, sameType, sortedEntries, Type, typeOf } from '../types.js';
import { unify } from '../unify.js';
import {
  asElements,
  asObject,
  asText,
  asTexts,
  FunctionFamily,
  FunctionProblem,
  listType,
  parameter,
} from './function.js';

function keys(value: Value | undefined): Value {
  const { value: bare, marks } = unmark(value ?? null);
  if (bare instanceof Unknown) return mark(UNKNOWN, marks);
  const names = Object.keys(asObject(bare, 0)).sort(compareText);
  return mark(collectionType(bare) === undefined ? names : listOf(names, 'string'), marks);
}

function values(value: Value | undefined): Value {
  const { value: bare, marks } = unmark(value ?? null);
  if (bare instanceof Unknown) return mark(UNKNOWN, marks);
  const parts = sortedEntries(asObject(bare, 0)).map(([, part]) => part);
  const type = collectionType(bare);
  return mark(type === undefined ? parts : listOf(parts, type.element), marks);
}

function lookup(all: readonly Value[]): Value {
  const [map = null, key = null, ...defaults] = all;
  if (defaults.length > 1) throw new FunctionProblem('lookup takes two or three arguments');
  const target = unmark(map);
  const name = unmark(key);
  const marks = [...target.marks, ...name.marks];
  if (target.value instanceof Unknown || name.value instanceof Unknown) return mark(UNKNOWN, marks);
  const entries = asObject(target.value, 0);
  const wanted = asText(name.value);
  const element = collectionType(target.value)?.element;
  if (Object.hasOwn(entries, wanted)) return mark(entries[wanted] ?? null, marks);
  const [fallback] = defaults;
  if (fallback === undefined)
    throw new FunctionProblem(
      marks.length > 0
        ? 'lookup failed to find a key'
        : `lookup failed to find key ${JSON.stringify(wanted)}`,
    );
  return mark(element === undefined ? fallback : convert(fallback, element), marks);
}

function merge(all: readonly Value[]): Value {
  const marks = new Set<Mark>();
  const result = new Map<string, Value>();
  const types: Type[] = [];
  let known = true;
  for (const [index, value] of all.entries()) {
    const bare = unmark(value);
    for (const found of bare.marks) marks.add(found);
    if (bare.value === null) continue;
    if (bare.value instanceof Unknown) {
      known = false;
      continue;
    }
    if (!isObject(bare.value)) throw new FunctionProblem('arguments must be maps or objects', index);
    types.push(typeOf(bare.value));
    for (const [name, part] of Object.entries(bare.value)) result.set(name, part);
  }
  if (!known) return mark(UNKNOWN, marks);
  const merged = Object.fromEntries(result);
  const [first] = types;
  // Maps of one type make a map; whatever else meets makes an object.
  const isMap =
    typeof first === 'object' && first.kind === 'map' && types.every((type) => sameType(type, first));
  return mark(isMap ? mapOf(merged, first.element) : merged, marks);
}

function zip(names: readonly string[], parts: Value): Value {
  const { value: bare, marks } = unmark(parts);
  if (bare instanceof Unknown) return mark(UNKNOWN, marks);
  if (bare instanceof SetValue) throw new FunctionProblem('values must be a list or a tuple', 1);
  const elements = asElements(bare, 1);
  if (names.length !== elements.length)
    throw new FunctionProblem(
      `number of keys (${names.length}) does not match number of values (${elements.length})`,
    );
  const zipped = Object.fromEntries(names.map((name, index) => [name, elements[index] ?? null]));
  const type = collectionType(bare);
  return mark(type === undefined ? zipped : mapOf(zipped, type.element), marks);
}

function matchKeys(lists: readonly Value[]): Value {
  const [found, among, wanted] = lists.map((list) => asElements(list));
  if (found === undefined || among === undefined || wanted === undefined || found.length !== among.length)
    throw new FunctionProblem('length of keys and values should be equal');
  const kept = found.filter((_, index) =>
    wanted.some((key) => {
      const type = unify([typeOf(key), typeOf(among[index] ?? null)]) ?? 'any';
      return equalInLanguage(convert(among[index] ?? null, type), convert(key, type)) === true;
    }),
  );
  return listOf(kept, collectionType(lists[0] ?? null)?.element ?? 'any');
}

function transpose(map: Value | undefined): Value {
  const result = new Map<string, string[]>();
  for (const [name, list] of sortedEntries(asObject(map)))
    for (const text of asTexts(list, 0)) {
      const gathered = result.get(text) ?? [];
      result.set(text, [...gathered, name]);
    }
  const sorted = [...result].map(
    ([name, list]) => [name, listOf([...list].sort(compareText), 'string')] as const,
  );
  return mapOf(Object.fromEntries(sorted), listType('string'));
}

const anyList = listType('any');

export const MAPS: FunctionFamily = {
  keys: {
    parameters: [parameter('inputMap', 'any', 'unknown', 'marks')],
    returns: 'any',
    run: ([map]) => keys(map),
  },
  values: {
    parameters: [parameter('mapping', 'any', 'unknown', 'marks')],
    returns: 'any',
    run: ([map]) => values(map),
  },
  lookup: {
    parameters: [
      parameter('inputMap', 'any', 'unknown', 'marks'),
      parameter('key', 'string', 'unknown', 'marks'),
    ],
    rest: parameter('default', 'any', 'null', 'unknown', 'marks'),
    returns: 'any',
    run: lookup,
  },
  merge: {
    parameters: [],
    rest: parameter('maps', 'any', 'null', 'unknown', 'marks'),
    returns: 'any',
    run: merge,
  },
  zipmap: {
    parameters: [parameter('keys', listType('string')), parameter('values', 'any', 'unknown', 'marks')],
    returns: 'any',
    run: ([names, parts = null]) => zip(asTexts(names, 0), parts),
  },
  matchkeys: {
    parameters: [parameter('values', anyList), parameter('keys', anyList), parameter('searchset', anyList)],
    returns: anyList,
    run: matchKeys,
  },
  transpose: {
    parameters: [parameter('values', { kind: 'map', element: listType('string') })],
    returns: { kind: 'map', element: listType('string') },
    run: ([map]) => transpose(map),
  },
};
