import { Diagnostic, Numeric, parseNumber, UNKNOWN } from '@virtform/values';
import { readList, readObject } from './collections.js';
import { BinaryOperator, Expression } from './expression.js';
import { SourceText, between, positionOf } from './source.js';
import { Lexer, SyntaxProblem, Token } from './lexer.js';
import { expect, ExpressionReader } from './reader.js';
import { resolveName } from './references.js';
import { readHeredoc, readQuoted } from './strings.js';
import { readTemplate } from './template.js';
import { readTraversals } from './traversal.js';

/** An expression and what was wrong with its text; where something was, the expression is an unknown value. */
export interface Parsed {
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseOptions {
  readonly source: SourceText;
  /** Names that enclosing blocks bind: the iterators of `dynamic`. */
  readonly bound?: readonly string[];
  /** From an index of the text to the offset in the file. */
  readonly locate?: (index: number) => number;
}

/** Parses a whole text as an expression of the native syntax. */
export function parseExpression(text: string, options: ParseOptions): Parsed {
  return parseWith(text, options, (parser) => {
    const expression = parser.expression();
    const rest = parser.lexer.peek();
    if (rest.kind !== 'end')
      parser.lexer.fail(
        'Extra characters after expression',
        `The expression ends before ${JSON.stringify(rest.text)}.`,
        rest.start,
        rest.end,
      );
    return expression;
  });
}

/** Parses a whole text as a template: what strings in JSON and files of `templatefile` are. */
export function parseTemplate(text: string, options: ParseOptions): Parsed {
  return parseWith(text, options, (parser) =>
    readTemplate(parser, { quoted: false, end: text.length, flush: false }),
  );
}

function parseWith(text: string, options: ParseOptions, read: (parser: Parser) => Expression): Parsed {
  const lexer = new Lexer(options.source, text, 0, text.length, options.locate);
  const parser = new Parser(lexer, options.bound);
  try {
    return { expression: read(parser), diagnostics: parser.diagnostics };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return {
      expression: { kind: 'literal', value: UNKNOWN, span: lexer.span(0, text.length) },
      diagnostics: [...parser.diagnostics, syntaxDiagnostic(error)],
    };
  }
}

/** What a person is told of text that cannot be read. */
export function syntaxDiagnostic(problem: SyntaxProblem): Diagnostic {
  return {
    severity: 'error',
    summary: problem.summary,
    detail: problem.message,
    source: positionOf(problem.span),
  };
}

/** How deep expressions may nest: more would exhaust the stack here and in the evaluator. */
export const MAX_NESTING = 200;

/** Operators by how tightly they bind, loosest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** What is referred to by three names: `module.lab.ip`, `data.libvirt_node_info.here`. */
const LONG_REFERENCES: ReadonlySet<string> = new Set(['data', 'resource', 'module']);

const KEYWORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Recursive descent over HCL's native expression syntax. */
export class Parser implements ExpressionReader {
  readonly diagnostics: Diagnostic[] = [];
  private bound: readonly string[];
  private depth = 0;

  constructor(
    readonly lexer: Lexer,
    bound: readonly string[] = [],
  ) {
    this.bound = bound;
  }

  expression(): Expression {
    return this.nested(() => {
      const condition = this.operation(0);
      return this.lexer.takes('?') ? this.conditional(condition) : condition;
    });
  }

  private nested(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > MAX_NESTING)
      this.lexer.fail(
        'Expression nests too deep',
        `Expressions nest at most ${MAX_NESTING} levels deep.`,
        this.lexer.position,
      );
    const result = read();
    this.depth -= 1;
    return result;
  }

  binding<Result>(names: readonly (string | undefined)[], read: () => Result): Result {
    const before = this.bound;
    this.bound = [...before, ...names.filter((name) => name !== undefined)];
    try {
      return read();
    } finally {
      this.bound = before;
    }
  }

  private conditional(condition: Expression): Expression {
    const yes = this.expression();
    expect(this.lexer, ':', 'a conditional reads CONDITION ? VALUE : OTHER VALUE');
    const no = this.expression();
    return { kind: 'conditional', condition, yes, no, span: between(condition.span, no.span) };
  }

  private operation(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.operation(level + 1);
    for (;;) {
      const token = this.lexer.peek();
      const operator =
        token.kind === 'punctuation' ? operators.find((candidate) => candidate === token.text) : undefined;
      if (operator === undefined) return left;
      this.lexer.next();
      const right = this.operation(level + 1);
      left = { kind: 'binary', operator, left, right, span: between(left.span, right.span) };
    }
  }

  private unary(): Expression {
    const token = this.lexer.peek();
    if (token.kind === 'punctuation' && (token.text === '-' || token.text === '!')) {
      this.lexer.next();
      const operand = this.nested(() => this.unary());
      const span = { ...operand.span, start: this.lexer.locate(token.start) };
      return { kind: 'unary', operator: token.text, operand, span };
    }
    return readTraversals(this, this.term());
  }

  private term(): Expression {
    const token = this.lexer.next();
    const span = this.lexer.span(token.start, token.end);
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: this.number(token), span };
      case 'name':
        return this.named(token);
      case 'heredoc':
        return readHeredoc(this, token);
      case 'punctuation':
        if (token.text === '"') return readQuoted(this, token);
        if (token.text === '[') return readList(this, token);
        if (token.text === '{') return readObject(this, token);
        if (token.text === '(') return this.lexer.withNewlines(false, () => this.parentheses());
        break;
      case 'newline':
      case 'end':
        break;
    }
    return this.lexer.fail(
      token.kind === 'end' || token.kind === 'newline' ? 'Missing expression' : 'Invalid expression',
      token.kind === 'end' || token.kind === 'newline'
        ? 'Expected the start of an expression, found the end.'
        : `Expected the start of an expression, found ${JSON.stringify(token.text)}.`,
      token.start,
      token.end,
    );
  }

  private number(token: Token): Numeric {
    if (token.text.includes('.') && /^\.\d/.test(this.lexer.text.slice(token.end, token.end + 2)))
      this.lexer.fail(
        'Invalid number',
        'A number has one decimal point at most.',
        token.start,
        token.end + 2,
      );
    return (
      parseNumber(token.text) ??
      this.lexer.fail(
        'Number out of range',
        `${token.text} is greater or smaller than numbers can be.`,
        token.start,
        token.end,
      )
    );
  }

  private parentheses(): Expression {
    const inner = this.expression();
    expect(this.lexer, ')', 'to close the parenthesis');
    return inner;
  }

  private named(token: Token): Expression {
    const span = this.lexer.span(token.start, token.end);
    let name = token.text;
    while (this.lexer.sees('::')) {
      this.lexer.next();
      name += `::${this.lexer.next().text}`;
    }
    if (this.lexer.sees('(')) return this.call(name, token);
    const keyword = KEYWORDS.get(name);
    if (keyword !== undefined) return { kind: 'literal', value: keyword, span };
    if (this.bound.includes(name)) return { kind: 'bound', name, span };
    return this.reference(token);
  }

  private reference(root: Token): Expression {
    const names: Token[] = [root];
    // At most two more names belong to any reference; the rest are attributes of what it refers to.
    const limit = LONG_REFERENCES.has(root.text) ? 3 : root.text === 'self' ? 1 : 2;
    while (names.length < limit && this.lexer.sees('.')) {
      const dot = this.lexer.next();
      if (this.lexer.peek().kind !== 'name') {
        this.lexer.moveTo(dot.start);
        break;
      }
      names.push(this.lexer.next());
    }
    const last = names.at(-1) ?? root;
    const span = this.lexer.span(root.start, last.end);
    const resolved = resolveName(names.map((name) => name.text));
    if ('reference' in resolved) return { kind: 'reference', reference: resolved.reference, span };
    this.diagnostics.push({ severity: 'error', ...resolved, source: positionOf(span) });
    return { kind: 'literal', value: UNKNOWN, span };
  }

  private call(name: string, start: Token): Expression {
    this.lexer.next();
    const parts: Expression[] = [];
    let expandLast = false;
    this.lexer.withNewlines(false, () => {
      while (!this.lexer.takes(')')) {
        parts.push(this.expression());
        if (this.lexer.takes('...')) {
          expandLast = true;
          expect(this.lexer, ')', 'behind "...", which stands behind the last argument');
          return;
        }
        if (this.lexer.takes(',')) continue;
        expect(this.lexer, ')', 'or "," behind an argument');
        return;
      }
    });
    const span = this.lexer.span(start.start, this.lexer.position);
    return { kind: 'call', name, arguments: parts, expandLast, span };
  }
}
