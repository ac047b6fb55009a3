import { parseNumber } from '@virtform/values';
import { Expression } from './expression.js';
import { between, Span } from './source.js';
import type { ModuleReference } from './references.js';
import { expect, ExpressionReader } from './reader.js';

/** Reads what follows a term: `.name`, `.0`, `[key]`, `[*]`, `.*`. */
export function readTraversals(reader: ExpressionReader, start: Expression): Expression {
  const { lexer } = reader;
  let target = start;
  for (;;) {
    if (lexer.takes('.')) target = readAfterDot(reader, target);
    else if (lexer.sees('[')) target = readBracket(reader, target);
    else return target;
  }
}

function readAfterDot(reader: ExpressionReader, target: Expression): Expression {
  const { lexer } = reader;
  if (lexer.takes('*')) return readSplat(reader, target, readAttributes);
  const step = readStep(reader, target);
  if (step !== undefined) return step;
  const token = lexer.peek();
  return lexer.fail(
    'Invalid attribute name',
    `Expected a name, an index or "*" behind ".", found ${JSON.stringify(token.text)}.`,
    token.start,
    token.end,
  );
}

/** An attribute or a legacy index, right behind a dot. */
function readStep(reader: ExpressionReader, target: Expression): Expression | undefined {
  const { lexer } = reader;
  const digits = lexer.takeDigits();
  if (digits !== undefined) {
    if (/^\.\d/.test(lexer.text.slice(lexer.position, lexer.position + 2)))
      lexer.fail(
        'Invalid legacy index syntax',
        'Two indexes cannot follow on each other in the form list.0.1; write list[0][1].',
        digits.start,
        lexer.position,
      );
    const span = lexer.span(digits.start, digits.end);
    const key: Expression = { kind: 'literal', value: parseNumber(digits.text) ?? 0, span };
    return { kind: 'index', target, key, span: between(target.span, span) };
  }
  if (lexer.peek().kind !== 'name') return undefined;
  const token = lexer.next();
  const span = untilHere(reader, target);
  const output = outputOf(target, token.text);
  return output === undefined
    ? { kind: 'attribute', target, name: token.text, span }
    : { kind: 'reference', reference: output, span };
}

/** `module.lab["a"].ip`: behind a constant key, too, the output is a part of the reference, since only it is waited for. */
function outputOf(target: Expression, output: string): ModuleReference | undefined {
  if (target.kind !== 'index' || target.target.kind !== 'reference' || target.key.kind !== 'literal')
    return undefined;
  const { reference } = target.target;
  const key = target.key.value;
  if (reference.to !== 'module' || reference.output !== undefined || reference.key !== undefined)
    return undefined;
  return typeof key === 'string' || typeof key === 'number' ? { ...reference, key, output } : undefined;
}

function readBracket(reader: ExpressionReader, target: Expression): Expression {
  const { lexer } = reader;
  lexer.next();
  const key = lexer.withNewlines(false, () => {
    const inner = lexer.takes('*') ? undefined : reader.expression();
    expect(lexer, ']', 'to close the index');
    return inner;
  });
  if (key === undefined) return readSplat(reader, target, readTraversals);
  return { kind: 'index', target, key, span: untilHere(reader, target) };
}

/** `[*]` takes every traversal behind it along, `.*` only attributes and legacy indexes: `a.*.b[0]` is the first `b`. */
function readSplat(
  reader: ExpressionReader,
  target: Expression,
  readEach: (reader: ExpressionReader, start: Expression) => Expression,
): Expression {
  const item = { kind: 'splat-item', span: untilHere(reader, target) } as const;
  const each = readEach(reader, item);
  return { kind: 'splat', target, item, each, span: untilHere(reader, target) };
}

function readAttributes(reader: ExpressionReader, start: Expression): Expression {
  const { lexer } = reader;
  let target = start;
  for (;;) {
    const before = lexer.position;
    const step = lexer.takes('.') ? readStep(reader, target) : undefined;
    if (step === undefined && lexer.sees('*') && lexer.position > before)
      lexer.fail(
        'Nested splat expression not allowed',
        'A ".*" cannot follow on another one; "[*]" can.',
        lexer.position,
        lexer.position + 1,
      );
    if (step === undefined) {
      lexer.moveTo(before);
      return target;
    }
    target = step;
  }
}

function untilHere({ lexer }: ExpressionReader, target: Expression): Span {
  return { ...target.span, end: lexer.locate(lexer.position) };
}
