import { mark, SetValue, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import { MOST_ROUNDS } from '../bounds.js';
import { convert } from '../convert.js';
import { equalInLanguage } from '../equality.js';
import { collectionType, listOf, setOf, Type, typeOf, unknownOf } from '../types.js';
import { unify } from '../unify.js';
import { asElements, FunctionFamily, FunctionProblem, FunctionSpec, parameter, setType } from './function.js';

const anySet = setType('any');

/** Sets as sets of the one type that all of them convert to. */
function alike(sets: readonly Value[]): {
  readonly lists: readonly (readonly Value[])[];
  readonly element: Type;
} {
  const types = sets.map((set) => collectionType(set)?.element ?? 'any');
  // A set that is empty says nothing about the type of elements.
  const element = unify(types);
  if (element === undefined) throw new FunctionProblem('all sets must have the same element type');
  return {
    element,
    lists: sets.map((set) => asElements(convert(set, setType(element)))),
  };
}

function has(list: readonly Value[], wanted: Value): boolean {
  return list.some((element) => equalInLanguage(element, wanted) === true);
}

function ofSets(
  combine: (lists: readonly (readonly Value[])[]) => readonly Value[],
  ...takes: readonly 'unknown'[]
): FunctionSpec {
  return {
    parameters: [parameter('first_set', anySet, ...takes)],
    rest: parameter('other_sets', anySet, ...takes),
    returns: anySet,
    run: (sets) => {
      if (sets.some((set) => set instanceof Unknown)) return unknownOf(anySet);
      const { lists, element } = alike(sets);
      return setOf(combine(lists), element);
    },
  };
}

/** Every combination of one element of each; a set only where all are sets. */
function product(sets: readonly Value[]): Value {
  if (sets.length < 2) throw new FunctionProblem('at least two arguments are required');
  if (sets.some((set) => unmark(set).value instanceof Unknown))
    return mark(UNKNOWN, new Set(sets.flatMap((set) => [...unmark(set).marks])));
  const lists = sets.map((set, index) => asElements(unmark(set).value, index));
  if (lists.reduce((count, list) => count * list.length, lists.length) > MOST_ROUNDS)
    throw new FunctionProblem(`the combinations hold more than ${MOST_ROUNDS} elements`);
  const combinations = lists.reduce<readonly (readonly Value[])[]>(
    (made, list) => made.flatMap((before) => list.map((element) => [...before, element])),
    [[]],
  );
  const type: Type = {
    kind: 'tuple',
    elements: lists.map((list) => unify(list.map(typeOf)) ?? 'any'),
  };
  const converted = combinations.map((combination) => convert(combination, type));
  const marks = new Set(sets.flatMap((set) => [...unmark(set).marks]));
  const areSets = sets.every((set) => unmark(set).value instanceof SetValue);
  return mark(areSets ? setOf(converted, type) : listOf(converted, type), marks);
}

export const SETS: FunctionFamily = {
  setintersection: ofSets(([first = [], ...others]) =>
    first.filter((element) => others.every((other) => has(other, element))),
  ),
  // A union holds what is not known yet like anything else.
  setunion: ofSets((lists) => lists.flat(), 'unknown'),
  setsubtract: {
    parameters: [parameter('a', anySet), parameter('b', anySet)],
    returns: anySet,
    run: (sets) => {
      const { lists, element } = alike(sets);
      const [from = [], taken = []] = lists;
      return setOf(
        from.filter((each) => !has(taken, each)),
        element,
      );
    },
  },
  setproduct: {
    parameters: [],
    rest: parameter('sets', 'any', 'unknown', 'marks'),
    returns: 'any',
    run: product,
  },
};
