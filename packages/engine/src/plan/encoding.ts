import {
  isList,
  isObject,
  Marked,
  parseType,
  PreciseNumber,
  printType,
  SetValue,
  toldType,
  typed,
  Unknown,
} from '@virtform/values';
import type { Json, JsonObject, Mark, TypeHint, Value, ValueObject } from '@virtform/values';

/**
 * Values as JSON and back, without loss: what JSON cannot say stands as an object with a tag under `$`.
 *
 * A program's own object that has a `$` is wrapped, so that nothing a person writes is taken for a tag.
 */
const TAG = '$';

/**
 * Encodes values and plain data made of them, such as a whole plan. Properties that are undefined are left out.
 *
 * @throws TypeError for what is neither, such as a function
 */
export function encodeValue(value: unknown): Json {
  if (value instanceof Unknown) {
    return value.type === undefined ? { [TAG]: 'unknown' } : { [TAG]: 'unknown', type: value.type };
  }
  if (value instanceof Marked) {
    return { [TAG]: 'marked', marks: [...value.marks], value: encodeValue(value.value) };
  }
  const type = typeof value === 'object' && value !== null ? toldType(value) : undefined;
  if (type !== undefined && !(value instanceof Unknown))
    return { [TAG]: 'typed', type: printType(type), value: encodeUntyped(value) };
  return encodeUntyped(value);
}

function encodeUntyped(value: unknown): Json {
  if (value instanceof SetValue) return { [TAG]: 'set', elements: value.elements.map(encodeValue) };
  if (typeof value === 'bigint') return { [TAG]: 'integer', value: value.toString() };
  if (value instanceof PreciseNumber) {
    const { mantissa, exponent, precision } = value;
    return { [TAG]: 'number', mantissa: mantissa.toString(), exponent, precision };
  }
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === 'object' && value !== null) return encodeObject(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  throw new TypeError(`a ${typeof value} cannot be encoded`);
}

function encodeObject(value: object): Json {
  const encoded = Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, encodeValue(part)]),
  );
  return TAG in value ? { [TAG]: 'object', value: encoded } : encoded;
}

/**
 * Reads back what `encodeValue` wrote.
 *
 * @throws TypeError where a tag is unknown or malformed
 */
export function decodeValue(encoded: Json): Value {
  if (isList(encoded)) return encoded.map(decodeValue);
  if (!isJsonObject(encoded)) return encoded;
  const tag = encoded[TAG];
  if (tag === undefined) return decodeObject(encoded);
  const decoder = typeof tag === 'string' ? DECODERS[tag] : undefined;
  if (decoder === undefined) throw new TypeError(`unknown tag ${JSON.stringify(tag)} in an encoded value`);
  return decoder(encoded);
}

function decodeObject(encoded: JsonObject): ValueObject {
  return Object.fromEntries(Object.entries(encoded).map(([name, part]) => [name, decodeValue(part)]));
}

const DECODERS: Readonly<Record<string, (encoded: JsonObject) => Value>> = {
  unknown: ({ type }) => new Unknown(isTypeHint(type) ? type : undefined),
  integer: ({ value }) => BigInt(expectText(value)),
  number: ({ mantissa, exponent, precision }) => {
    if (typeof exponent !== 'number' || typeof precision !== 'number') throw malformed('number');
    return PreciseNumber.rounded(BigInt(expectText(mantissa)), exponent, precision);
  },
  set: ({ elements }) => new SetValue(expectList(elements).map(decodeValue)),
  object: ({ value }) => {
    if (value === undefined || !isJsonObject(value)) throw malformed('object');
    return decodeObject(value);
  },
  typed: ({ type, value }) => {
    const bare = value === undefined ? undefined : decodeValue(value);
    const read = type === undefined ? 'any' : parseType(type);
    if (typeof bare !== 'object' || bare === null || typeof read === 'string') throw malformed('typed');
    return typed(bare, read);
  },
  marked: ({ value, marks }) => {
    const inner = value === undefined ? undefined : decodeValue(value);
    if (inner === undefined || inner instanceof Marked) throw malformed('marked');
    return new Marked(inner, new Set(expectList(marks).filter(isMark)));
  },
};

function isJsonObject(value: Json): value is JsonObject {
  return isObject(value);
}

function isTypeHint(value: Json | undefined): value is TypeHint {
  return typeof value === 'string' && ['string', 'number', 'bool', 'list', 'object'].includes(value);
}

function isMark(value: Json): value is Mark {
  return value === 'sensitive' || value === 'ephemeral';
}

function expectText(value: Json | undefined): string {
  if (typeof value !== 'string') throw malformed('integer');
  return value;
}

function expectList(value: Json | undefined): readonly Json[] {
  if (value === undefined || !isList(value)) throw malformed('set');
  return value;
}

function malformed(tag: string): TypeError {
  return new TypeError(`malformed ${tag} in an encoded value`);
}
