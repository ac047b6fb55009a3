import { isList, isWhollyKnown, SetValue, Unknown, Value } from '@virtform/values';
import { formatText } from '../format.js';
import { listOf, unknownOf } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** Formats once for each element; what is no list stands in every round. */
function formatList(pattern: string, values: readonly Value[]): Value {
  const lists = values.map((value) => {
    if (value instanceof SetValue) return value.elements;
    return value !== null && isList(value) ? value : undefined;
  });
  const lengths = lists.filter((list) => list !== undefined).map((list) => list.length);
  const [length = 1] = lengths;
  const odd = lists.findIndex((list) => list !== undefined && list.length !== length);
  if (odd !== -1)
    throw new FunctionProblem(
      `argument ${odd + 1} has length ${lists[odd]?.length ?? 0}, which is inconsistent with the length ${length} of an argument before it`,
      odd + 1,
    );
  const rounds = Array.from({ length }, (_, index) => {
    const round = values.map(
      (value, position) => lists[position]?.[index] ?? (lists[position] === undefined ? value : null),
    );
    return round.every(isWhollyKnown) ? formatText(pattern, round) : unknownOf('string');
  });
  return listOf(rounds, 'string');
}

export const FORMATTING: FunctionFamily = {
  format: {
    parameters: [parameter('format', 'string')],
    rest: parameter('args', 'any', 'typed-null'),
    returns: 'string',
    run: ([pattern, ...values]) => formatText(asText(pattern), values),
  },
  formatlist: {
    parameters: [parameter('format', 'string')],
    rest: parameter('args', 'any', 'typed-null', 'unknown'),
    returns: { kind: 'list', element: 'string' },
    run: ([pattern, ...values]) =>
      values.some((value) => value instanceof Unknown)
        ? unknownOf({ kind: 'list', element: 'string' })
        : formatList(asText(pattern), values),
  },
};
