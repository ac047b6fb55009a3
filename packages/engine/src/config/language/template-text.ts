import type { Lexer } from './lexer.js';

export interface TemplateSyntax {
  /** `"…"`: backslashes escape, a line end is an error. */
  readonly quoted: boolean;
  /** Ends here, or at the closing quote. */
  readonly end: number;
  /** The indentation that all lines share is taken off (`<<-`). */
  readonly flush: boolean;
}

/**
 * Reads one piece of text, with escapes resolved: up to the next `${`, `%{` or the end, and where lines count (outside of
 * quotes) no further than the end of its line.
 */
export function readText(lexer: Lexer, { quoted, end }: TemplateSyntax): string {
  const { text } = lexer;
  let at = lexer.position;
  let result = '';
  let from = at;
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
      at += 1;
      break;
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
