import type { Expression } from './expression.js';
import { readForNames } from './for-names.js';
import type { ExpressionReader } from './reader.js';
import { readText, type TemplateSyntax } from './template-text.js';

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** A piece of text: of a quoted string as much as stands together, elsewhere no more than a line. */
export interface TextToken extends Placed {
  readonly kind: 'text';
  readonly value: string;
}

/** `${…}`. */
export interface InterpolationToken extends Placed {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}

/** `%{ if … }`. */
export interface IfToken extends Placed {
  readonly kind: 'if';
  readonly condition: Expression;
}

/** `%{ for … }`. */
export interface ForToken extends Placed {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}

/** What goes on with a directive, or ends it. */
export interface ClosingToken extends Placed {
  readonly kind: 'else' | 'endif' | 'endfor';
}

export type TemplateToken = TextToken | InterpolationToken | IfToken | ForToken | ClosingToken;

/** What is read of a template so far. */
interface Reading {
  readonly tokens: TemplateToken[];
  /** A strip marker stood right before here. */
  strips: boolean;
}

/** Reads a template from where the lexer stands, as a row of tokens from which strip markers and indentation are taken already. */
export function readTokens(reader: ExpressionReader, syntax: TemplateSyntax): readonly TemplateToken[] {
  const reading: Reading = { tokens: [], strips: false };
  while (readUpToEndfor(reader, syntax, reading));
  return syntax.flush ? withoutIndentation(reading.tokens) : reading.tokens;
}

/** Behind the `endfor` of a loop its names mean nothing any more. Returns false at the end of the template. */
function readUpToEndfor(reader: ExpressionReader, syntax: TemplateSyntax, reading: Reading): boolean {
  const { lexer } = reader;
  for (;;) {
    const start = lexer.position;
    const text = readText(lexer, syntax);
    if (lexer.position > start) {
      const value = reading.strips ? text.slice(leadingSpace(text)) : text;
      reading.tokens.push({ kind: 'text', value, start, end: lexer.position });
      reading.strips = false;
      continue;
    }
    if (start >= syntax.end || (syntax.quoted && lexer.text[start] === '"')) return false;
    const token = readSequence(reader, reading, start);
    reading.tokens.push(token);
    if (token.kind === 'endfor') return true;
    if (token.kind !== 'for') continue;
    const names = [token.keyName, token.valueName];
    if (!reader.binding(names, () => readUpToEndfor(reader, syntax, reading))) return false;
  }
}

/** What Terraform takes for white space: neither what `\s` is nor ASCII alone. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function leadingSpace(text: string): number {
  let length = 0;
  while (length < text.length && SPACE.test(text.charAt(length))) length += 1;
  return length;
}

function withoutTrailingSpace(text: string): string {
  let length = text.length;
  while (length > 0 && SPACE.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}

/** An interpolation or a directive, with what its strip markers say about the text on either side. */
function readSequence(
  reader: ExpressionReader,
  reading: Reading,
  start: number,
): Exclude<TemplateToken, TextToken> {
  const { lexer } = reader;
  const strips = lexer.text[start + 2] === '~';
  if (strips) stripLast(reading.tokens);
  lexer.moveTo(start + (strips ? 3 : 2));
  return lexer.withNewlines(false, () => {
    const token =
      lexer.text[start] === '%'
        ? readDirective(reader, start)
        : ({ kind: 'interpolation', expression: reader.expression() } as const);
    reading.strips = readEnd(reader, start);
    return { ...token, start, end: lexer.position };
  });
}

function stripLast(tokens: TemplateToken[]): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') tokens[tokens.length - 1] = { ...last, value: withoutTrailingSpace(last.value) };
}

/** The `}` or `~}` behind an interpolation or a directive. */
function readEnd({ lexer }: ExpressionReader, start: number): boolean {
  if (lexer.takes('~}')) return true;
  if (lexer.takes('}')) return false;
  return lexer.fail(
    'Unclosed template sequence',
    `Expected "}" to close what "${lexer.text.slice(start, start + 2)}" opened, found ${JSON.stringify(lexer.peek().text)}.`,
    start,
    lexer.peek().end,
  );
}

type Directive =
  Omit<IfToken, keyof Placed> | Omit<ForToken, keyof Placed> | Omit<ClosingToken, keyof Placed>;

/** Reads behind `%{`. */
function readDirective(reader: ExpressionReader, start: number): Directive {
  const { lexer } = reader;
  const word = lexer.next();
  switch (word.text) {
    case 'if':
      return { kind: 'if', condition: reader.expression() };
    case 'for':
      return { kind: 'for', ...readForNames(lexer), collection: reader.expression() };
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: word.text };
    default:
      return lexer.fail(
        'Invalid template directive',
        `"%{" begins a directive: if, else, endif, for or endfor, not ${JSON.stringify(word.text)}.`,
        start,
        word.end,
      );
  }
}

/**
 * Takes off each line what all of them are indented by. A line begins behind a token that ends with a line end: where a strip
 * marker has taken that end away, what follows is no line of its own. A blank line says nothing about the others, and stays as
 * it is.
 */
function withoutIndentation(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const indented = new Set<TemplateToken>();
  let columns = Infinity;
  let beginsLine = true;
  for (const token of tokens) {
    const text = token.kind === 'text' ? token.value : '';
    const space = leadingSpace(text);
    const isBlank = space === text.length && text.endsWith('\n');
    if (beginsLine && !isBlank) {
      columns = Math.min(columns, space);
      indented.add(token);
    }
    beginsLine = text.endsWith('\n');
  }
  return tokens.map((token) =>
    token.kind === 'text' && indented.has(token) ? { ...token, value: token.value.slice(columns) } : token,
  );
}
