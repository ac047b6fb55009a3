import type { SourceText, Span } from './source.js';

export type TokenKind = 'name' | 'number' | 'punctuation' | 'heredoc' | 'newline' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Something that cannot be read; caught where a whole expression or body begins. */
export class SyntaxProblem extends Error {
  constructor(
    readonly summary: string,
    message: string,
    readonly span: Span,
  ) {
    super(message);
    this.name = 'SyntaxProblem';
  }
}

const BLANKS = /(?:[ \t\r]|\/\*[\s\S]*?\*\/)+/y;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
const HEREDOC = /<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy;
const PUNCTUATION = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|~\}|[{}[\]().,:?+\-*/%!<>="]/y;

/** What begins that which is left out between tokens. */
const SKIPPED: ReadonlySet<string | undefined> = new Set([' ', '\t', '\r', '/', '#']);
const ASCII_END = 0x80;
const LESS_THAN = 0x3c;
const HYPHEN = 0x2d;

/** Whether an ASCII character may stand in a name, if not at its beginning. */
function isNameCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    isDigit(code) ||
    code === 0x5f ||
    code === HYPHEN
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/**
 * Reads tokens on demand, so that the parser can switch between expressions and the text of templates. It may run over a part
 * of a file (a heredoc) or over a string that was decoded first (JSON); `locate` leads back to offsets in the file.
 */
export class Lexer {
  private ahead: Token | undefined;
  private newlinesCount = false;

  constructor(
    readonly source: SourceText,
    readonly text: string,
    private at = 0,
    readonly limit: number = text.length,
    readonly locate: (index: number) => number = (index) => index,
  ) {}

  /** Where the next token, or the next character of a template, is looked for. */
  get position(): number {
    return this.at;
  }

  /** Goes on elsewhere. */
  moveTo(position: number): void {
    this.at = position;
    this.ahead = undefined;
  }

  /** Runs with line ends as tokens (between the items of a body or an object) or without (in brackets). */
  withNewlines<Result>(count: boolean, work: () => Result): Result {
    const before = this.newlinesCount;
    this.newlinesCount = count;
    this.ahead = undefined;
    try {
      return work();
    } finally {
      this.newlinesCount = before;
      this.ahead = undefined;
    }
  }

  peek(): Token {
    this.ahead ??= this.read();
    return this.ahead;
  }

  next(): Token {
    const token = this.peek();
    this.at = token.end;
    this.ahead = undefined;
    return token;
  }

  /** Whether the next token is this punctuation or, with `kind`, this word. */
  sees(text: string, kind: TokenKind = 'punctuation'): boolean {
    const token = this.peek();
    return token.kind === kind && token.text === text;
  }

  /** Takes the next token if it is this one. */
  takes(text: string, kind: TokenKind = 'punctuation'): boolean {
    if (!this.sees(text, kind)) return false;
    this.next();
    return true;
  }

  /** Digits right here, as in the legacy index `list.0.1`, which would otherwise read as a fraction. */
  takeDigits(): Token | undefined {
    const text = this.match(DIGITS, this.at);
    if (text === undefined) return undefined;
    const token: Token = { kind: 'number', text, start: this.at, end: this.at + text.length };
    this.moveTo(token.end);
    return token;
  }

  span(start: number, end: number): Span {
    return { source: this.source, start: this.locate(start), end: this.locate(end) };
  }

  fail(summary: string, message: string, start: number, end: number = start): never {
    throw new SyntaxProblem(summary, message, this.span(start, end));
  }

  private read(): Token {
    let start = this.at;
    for (;;) {
      if (start >= this.limit) return { kind: 'end', text: '', start: this.limit, end: this.limit };
      const character = this.text[start];
      if (character === '\n') {
        if (this.newlinesCount) return { kind: 'newline', text: '\n', start, end: start + 1 };
        start += 1;
        continue;
      }
      if (!SKIPPED.has(character)) break;
      const skipped = this.match(BLANKS, start) ?? this.match(LINE_COMMENT, start);
      if (skipped === undefined) break;
      start += skipped.length;
    }
    return this.token(start);
  }

  /** The token that begins here. What it can be is told by its first character, before any pattern is tried. */
  private token(start: number): Token {
    const found = (kind: TokenKind, text: string | undefined): Token | undefined =>
      text === undefined ? undefined : { kind, text, start, end: start + text.length };
    const code = this.text.charCodeAt(start);
    const token =
      code >= ASCII_END || (isNameCode(code) && code !== HYPHEN)
        ? (found('name', this.nameAt(start)) ?? found('number', this.match(NUMBER, start)))
        : ((code === LESS_THAN ? found('heredoc', this.match(HEREDOC, start)) : undefined) ??
          found('punctuation', this.match(PUNCTUATION, start)));
    if (token !== undefined) return token;
    return this.fail(
      'Invalid character',
      `The character ${JSON.stringify(this.text[start])} does not belong to an expression.`,
      start,
      start + 1,
    );
  }

  /** Most names are ASCII, and to tell what else belongs to one takes the tables of Unicode. */
  private nameAt(start: number): string | undefined {
    if (isDigit(this.text.charCodeAt(start))) return undefined;
    let end = start;
    while (end < this.limit && isNameCode(this.text.charCodeAt(end))) end += 1;
    if (end < this.limit && this.text.charCodeAt(end) >= ASCII_END) return this.match(NAME, start);
    return end === start ? undefined : this.text.slice(start, end);
  }

  private match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    return at + match[0].length > this.limit ? match[0].slice(0, this.limit - at) : match[0];
  }
}
