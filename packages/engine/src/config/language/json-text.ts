import { type Numeric, parseNumber, type Value } from '@virtform/values';

/** A JSON value with the place where it stands: offsets in the text, counted in UTF-16 units. */
export type JsonNode = JsonScalar | JsonText | JsonArray | JsonObjectNode;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface JsonScalar extends Placed {
  readonly type: 'scalar';
  readonly value: null | boolean | Numeric;
}

export interface JsonText extends Placed {
  readonly type: 'text';
  readonly value: string;
}

export interface JsonArray extends Placed {
  readonly type: 'array';
  readonly elements: readonly JsonNode[];
}

export interface JsonObjectNode extends Placed {
  readonly type: 'object';
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly name: JsonText;
  readonly value: JsonNode;
}

/** Text that is no JSON. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
    this.name = 'JsonSyntaxError';
  }
}

/** How deep arrays and objects may nest. */
const MAX_DEPTH = 500;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings
const STRING = /"((?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const WORD = /true|false|null/y;
/** What a string cannot hold as it is. */
// eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings
const NOT_PLAIN = /[\\\u0000-\u001f]/;

/**
 * Reads JSON with places and exact integers, which JSON.parse gives neither of.
 *
 * @throws JsonSyntaxError
 */
export function readJson(text: string): JsonNode {
  let at = text.startsWith('\ufeff') ? 1 : 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const skip = (): void => {
    while (isSpace(text.charCodeAt(at))) at += 1;
  };
  const wrong = (expected: string): never => {
    const found = at >= text.length ? 'the end' : JSON.stringify(text[at]);
    throw new JsonSyntaxError(`expected ${expected}, found ${found}`, at);
  };
  const takes = (character: string): boolean => {
    skip();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };

  /** Most strings hold nothing that is escaped, and a large configuration holds many. */
  const readPlainText = (): JsonText | undefined => {
    const end = text.indexOf('"', at + 1);
    const value = text.slice(at + 1, end);
    if (end === -1 || NOT_PLAIN.test(value)) return undefined;
    const start = at;
    at = end + 1;
    return { type: 'text', value, start, end: at };
  };

  const readText = (): JsonText => {
    const plain = readPlainText();
    if (plain !== undefined) return plain;
    const found = match(STRING);
    const inner = found?.[1];
    if (found === null || inner === undefined)
      throw new JsonSyntaxError('this string is not closed, or holds what has to be escaped', at);
    const start = at;
    at += found[0].length;
    return {
      type: 'text',
      value: inner.includes('\\') ? String(JSON.parse(found[0])) : inner,
      start,
      end: at,
    };
  };

  const readScalar = (): JsonScalar => {
    const start = at;
    const word = match(WORD);
    if (word !== null) {
      at += word[0].length;
      return { type: 'scalar', value: word[0] === 'null' ? null : word[0] === 'true', start, end: at };
    }
    const digits = match(NUMBER);
    const value = digits === null ? undefined : parseNumber(digits[0]);
    if (digits === null || value === undefined) return wrong('a value');
    at += digits[0].length;
    return { type: 'scalar', value, start, end: at };
  };

  const readArray = (start: number, depth: number): JsonArray => {
    const elements: JsonNode[] = [];
    while (!takes(']')) {
      if (elements.length > 0 && !takes(',')) wrong('"," or "]"');
      elements.push(readValue(depth));
    }
    return { type: 'array', elements, start, end: at };
  };

  const readObject = (start: number, depth: number): JsonObjectNode => {
    const members: JsonMember[] = [];
    while (!takes('}')) {
      if (members.length > 0 && !takes(',')) wrong('"," or "}"');
      skip();
      if (text[at] !== '"') wrong('the name of a member');
      const name = readText();
      if (!takes(':')) wrong('":"');
      members.push({ name, value: readValue(depth) });
    }
    return { type: 'object', members, start, end: at };
  };

  const readValue = (depth: number): JsonNode => {
    if (depth > MAX_DEPTH) throw new JsonSyntaxError(`JSON nests at most ${MAX_DEPTH} levels deep`, at);
    skip();
    const start = at;
    if (text[at] === '"') return readText();
    if (takes('[')) return readArray(start, depth + 1);
    if (takes('{')) return readObject(start, depth + 1);
    return readScalar();
  };

  const value = readValue(0);
  skip();
  if (at < text.length) wrong('the end');
  return value;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The value alone; of members that share a name the last one counts. */
export function jsonValue(node: JsonNode): Value {
  switch (node.type) {
    case 'scalar':
    case 'text':
      return node.value;
    case 'array':
      return node.elements.map(jsonValue);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name.value, jsonValue(value)]));
  }
}

/**
 * From an index of a decoded string to the offset in the file where that character stands.
 *
 * @param text the whole JSON text
 */
export function locateInText(text: string, node: JsonText): (index: number) => number {
  const raw = text.slice(node.start + 1, node.end - 1);
  if (!raw.includes('\\')) return (index) => node.start + 1 + index;
  const offsets: number[] = [];
  for (let at = 0; at < raw.length;) {
    offsets.push(node.start + 1 + at);
    at += raw[at] === '\\' ? (raw[at + 1] === 'u' ? 6 : 2) : 1;
  }
  offsets.push(node.end - 1);
  return (index) => offsets[index] ?? node.end - 1;
}
