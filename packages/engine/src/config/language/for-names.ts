import type { Lexer } from './lexer.js';

/** `v in` or `k, v in`. */
export function readForNames(lexer: Lexer): {
  readonly keyName: string | undefined;
  readonly valueName: string;
} {
  const first = readName(lexer);
  const second = lexer.takes(',') ? readName(lexer) : undefined;
  if (!lexer.takes('in', 'name'))
    lexer.fail(
      'Invalid "for" expression',
      `Expected "in" and the collection behind the names, found ${JSON.stringify(lexer.peek().text)}.`,
      lexer.peek().start,
      lexer.peek().end,
    );
  return second === undefined
    ? { keyName: undefined, valueName: first }
    : { keyName: first, valueName: second };
}

function readName(lexer: Lexer): string {
  const token = lexer.next();
  if (token.kind !== 'name')
    lexer.fail(
      'Invalid "for" expression',
      `Expected a name behind "for", found ${JSON.stringify(token.text)}.`,
      token.start,
      token.end,
    );
  return token.text;
}
