import type { Value } from '@virtform/values';
import { compile, Match, Pattern } from '../regex.js';
import { listOf, Type } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, listType, parameter } from './function.js';

/** What a match becomes. */
interface Shape {
  readonly type: Type;
  readonly of: (match: Match) => Value;
}

/** The whole match, its groups, or its groups by name: whichever the expression has. */
function shapeOf({ names }: Pattern): Shape {
  const groups = names.slice(1);
  const named = groups.filter((name) => name !== undefined);
  if (named.length > 0 && named.length < groups.length)
    throw new FunctionProblem('cannot mix both named and unnamed capture groups', 0);
  if (groups.length === 0) return { type: 'string', of: (match) => match.groups[0] ?? '' };
  if (named.length === 0)
    return {
      type: { kind: 'tuple', elements: groups.map(() => 'string') },
      of: (match) => match.groups.slice(1).map((text) => text ?? null),
    };
  return {
    type: { kind: 'object', attributes: new Map(named.map((name) => [name, 'string'])) },
    of: (match) => Object.fromEntries(named.map((name) => [name, match.groups[names.indexOf(name)] ?? null])),
  };
}

const parameters = [parameter('pattern', 'string'), parameter('string', 'string')];

export const REGEX: FunctionFamily = {
  regex: {
    parameters,
    returns: 'any',
    run: ([source, text]) => {
      const pattern = compile(asText(source), 0);
      const shape = shapeOf(pattern);
      const [first] = pattern.matches(asText(text));
      if (first === undefined)
        throw new FunctionProblem('pattern did not match any part of the given string', 1);
      return shape.of(first);
    },
  },
  regexall: {
    parameters,
    returns: listType('any'),
    run: ([source, text]) => {
      const pattern = compile(asText(source), 0);
      const shape = shapeOf(pattern);
      return listOf(pattern.matches(asText(text)).map(shape.of), shape.type);
    },
  },
};
