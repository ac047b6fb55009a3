import type { Expression } from './expression.js';
import type { Token } from './lexer.js';
import type { ExpressionReader } from './reader.js';
import { readTemplate } from './template.js';

/** Reads behind `"`. */
export function readQuoted(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  const expression = readTemplate(reader, { quoted: true, end: lexer.limit, flush: false });
  if (lexer.position >= lexer.limit)
    lexer.fail('Unterminated string', 'The quote that opens here is never closed.', open.start, open.end);
  lexer.moveTo(lexer.position + 1);
  return { ...expression, span: lexer.span(open.start, lexer.position) };
}

/** Reads behind `<<NAME` or `<<-NAME` and its line end, up to a line that holds the name alone. */
export function readHeredoc(reader: ExpressionReader, open: Token): Expression {
  const { lexer } = reader;
  const flush = open.text.startsWith('<<-');
  const name = open.text.slice(flush ? 3 : 2).trimEnd();
  const bodyStart = open.end;
  for (let line = bodyStart; line < lexer.limit;) {
    const lineEnd = endOfLine(lexer.text, line, lexer.limit);
    if (lexer.text.slice(line, lineEnd).trim() === name) {
      lexer.moveTo(bodyStart);
      const expression = readTemplate(reader, { quoted: false, end: line, flush });
      lexer.moveTo(line + lexer.text.slice(line, lineEnd).trimEnd().length);
      return { ...expression, span: lexer.span(open.start, lexer.position) };
    }
    line = lineEnd + 1;
  }
  return lexer.fail(
    'Unterminated heredoc',
    `No line holds ${name} alone, which would end the text that begins here.`,
    open.start,
    open.end,
  );
}

function endOfLine(text: string, from: number, limit: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 || found > limit ? limit : found;
}
