import type { Diagnostic } from '@virtform/values';
import type { Expression } from './expression.js';
import { Lexer, SyntaxProblem, Token } from './lexer.js';
import { Parser } from './parser.js';
import type { SourceText, Span } from './source.js';

/** A body of the native syntax as it is written: attributes and blocks in their order. */
export interface NativeBody {
  readonly span: Span;
  readonly attributes: ReadonlyMap<string, NativeAttribute>;
  readonly blocks: readonly NativeBlock[];
}

export interface NativeAttribute {
  readonly name: Span;
  readonly expression: Expression;
  /** What is wrong with the expression if it is to be evaluated; as a type or an address it may be fine. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface NativeBlock {
  readonly type: string;
  readonly name: Span;
  readonly labels: readonly string[];
  readonly body: NativeBody;
}

/** What could be read of a file, and what could not: the blocks in which something is wrong are not among the body's. */
export interface ReadBody {
  readonly body: NativeBody;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads a file of the native syntax. Behind what cannot be read it goes on where the next block seems to begin. */
export function readBodyText(source: SourceText): ReadBody {
  const start = source.text.startsWith('\ufeff') ? 1 : 0;
  const reader = new BodyReader(new Lexer(source, source.text, start));
  return reader.file();
}

/** How a block of a configuration begins, at the margin of its file; texts hardly hold such a line. */
const HEAD =
  /^(?:terraform|variable|locals|output|provider|resource|data|module|check|moved|removed|import|ephemeral)\b[^\n=]*\{/gm;

/** How deep blocks may nest. */
const MAX_DEPTH = 100;

class BodyReader {
  private depth = 0;

  constructor(private readonly lexer: Lexer) {}

  file(): ReadBody {
    const { source } = this.lexer;
    const start = this.lexer.position;
    const attributes = new Map<string, NativeAttribute>();
    const blocks: NativeBlock[] = [];
    const problems: SyntaxProblem[] = [];
    for (let from: number | undefined = start; from !== undefined;) {
      this.lexer.moveTo(from);
      from = undefined;
      try {
        this.lexer.withNewlines(true, () => {
          this.items([], attributes, blocks);
          const rest = this.lexer.peek();
          if (rest.kind !== 'end') this.unexpected(rest);
        });
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        problems.push(error);
        this.depth = 0;
        HEAD.lastIndex = Math.max(error.span.start, this.lexer.position) + 1;
        from = HEAD.exec(source.text)?.index;
      }
    }
    return { body: { span: this.lexer.span(start, source.text.length), attributes, blocks }, problems };
  }

  /** Up to the brace that closes it, or the end. */
  private body(bound: readonly string[], start: number): NativeBody {
    const attributes = new Map<string, NativeAttribute>();
    const blocks: NativeBlock[] = [];
    this.items(bound, attributes, blocks);
    return { span: this.lexer.span(start, this.lexer.position), attributes, blocks };
  }

  private items(
    bound: readonly string[],
    attributes: Map<string, NativeAttribute>,
    blocks: NativeBlock[],
  ): void {
    for (;;) {
      while (this.lexer.takes('\n', 'newline'));
      const token = this.lexer.peek();
      if (token.kind === 'end' || this.lexer.sees('}')) break;
      if (token.kind !== 'name') this.unexpected(token);
      this.lexer.next();
      if (this.lexer.takes('=')) this.attribute(token, bound, attributes);
      else blocks.push(this.block(token, bound));
      this.endOfItem();
    }
  }

  private attribute(name: Token, bound: readonly string[], attributes: Map<string, NativeAttribute>): void {
    if (attributes.has(name.text))
      this.lexer.fail(
        'Attribute redefined',
        `The argument "${name.text}" was already set; each argument is set only once in a block.`,
        name.start,
        name.end,
      );
    const parser = new Parser(this.lexer, bound);
    const expression = parser.expression();
    attributes.set(name.text, {
      name: this.lexer.span(name.start, name.end),
      expression,
      diagnostics: parser.diagnostics,
    });
  }

  private block(type: Token, bound: readonly string[]): NativeBlock {
    const labels: string[] = [];
    while (!this.lexer.sees('{')) labels.push(this.label());
    const start = this.lexer.next().start;
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      this.lexer.fail('Blocks nest too deep', `Blocks nest at most ${MAX_DEPTH} levels deep.`, start);
    const first = this.lexer.peek();
    const isOneLine = first.kind !== 'newline' && first.kind !== 'end' && !this.lexer.sees('}');
    const body = isOneLine
      ? this.oneLine(bound, start)
      : this.blockBody(type.text === 'dynamic' ? labels[0] : undefined, bound, start);
    this.depth -= 1;
    if (!this.lexer.takes('}'))
      this.lexer.fail('Unclosed configuration block', 'The block that opens here is never closed.', start);
    return { type: type.text, name: this.lexer.span(type.start, type.end), labels, body };
  }

  /** What begins in the line of its brace holds one argument at most, and ends in that line. */
  private oneLine(bound: readonly string[], start: number): NativeBody {
    const attributes = new Map<string, NativeAttribute>();
    const token = this.lexer.next();
    if (token.kind !== 'name' || !this.lexer.takes('='))
      this.lexer.fail(
        'Argument definition required',
        'A block that begins in the line of its brace can hold a single argument, NAME = VALUE, and no other block.',
        token.start,
        token.end,
      );
    this.attribute(token, bound, attributes);
    if (!this.lexer.sees('}'))
      this.lexer.fail(
        'Invalid single-argument block definition',
        'An argument in the line of the brace of its block is the only one of that block, whose closing brace stands behind it.',
        this.lexer.peek().start,
      );
    return { span: this.lexer.span(start, this.lexer.position), attributes, blocks: [] };
  }

  /** Inside a dynamic block the iterator is a name; it may be set behind the content that uses it. */
  private blockBody(dynamic: string | undefined, bound: readonly string[], start: number): NativeBody {
    if (dynamic === undefined) return this.body(bound, start);
    const before = this.lexer.position;
    const body = this.body([...bound, dynamic], start);
    const iterator = body.attributes.get('iterator')?.expression;
    if (iterator === undefined) return body;
    this.lexer.moveTo(before);
    const name = iterator.span.source.text.slice(iterator.span.start, iterator.span.end);
    return this.body([...bound, name], start);
  }

  private label(): string {
    const token = this.lexer.next();
    if (token.kind === 'name') return token.text;
    if (token.text !== '"') this.unexpected(token);
    this.lexer.moveTo(token.start);
    const label = new Parser(this.lexer).expression();
    if (label.kind === 'literal' && typeof label.value === 'string') return label.value;
    return this.lexer.fail(
      'Invalid block label',
      'The label of a block is a name or a plain string.',
      token.start,
      this.lexer.position,
    );
  }

  private endOfItem(): void {
    const token = this.lexer.peek();
    if (token.kind === 'end' || this.lexer.takes('\n', 'newline')) return;
    this.lexer.fail(
      'Missing newline',
      `An argument or block ends with its line; found ${JSON.stringify(token.text)} behind it.`,
      token.start,
      token.end,
    );
  }

  private unexpected(token: Token): never {
    const found =
      token.kind === 'newline' || token.kind === 'end' ? 'the end of the line' : JSON.stringify(token.text);
    return this.lexer.fail(
      'Argument or block definition required',
      `Expected NAME = VALUE, or a block with its labels and "{", found ${found}.`,
      token.start,
      token.end,
    );
  }
}
