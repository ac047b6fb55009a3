import type { Diagnostic } from '@virtform/values';
import type { Expression } from './expression.js';
import type { Lexer } from './lexer.js';

/** What the parts of the parser need of the whole: templates hold expressions, which hold templates. */
export interface ExpressionReader {
  readonly lexer: Lexer;
  /** What is wrong without anything being unreadable. */
  readonly diagnostics: Diagnostic[];
  expression(): Expression;
  /** Reads with these names bound. */
  binding<Result>(names: readonly (string | undefined)[], read: () => Result): Result;
}

/** Takes the next token, which has to be this one; `why` ends the sentence. */
export function expect(lexer: Lexer, text: string, why: string): void {
  const token = lexer.peek();
  if (lexer.takes(text)) return;
  const found = token.kind === 'end' || token.kind === 'newline' ? 'the end' : JSON.stringify(token.text);
  lexer.fail('Invalid expression', `Expected "${text}" ${why}, found ${found}.`, token.start, token.end);
}
