import type { Expression, ObjectItem } from './expression.js';
import { readForNames } from './for-names.js';
import type { Token } from './lexer.js';
import { expect, ExpressionReader } from './reader.js';
import { positionOf } from './source.js';

/** Reads behind `[`: a list, or a `for` that makes one. */
export function readList(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  return lexer.withNewlines(false, () => {
    if (lexer.takes('for', 'name')) return readForList(reader, open);
    const elements: Expression[] = [];
    while (!lexer.takes(']')) {
      elements.push(reader.expression());
      if (lexer.takes(',')) continue;
      expect(lexer, ']', 'or "," behind an element');
      break;
    }
    return { kind: 'list', elements, span: lexer.span(open.start, lexer.position) };
  });
}

/** Reads behind `{`: an object, or a `for` that makes one. In an object a line end separates items as a comma does. */
export function readObject(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  if (lexer.withNewlines(false, () => lexer.takes('for', 'name')))
    return lexer.withNewlines(false, () => readForObject(reader, open));
  return lexer.withNewlines(true, () => {
    const items: ObjectItem[] = [];
    for (;;) {
      while (lexer.takes('\n', 'newline'));
      if (lexer.takes('}')) break;
      items.push(readItem(reader));
      if (lexer.takes(',') || lexer.sees('\n', 'newline')) continue;
      expect(lexer, '}', 'or "," behind an item');
      break;
    }
    return { kind: 'object', items, span: lexer.span(open.start, lexer.position) };
  });
}

function readItem(reader: ExpressionReader): ObjectItem {
  const { lexer } = reader;
  const key = readKey(reader);
  const token = lexer.peek();
  if (!lexer.takes('=') && !lexer.takes(':'))
    lexer.fail(
      'Missing item value',
      `Expected "=" and a value behind the key of an object's item, found ${JSON.stringify(token.text)}.`,
      token.start,
      token.end,
    );
  return { key, value: reader.expression() };
}

/** A plain name is that text, not a reference; in parentheses it is an expression. */
function readKey(reader: ExpressionReader): Expression {
  const { lexer } = reader;
  const before = lexer.position;
  const token = lexer.peek();
  if (token.kind === 'name') {
    lexer.next();
    if (lexer.sees('=') || lexer.sees(':'))
      return { kind: 'literal', value: token.text, span: lexer.span(token.start, token.end) };
    const isAmbiguous = lexer.sees('.');
    lexer.moveTo(before);
    const key = reader.expression();
    // Wrong as a value, but not where names stand for themselves: providers = { libvirt.east = libvirt }.
    if (isAmbiguous)
      reader.diagnostics.push({
        severity: 'error',
        summary: 'Ambiguous item key',
        detail: 'A key that is an expression stands in parentheses: (each.key) = … .',
        source: positionOf(key.span),
      });
    return key;
  }
  return reader.expression();
}

function readForList(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  const names = readForNames(lexer);
  const collection = reader.expression();
  expect(lexer, ':', 'behind the collection');
  return reader.binding([names.keyName, names.valueName], () => {
    const value = reader.expression();
    if (lexer.sees('=>'))
      lexer.fail(
        'Invalid "for" expression',
        'A "for" in square brackets makes a list and has no "=>"; in braces it makes an object.',
        lexer.peek().start,
        lexer.peek().end,
      );
    const condition = lexer.takes('if', 'name') ? reader.expression() : undefined;
    expect(lexer, ']', 'to close the "for"');
    const span = lexer.span(open.start, lexer.position);
    return { kind: 'for-list', ...names, collection, value, condition, span };
  });
}

function readForObject(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  const names = readForNames(lexer);
  const collection = reader.expression();
  expect(lexer, ':', 'behind the collection');
  return reader.binding([names.keyName, names.valueName], () => {
    const key = reader.expression();
    expect(lexer, '=>', 'between the key and the value of a "for" that makes an object');
    const value = reader.expression();
    const group = lexer.takes('...');
    const condition = lexer.takes('if', 'name') ? reader.expression() : undefined;
    expect(lexer, '}', 'to close the "for"');
    const span = lexer.span(open.start, lexer.position);
    return { kind: 'for-object', ...names, collection, key, value, group, condition, span };
  });
}
