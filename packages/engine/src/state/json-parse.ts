import { type Json, type Numeric, parseNumber } from '@virtform/values';
import { hasLongNumber, isDeep } from './json-search.js';

/** The text is no JSON; line and column count from 1. */
export class JsonSyntaxError extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    readonly found: string,
  ) {
    super(`line ${line}, column ${column}: ${found}`);
    this.name = 'JsonSyntaxError';
  }
}

/**
 * Reads JSON strictly, and numbers exactly: what a JavaScript number does not hold becomes a `bigint` or a `PreciseNumber`.
 *
 * Node's own reader is many times faster and knows neither big integers nor lines; so it goes first, and ours reads again
 * only where one of them is needed.
 *
 * @throws JsonSyntaxError
 */
export function parseJson(text: string): Json {
  if (hasLongNumber(text) || isDeep(text)) return new Reader(text).read();
  try {
    // Typed `any` by its declaration, JSON by its definition.
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new Reader(text).read();
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Everything but the quote, the backslash and what is below the space. */
const PLAIN_TEXT = /[ !#-[\]-\uffff]*/y;
const SPACE = /[ \t\n\r]*/y;
/** What reads values further on goes down with them, and a stack ends. */
const DEEPEST = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  private position = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  read(): Json {
    const value = this.value();
    this.skipSpace();
    if (this.position < this.text.length) this.fail('nothing more is expected after the value');
    return value;
  }

  private value(): Json {
    this.skipSpace();
    const next = this.text[this.position];
    if (next === '{') return this.nested(() => this.object());
    if (next === '[') return this.nested(() => this.list());
    if (next === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    return this.number();
  }

  private nested(read: () => Json): Json {
    this.depth += 1;
    if (this.depth > DEEPEST) this.fail(`nested deeper than ${DEEPEST} levels`);
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): Json {
    const members: [string, Json][] = [];
    this.position += 1;
    if (this.take('}')) return {};
    do {
      this.skipSpace();
      if (this.text[this.position] !== '"') this.fail('a name in double quotes is expected');
      const name = this.string();
      if (!this.take(':')) this.fail('":" is expected');
      members.push([name, this.value()]);
    } while (this.take(','));
    if (!this.take('}')) this.fail('"," or "}" is expected');
    return Object.fromEntries(members);
  }

  private list(): Json {
    const elements: Json[] = [];
    this.position += 1;
    if (this.take(']')) return elements;
    do {
      elements.push(this.value());
    } while (this.take(','));
    if (!this.take(']')) this.fail('"," or "]" is expected');
    return elements;
  }

  private string(): string {
    this.position += 1;
    let value = '';
    for (;;) {
      value += this.match(PLAIN_TEXT)?.[0] ?? '';
      const next = this.text[this.position];
      if (next === '"') {
        this.position += 1;
        return value;
      }
      if (next !== '\\')
        this.fail(next === undefined ? 'a string does not end' : 'a control character in a string');
      value += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.position + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.position += 2;
      return plain;
    }
    const digits = this.text.slice(this.position + 2, this.position + 6);
    if (letter !== 'u' || !/^[\da-fA-F]{4}$/.test(digits)) this.fail('an escape that JSON does not have');
    this.position += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): Numeric {
    const found = this.match(NUMBER);
    if (found === null || found[0] === '') this.fail('a value is expected');
    return parseNumber(found[0]) ?? this.fail('a number greater or smaller than numbers can be');
  }

  private take(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found !== null) this.position = pattern.lastIndex;
    return found;
  }

  private fail(what: string): never {
    const before = this.text.slice(0, this.position);
    const line = before.split('\n').length;
    const column = this.position - before.lastIndexOf('\n');
    const ends = this.position >= this.text.length ? ', and the text ends' : '';
    throw new JsonSyntaxError(line, column, what + ends);
  }
}
