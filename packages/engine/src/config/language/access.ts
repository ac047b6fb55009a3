import {
  isList,
  isNumeric,
  isObject,
  SetValue,
  suggest,
  toNumber,
  Unknown,
  UNKNOWN,
  unmark,
  Value,
  ValueObject,
} from '@virtform/values';
import { textOf, tryConvert } from './convert.js';
import { bare, Environment, withMarks } from './environment.js';
import { fail, Failure } from './fail.js';
import { exceeds } from './loops.js';
import type { Attribute, Index, Splat } from './expression.js';
import { collectionType, listOf, typeOf, unknownOf } from './types.js';
import { unify } from './unify.js';

export function evaluateAttribute(node: Attribute, environment: Environment): Value {
  const { value, marks } = bare(node.target, environment);
  const wrong = (failure: Failure): Value => withMarks(fail(environment, node, failure), marks);
  if (value instanceof Unknown)
    return mayHaveAttributes(value)
      ? withMarks(elementOfUnknown(value), marks)
      : wrong(hasNone(node.name, value.type === 'list'));
  if (value === null)
    return wrong({
      summary: 'Attempt to get attribute from null value',
      detail: `This value is null, so it does not have any attributes; ".${node.name}" was asked for.`,
    });
  if (!isObject(value)) return wrong(hasNone(node.name, isList(value)));
  const part = Object.hasOwn(value, node.name) ? value[node.name] : undefined;
  if (part !== undefined) return withMarks(part, marks);
  return wrong(missing(node.name, Object.keys(value), collectionType(value) === undefined));
}

function hasNone(name: string, isSequence: boolean): Failure {
  return {
    summary: 'Unsupported attribute',
    detail: isSequence
      ? `A list has no attribute ".${name}"; one of its elements may: ask with [0], or with [*] for all of them.`
      : `This value does not have any attributes; ".${name}" was asked for.`,
  };
}

/** Of some unknown values the type is known: text, numbers and sequences have no attributes. */
function mayHaveAttributes(value: Unknown): boolean {
  const type = typeOf(value);
  return typeof type === 'string' ? type === 'any' : type.kind === 'map' || type.kind === 'object';
}

function missing(name: string, names: readonly string[], isObjectType: boolean): Failure {
  const near = suggest(name, names);
  return {
    summary: isObjectType ? 'Unsupported attribute' : 'Missing map element',
    detail: isObjectType
      ? `This object does not have an attribute named ${JSON.stringify(name)}.`
      : `This map does not have an element with the key ${JSON.stringify(name)}.`,
    ...(near === undefined ? {} : { action: `Did you mean ${JSON.stringify(near)}?` }),
  };
}

function elementOfUnknown(value: Unknown): Value {
  const type = typeOf(value);
  return unknownOf(typeof type === 'object' && 'element' in type ? type.element : 'any');
}

export function evaluateIndex(node: Index, environment: Environment): Value {
  const target = bare(node.target, environment);
  const key = bare(node.key, environment);
  const result = indexed(target.value, key.value);
  if ('found' in result) return withMarks(result.found, target.marks, key.marks);
  return withMarks(fail(environment, node, result.failure), target.marks, key.marks);
}

type Indexed = { readonly found: Value } | { readonly failure: Failure };

function indexed(target: Value, key: Value): Indexed {
  if (target === null)
    return failed('Attempt to index null value', 'This value is null, so it does not have any indices.');
  if (key === null) return failed('Invalid index', 'The index is null.');
  if (target instanceof Unknown) return indexedUnknown(target, key);
  if (target instanceof SetValue) return NO_KEYS;
  if (isList(target)) return element(target, key);
  if (isObject(target)) return entry(target, key);
  return NO_INDICES;
}

/** What can be said of an index into a value of which only the type is known. */
function indexedUnknown(target: Unknown, key: Value): Indexed {
  const type = typeOf(target);
  if (type === 'string' || type === 'number' || type === 'bool') return NO_INDICES;
  if (typeof type === 'object' && type.kind === 'set') return NO_KEYS;
  const isList = typeof type === 'object' && type.kind === 'list';
  const index = isList ? tryConvert(key, 'number') : undefined;
  if (isList && index === undefined) return NUMBER_NEEDED;
  if (isNumeric(index) && !Number.isInteger(toNumber(index)))
    return failed('Invalid index', 'The index of a list is a whole number.');
  return { found: elementOfUnknown(target) };
}

const NO_INDICES = failed('Invalid index', 'This value does not have any indices.');

const NUMBER_NEEDED = failed('Invalid index', 'A list is indexed by a number: a number is required.');

const NO_KEYS = failed(
  'Invalid index',
  'Elements of a set are identified only by their value and have no index or key.',
  'Turn the set into a list with tolist, or look for elements with a "for" expression.',
);

function failed(summary: string, detail: string, action?: string): Indexed {
  return { failure: { summary, detail, ...(action === undefined ? {} : { action }) } };
}

function element(target: readonly Value[], key: Value): Indexed {
  const index = tryConvert(key, 'number');
  if (index === undefined) return NUMBER_NEEDED;
  if (index instanceof Unknown)
    return { found: unknownOf(collectionType(target)?.element ?? unify(target.map(typeOf)) ?? 'any') };
  const position = isNumeric(index) ? toNumber(index) : Number.NaN;
  const found = Number.isInteger(position) ? target[position] : undefined;
  if (found !== undefined) return { found };
  return failed('Invalid index', `The given key does not identify an element: ${whyNot(target, position)}.`);
}

function whyNot(target: readonly Value[], position: number): string {
  if (target.length === 0) return 'the collection has no elements';
  if (!Number.isInteger(position)) return 'an index is a whole number';
  return position < 0
    ? 'a negative index does not count from the end; element(list, index) or reverse(list) may help'
    : `the index ${position} is not below the length ${target.length}`;
}

function entry(target: ValueObject, key: Value): Indexed {
  if (key instanceof Unknown) return { found: unknownOf(collectionType(target)?.element ?? 'any') };
  const name = textOf(key);
  if (name === undefined)
    return failed('Invalid index', 'A map or an object is indexed by a string: a string is required.');
  const found = Object.hasOwn(target, name) ? target[name] : undefined;
  if (found !== undefined) return { found };
  const near = suggest(name, Object.keys(target));
  return failed(
    'Invalid index',
    `The given key ${JSON.stringify(name)} does not identify an element of this collection.`,
    near === undefined ? undefined : `Did you mean ${JSON.stringify(near)}?`,
  );
}

/** A list gives a list of what its elements give; null gives none; any other single value counts as a list of one. */
export function evaluateSplat(node: Splat, environment: Environment): Value {
  const { value, marks } = bare(node.target, environment);
  if (value === null) return withMarks([], marks);
  const type = collectionType(value);
  if (value instanceof Unknown) {
    if (type?.kind !== 'list' && type?.kind !== 'set') return withMarks(unknownOf('any'), marks);
    // What is wrong with every element is wrong whatever they are; and what they give has a type.
    const each = environment.walk(node.each, {
      ...environment,
      item: unknownOf(type.element),
      structural: false,
    });
    return withMarks(unknownOf({ kind: 'list', element: typeOf(each) }), marks);
  }
  const elements = value instanceof SetValue ? value.elements : isList(value) ? value : [value];
  if (exceeds(node, elements.length, environment)) return withMarks(UNKNOWN, marks);
  const results = elements.map((item) =>
    environment.walk(node.each, { ...environment, item, structural: false }),
  );
  const isSequence = value instanceof SetValue || type?.kind === 'list';
  if (!isSequence) return withMarks(results, marks);
  return withMarks(
    listOf(results, unify(results.map((result) => typeOf(unmark(result).value))) ?? 'any'),
    marks,
  );
}
