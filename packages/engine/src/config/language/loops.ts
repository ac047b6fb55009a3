import { isList, isObject, Mark, SetValue, Unknown, unmark, UNKNOWN, Value } from '@virtform/values';
import { MOST_CHARACTERS, MOST_ROUNDS, TOO_LONG, tooGreat } from './bounds.js';
import { textOf, tryConvert } from './convert.js';
import { bare, bind, Environment, withMarks } from './environment.js';
import { fail } from './fail.js';
import type { Expression, ForList, ForObject, TemplateLoop } from './expression.js';
import { sortedEntries, type Type, typeOf, unknownOf } from './types.js';

/** What a loop visits: an index or a key, and a value. */
export type Visit = readonly [key: Value, value: Value];

/** The elements that a loop visits, in the language's order; undefined for what cannot be iterated. */
export function visitsOf(collection: Value): readonly Visit[] | undefined {
  if (collection instanceof SetValue) return collection.elements.map((element) => [element, element]);
  if (collection !== null && isList(collection)) return collection.map((element, index) => [index, element]);
  if (isObject(collection)) return sortedEntries(collection);
  return undefined;
}

/** Text, a number or a bool, known or not, has no elements. */
function isScalarType(type: Type): boolean {
  return type === 'string' || type === 'number' || type === 'bool';
}

interface Loop {
  /** undefined where it cannot be said which there are. */
  readonly rounds: readonly Environment[] | undefined;
  readonly marks: Set<Mark>;
}

/** One environment for each element that the condition lets through. */
function roundsOf(node: ForList | ForObject, environment: Environment): Loop {
  const collection = bare(node.collection, environment);
  const marks = new Set(collection.marks);
  const none: Loop = { rounds: undefined, marks };
  if (collection.value instanceof Unknown && !isScalarType(typeOf(collection.value))) return none;
  const visits = visitsOf(collection.value);
  if (visits === undefined) {
    const isNull = collection.value === null;
    fail(environment, node.collection, {
      summary: isNull ? 'Iteration over null value' : 'Iteration over non-iterable value',
      detail: isNull
        ? 'A null value cannot be used as the collection of a "for" expression.'
        : 'A "for" expression goes over a list, a set, a map, a tuple or an object; this value is none of them.',
    });
    return none;
  }
  if (exceeds(node.collection, visits.length, environment)) return none;
  const rounds: Environment[] = [];
  for (const [key, value] of visits) {
    const keyed = node.keyName === undefined ? environment : bind(environment, node.keyName, key);
    const round = bind({ ...keyed, structural: false }, node.valueName, value);
    const included = node.condition === undefined ? true : conditionOf(node.condition, round, marks);
    if (included === undefined) return none;
    if (included) rounds.push(round);
  }
  return { rounds, marks };
}

/** Whether so many more rounds are more than an expression may make, which is said then. */
export function exceeds(at: Expression, rounds: number, environment: Environment): boolean {
  const { effort } = environment;
  const before = effort.rounds;
  effort.rounds += rounds;
  if (effort.rounds <= MOST_ROUNDS) return false;
  // What comes behind it is no further mistake.
  if (before <= MOST_ROUNDS)
    fail(environment, at, {
      summary: 'Too many elements',
      detail: `The loops of one expression go over at most ${MOST_ROUNDS} elements, all of them together.`,
    });
  return true;
}

/** undefined where it is unknown or wrong. */
function conditionOf(condition: Expression, round: Environment, marks: Set<Mark>): boolean | undefined {
  const { value, marks: own } = bare(condition, round);
  for (const found of own) marks.add(found);
  if (value instanceof Unknown) return undefined;
  const converted = tryConvert(value, 'bool');
  if (typeof converted === 'boolean') return converted;
  fail(round, condition, {
    summary: 'Invalid "for" condition',
    detail:
      value === null ? 'The value of the "if" clause is null.' : 'The value of the "if" clause is no bool.',
  });
  return undefined;
}

export function evaluateForList(node: ForList, environment: Environment): Value {
  const { rounds, marks } = roundsOf(node, environment);
  if (rounds === undefined) return withMarks(UNKNOWN, marks);
  const results = rounds.map((round) => environment.walk(node.value, round));
  return withMarks(bounded(results, node, environment), marks);
}

/** What a loop made of what it went over, which may hold the same many times. */
function bounded(made: Value, node: Expression, environment: Environment): Value {
  const problem = tooGreat(made);
  if (problem === undefined) return made;
  // What it was made of is as great: to say what that is takes as long.
  const quiet = { ...environment, quiet: true };
  return fail(quiet, node, { summary: 'Value too great', detail: `In this expression ${problem}.` });
}

export function evaluateForObject(node: ForObject, environment: Environment): Value {
  const { rounds, marks } = roundsOf(node, environment);
  if (rounds === undefined) return withMarks(UNKNOWN, marks);
  const entries = new Map<string, Value[]>();
  let complete = true;
  for (const round of rounds) {
    const key = keyOf(node, round, marks);
    const value = environment.walk(node.value, round);
    if (key === undefined) {
      complete = false;
      continue;
    }
    const before = entries.get(key);
    if (before === undefined) entries.set(key, [value]);
    else if (node.group) before.push(value);
    else {
      complete = false;
      fail(round, node.key, {
        summary: 'Duplicate object key',
        detail: `Two different items produced the key ${JSON.stringify(key)} in this "for" expression.`,
        action: 'If duplicates are expected, put "..." behind the value to gather them in lists.',
      });
    }
  }
  if (!complete) return withMarks(UNKNOWN, marks);
  const result = [...entries].map(
    ([key, values]) => [key, node.group ? values : (values[0] ?? null)] as const,
  );
  return withMarks(bounded(Object.fromEntries(result), node, environment), marks);
}

/** undefined where it is unknown or wrong. */
function keyOf(node: ForObject, round: Environment, marks: Set<Mark>): string | undefined {
  const { value, marks: own } = bare(node.key, round);
  for (const found of own) marks.add(found);
  if (value instanceof Unknown) return undefined;
  const key = textOf(value);
  if (key !== undefined) return key;
  fail(round, node.key, {
    summary: 'Invalid object key',
    detail: `A key must be a string; this one is ${value === null ? 'null' : 'none'}.`,
  });
  return undefined;
}

/** `%{ for … }`: the text of all rounds. */
export function evaluateTemplateLoop(node: TemplateLoop, environment: Environment): Value {
  const { value, marks } = unmark(evaluateForList(node.loop, environment));
  if (!isList(value)) return withMarks(unknownOf('string'), marks);
  const parts = value.map((element) => unmark(element));
  const texts = parts.map((part) => textOf(part.value));
  const known = texts.every((text) => text !== undefined);
  const length = texts.reduce((sum, text = '') => sum + text.length, 0);
  const tooLong = length > MOST_CHARACTERS;
  if (tooLong)
    fail(environment, node, { summary: 'Text too long', detail: `In this expression ${TOO_LONG}.` });
  return withMarks(
    known && !tooLong ? texts.join('') : unknownOf('string'),
    marks,
    ...parts.map((part) => part.marks),
  );
}
