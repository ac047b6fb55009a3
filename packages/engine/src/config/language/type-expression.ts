import type { Value } from '@virtform/values';
import { Lexer, Token } from './lexer.js';
import { Parser } from './parser.js';
import { expect } from './reader.js';
import { SourceText } from './source.js';
import type { Type } from './types.js';

/** What evaluates the default of an `optional` attribute: only literals, lists and objects of them make sense there. */
type EvaluateDefault = (expression: ReturnType<Parser['expression']>) => Value;

/**
 * Reads a type as variables declare it: `list(string)`, `object({ name = string, size = optional(number, 1) })`.
 *
 * @throws SyntaxProblem
 */
export function parseType(text: string, evaluateDefault: EvaluateDefault): Type {
  const parser = new Parser(new Lexer(new SourceText('type', text), text));
  return parser.lexer.withNewlines(false, () => {
    const type = readType(parser, evaluateDefault);
    const rest = parser.lexer.peek();
    if (rest.kind !== 'end') wrongType(parser, rest);
    return type;
  });
}

function wrongType({ lexer }: Parser, token: Token): never {
  return lexer.fail(
    'Invalid type specification',
    `A type is string, number, bool, any, list(…), set(…), map(…), tuple([…]) or object({…}), not ${JSON.stringify(token.text)}.`,
    token.start,
    token.end,
  );
}

function readType(parser: Parser, evaluateDefault: EvaluateDefault): Type {
  const { lexer } = parser;
  const token = lexer.next();
  switch (token.text) {
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return token.text;
    case 'list':
    case 'set':
    case 'map': {
      // The bare words are old ways to write collections of anything; there never was one for sets.
      if (token.text !== 'set' && !lexer.takes('(')) return { kind: token.text, element: 'any' };
      if (token.text === 'set') expect(lexer, '(', 'behind set');
      const element = readType(parser, evaluateDefault);
      expect(lexer, ')', 'to close the type');
      return { kind: token.text, element };
    }
    case 'tuple':
      return readTuple(parser, evaluateDefault);
    case 'object':
      return readObject(parser, evaluateDefault);
    default:
      return wrongType(parser, token);
  }
}

function readTuple(parser: Parser, evaluateDefault: EvaluateDefault): Type {
  const { lexer } = parser;
  expect(lexer, '(', 'behind tuple');
  expect(lexer, '[', 'and the types of its elements');
  const elements: Type[] = [];
  while (!lexer.takes(']')) {
    elements.push(readType(parser, evaluateDefault));
    if (lexer.takes(',')) continue;
    expect(lexer, ']', 'or "," behind a type');
    break;
  }
  expect(lexer, ')', 'to close the type');
  return { kind: 'tuple', elements };
}

function readObject(parser: Parser, evaluateDefault: EvaluateDefault): Type {
  const { lexer } = parser;
  const attributes = new Map<string, Type>();
  const optional = new Map<string, Value>();
  expect(lexer, '(', 'behind object');
  expect(lexer, '{', 'and the attributes with their types');
  while (!lexer.takes('}')) {
    const name = lexer.next();
    if (name.kind !== 'name') wrongType(parser, name);
    if (!lexer.takes(':')) expect(lexer, '=', 'behind the name of an attribute');
    if (lexer.takes('optional', 'name')) {
      expect(lexer, '(', 'behind optional');
      attributes.set(name.text, readType(parser, evaluateDefault));
      optional.set(name.text, lexer.takes(',') ? evaluateDefault(parser.expression()) : null);
      expect(lexer, ')', 'to close optional');
    } else attributes.set(name.text, readType(parser, evaluateDefault));
    lexer.takes(',');
  }
  expect(lexer, ')', 'to close the type');
  return { kind: 'object', attributes, optional };
}
