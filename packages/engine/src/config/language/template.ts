import type { Conditional, Expression, TemplateLoop } from './expression.js';
import type { ExpressionReader } from './reader.js';
import type { TemplateSyntax } from './template-text.js';
import { readTokens, type ForToken, type IfToken, type TemplateToken } from './template-tokens.js';

/** Reads the text of a template from where the lexer stands to its end; the closing quote is left to the caller. */
export function readTemplate(reader: ExpressionReader, syntax: TemplateSyntax): Expression {
  const start = reader.lexer.position;
  const tokens = readTokens(reader, syntax);
  const [first] = tokens;
  // A template that is one interpolation keeps the type of its value; text beside it counts even where nothing is left of it.
  if (first?.kind === 'interpolation' && tokens.length === 1) return first.expression;
  const span = reader.lexer.span(start, reader.lexer.position);
  const assembly: Assembly = { reader, tokens, at: 0 };
  const { parts, closing } = readParts(assembly);
  if (closing !== undefined)
    reader.lexer.fail(
      'Unexpected template directive',
      `"${closing.kind}" closes nothing here.`,
      closing.start,
      closing.end,
    );
  if (tokens.every((token) => token.kind === 'text')) return parts[0] ?? { kind: 'literal', value: '', span };
  return { kind: 'template', parts, span };
}

/** How far the tokens are put together. */
interface Assembly {
  readonly reader: ExpressionReader;
  readonly tokens: readonly TemplateToken[];
  at: number;
}

type Closing = Extract<TemplateToken, { kind: 'else' | 'endif' | 'endfor' }>;

interface Parts {
  readonly parts: readonly Expression[];
  /** The directive that ends them; undefined at the end of the template. */
  readonly closing: Closing | undefined;
}

function readParts(assembly: Assembly): Parts {
  const parts: Expression[] = [];
  for (;;) {
    const token = assembly.tokens[assembly.at];
    if (token === undefined) return { parts, closing: undefined };
    assembly.at += 1;
    switch (token.kind) {
      case 'text':
        parts.push(...readLiteral(assembly, token.start, token.value));
        break;
      case 'interpolation':
        parts.push(token.expression);
        break;
      case 'if':
        parts.push(readIf(assembly, token));
        break;
      case 'for':
        parts.push(readFor(assembly, token));
        break;
      default:
        return { parts, closing: token };
    }
  }
}

/** Text that stands together is one literal, none where strip markers have left nothing of it. */
function readLiteral(assembly: Assembly, start: number, first: string): readonly Expression[] {
  const { lexer } = assembly.reader;
  let value = first;
  let end = start;
  for (;;) {
    end = assembly.tokens[assembly.at - 1]?.end ?? end;
    const next = assembly.tokens[assembly.at];
    if (next?.kind !== 'text') break;
    value += next.value;
    assembly.at += 1;
  }
  return value === ''
    ? []
    : [{ kind: 'literal', value: value.normalize('NFC'), span: lexer.span(start, end) }];
}

function readIf(assembly: Assembly, opening: IfToken): Conditional {
  const yes = readParts(assembly);
  const no = yes.closing?.kind === 'else' ? readParts(assembly) : undefined;
  const span = closed(assembly, opening, 'endif', (no ?? yes).closing);
  return {
    kind: 'conditional',
    condition: opening.condition,
    yes: { kind: 'template', parts: yes.parts, span },
    no: { kind: 'template', parts: no?.parts ?? [], span },
    span,
  };
}

function readFor(assembly: Assembly, opening: ForToken): TemplateLoop {
  const { parts, closing } = readParts(assembly);
  const span = closed(assembly, opening, 'endfor', closing);
  const { keyName, valueName, collection } = opening;
  const value: Expression = { kind: 'template', parts, span };
  return {
    kind: 'template-loop',
    loop: { kind: 'for-list', keyName, valueName, collection, condition: undefined, value, span },
    span,
  };
}

/** The span of a directive up to what closes it, which has to be this one. */
function closed(
  { reader: { lexer } }: Assembly,
  opening: IfToken | ForToken,
  wanted: Closing['kind'],
  found: Closing | undefined,
): Expression['span'] {
  if (found?.kind === wanted) return lexer.span(opening.start, found.end);
  return lexer.fail(
    'Unclosed template directive',
    found === undefined
      ? `"%{ ${opening.kind}" has no "%{ ${wanted} }".`
      : `"%{ ${opening.kind}" is closed by "%{ ${found.kind} }" instead of "%{ ${wanted} }".`,
    opening.start,
  );
}
