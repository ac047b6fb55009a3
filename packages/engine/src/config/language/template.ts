import type { Expression, ForList } from './expression.js';
import type { Lexer } from './lexer.js';
import { readForNames } from './for-names.js';
import type { ExpressionReader } from './reader.js';

export interface TemplateSyntax {
  /** `"…"`: backslashes escape, a line end is an error. */
  readonly quoted: boolean;
  /** Ends here, or at the closing quote. */
  readonly end: number;
  /** Columns taken off each line (`<<-`). */
  readonly indent: number;
}

type Closing = 'end' | 'else' | 'endif' | 'endfor';

/** Reads the text of a template from where the lexer stands to its end; the closing quote is left to the caller. */
export function readTemplate(reader: ExpressionReader, syntax: TemplateSyntax): Expression {
  const { lexer } = reader;
  const start = lexer.position;
  const state = { trimNext: false };
  const { parts, closing, at } = readParts(reader, syntax, state);
  if (closing !== 'end')
    lexer.fail('Unexpected template directive', `"${closing}" closes nothing here.`, at, lexer.position);
  const [only] = parts;
  if (only === undefined) return { kind: 'literal', value: '', span: lexer.span(start, lexer.position) };
  // A template that is one interpolation keeps the type of its value; one that is only text is that text.
  if (parts.length === 1 && only.alone) return only.expression;
  return {
    kind: 'template',
    parts: parts.map((part) => part.expression),
    span: lexer.span(start, lexer.position),
  };
}

interface Part {
  readonly expression: Expression;
  readonly isText: boolean;
  /** Stands for the whole template where it is its only part. */
  readonly alone: boolean;
}

interface Parts {
  readonly parts: readonly Part[];
  readonly closing: Closing;
  readonly at: number;
}

function readParts(reader: ExpressionReader, syntax: TemplateSyntax, state: { trimNext: boolean }): Parts {
  const { lexer } = reader;
  const parts: Part[] = [];
  for (;;) {
    const at = lexer.position;
    const text = readText(lexer, syntax);
    const trimmed = state.trimNext ? text.replace(LEADING_SPACE, '') : text;
    if (text !== '') state.trimNext = false;
    if (trimmed !== '')
      parts.push({
        expression: {
          kind: 'literal',
          value: trimmed.normalize('NFC'),
          span: lexer.span(at, lexer.position),
        },
        isText: true,
        alone: true,
      });
    const start = lexer.position;
    if (start >= syntax.end || (syntax.quoted && lexer.text[start] === '"'))
      return { parts, closing: 'end', at: start };
    const isDirective = lexer.text[start] === '%';
    const trims = lexer.text[start + 2] === '~';
    if (trims) trimEnd(parts);
    state.trimNext = false;
    lexer.moveTo(start + (trims ? 3 : 2));
    if (isDirective) {
      const closing = lexer.withNewlines(false, () => readDirective(reader, syntax, state, parts, start));
      if (closing !== undefined) return { parts, closing, at: start };
      continue;
    }
    const expression = lexer.withNewlines(false, () => reader.expression());
    closeSequence(lexer, state, start);
    parts.push({ expression, isText: false, alone: true });
  }
}

/** Text up to the next `${`, `%{` or the end, with escapes resolved. */
function readText(lexer: Lexer, { quoted, end, indent }: TemplateSyntax): string {
  const { text } = lexer;
  let at = lexer.position;
  let result = '';
  let from = at;
  const skipIndent = (): void => {
    let columns = 0;
    while (columns < indent && at < end && (text[at] === ' ' || text[at] === '\t')) {
      at += 1;
      columns += 1;
    }
    from = at;
  };
  if (indent > 0 && text[at - 1] === '\n') skipIndent();
  while (at < end) {
    const character = text[at];
    if (character === '$' || character === '%') {
      if (text[at + 1] === character && text[at + 2] === '{') {
        result += text.slice(from, at) + character + '{';
        at += 3;
        from = at;
        continue;
      }
      if (text[at + 1] === '{') break;
    } else if (character === '\n') {
      if (quoted)
        lexer.fail('Invalid multi-line string', 'A quoted string ends on the line where it begins.', at);
      if (indent > 0) {
        at += 1;
        result += text.slice(from, at);
        skipIndent();
        continue;
      }
    } else if (quoted && character === '"') {
      break;
    } else if (quoted && character === '\\') {
      result += text.slice(from, at);
      const escape = readEscape(lexer, at);
      result += escape.value;
      at += escape.length;
      from = at;
      continue;
    }
    at += 1;
  }
  result += text.slice(from, at);
  lexer.moveTo(at);
  return result;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

const UNICODE_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

function readEscape(lexer: Lexer, at: number): { readonly value: string; readonly length: number } {
  const simple = SIMPLE_ESCAPES[lexer.text[at + 1] ?? ''];
  if (simple !== undefined) return { value: simple, length: 2 };
  UNICODE_ESCAPE.lastIndex = at;
  const match = UNICODE_ESCAPE.exec(lexer.text);
  const code = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
  // Half of a surrogate pair is no character.
  if (match === null || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    lexer.fail(
      'Invalid escape sequence',
      `A backslash is followed by one of n, r, t, ", \\, uNNNN or UNNNNNNNN, not by ${JSON.stringify(lexer.text[at + 1] ?? '')}.`,
      at,
      at + 2,
    );
  return { value: String.fromCodePoint(code), length: match[0].length };
}

/** A strip marker takes the white space next to it, to the end of the line at most. */
const LEADING_SPACE = /^[^\S\n]*\n?/;
const TRAILING_SPACE = /[^\S\n]*\n$|[^\S\n]+$/;

function trimEnd(parts: Part[]): void {
  const last = parts.pop();
  if (last === undefined) return;
  const { expression } = last;
  if (!last.isText || expression.kind !== 'literal' || typeof expression.value !== 'string') {
    parts.push(last);
    return;
  }
  const value = expression.value.replace(TRAILING_SPACE, '');
  if (value !== '') parts.push({ ...last, expression: { ...expression, value } });
}

/** The `}` or `~}` behind an interpolation or a directive. */
function closeSequence(lexer: Lexer, state: { trimNext: boolean }, start: number): void {
  if (lexer.takes('~}')) state.trimNext = true;
  else if (!lexer.takes('}'))
    lexer.fail(
      'Unclosed template sequence',
      `Expected "}" to close what "${lexer.text.slice(start, start + 2)}" opened, found ${JSON.stringify(lexer.peek().text)}.`,
      start,
      lexer.peek().end,
    );
}

/** Reads behind `%{`. Returns the directive if it closes an enclosing one. */
function readDirective(
  reader: ExpressionReader,
  syntax: TemplateSyntax,
  state: { trimNext: boolean },
  parts: Part[],
  start: number,
): Closing | undefined {
  const { lexer } = reader;
  const word = lexer.next();
  switch (word.text) {
    case 'if':
      parts.push(readIf(reader, syntax, state, start));
      return undefined;
    case 'for':
      parts.push(readFor(reader, syntax, state, start));
      return undefined;
    case 'else':
    case 'endif':
    case 'endfor':
      closeSequence(lexer, state, start);
      return word.text;
    default:
      return lexer.fail(
        'Invalid template directive',
        `"%{" begins a directive: if, else, endif, for or endfor, not ${JSON.stringify(word.text)}.`,
        start,
        word.end,
      );
  }
}

function readIf(
  reader: ExpressionReader,
  syntax: TemplateSyntax,
  state: { trimNext: boolean },
  start: number,
): Part {
  const { lexer } = reader;
  const condition = reader.expression();
  closeSequence(lexer, state, start);
  const yes = readParts(reader, syntax, state);
  const no = yes.closing === 'else' ? readParts(reader, syntax, state) : undefined;
  const last = no ?? yes;
  if (last.closing !== 'endif') unclosed(lexer, 'if', 'endif', last, start);
  const span = lexer.span(start, lexer.position);
  const expression: Expression = {
    kind: 'conditional',
    condition,
    yes: textOf(yes.parts, span),
    no: textOf(no?.parts ?? [], span),
    span,
  };
  return { expression, isText: false, alone: false };
}

function readFor(
  reader: ExpressionReader,
  syntax: TemplateSyntax,
  state: { trimNext: boolean },
  start: number,
): Part {
  const { lexer } = reader;
  const { keyName, valueName } = readForNames(lexer);
  const collection = reader.expression();
  closeSequence(lexer, state, start);
  const body = reader.binding([keyName, valueName], () => readParts(reader, syntax, state));
  if (body.closing !== 'endfor') unclosed(lexer, 'for', 'endfor', body, start);
  const span = lexer.span(start, lexer.position);
  const loop: ForList = {
    kind: 'for-list',
    keyName,
    valueName,
    collection,
    condition: undefined,
    value: textOf(body.parts, span),
    span,
  };
  return { expression: { kind: 'template-loop', loop, span }, isText: false, alone: false };
}

function textOf(parts: readonly Part[], span: Expression['span']): Expression {
  return { kind: 'template', parts: parts.map((part) => part.expression), span };
}

function unclosed(lexer: Lexer, opening: string, closing: string, found: Parts, start: number): never {
  return lexer.fail(
    'Unclosed template directive',
    found.closing === 'end'
      ? `"%{ ${opening}" has no "%{ ${closing} }".`
      : `"%{ ${opening}" is closed by "%{ ${found.closing} }" instead of "%{ ${closing} }".`,
    start,
  );
}
