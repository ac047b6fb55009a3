import { formatNumber, isNumeric, isList, isObject, SetValue, Unknown, Value } from '@virtform/values';
import { JsonSyntaxError, jsonValue, readJson } from '../json-text.js';
import { sortedEntries } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** Terraform writes these as escapes, so that JSON can stand in HTML and in JavaScript. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** A value as Terraform writes it in JSON: keys sorted, no spaces. Everything in it is known and without marks. */
export function toJson(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (value === Infinity || value === -Infinity)
    throw new FunctionProblem('the value holds an infinite number, and JSON cannot serialize infinity', 0);
  if (isNumeric(value)) return formatNumber(value);
  if (value instanceof SetValue) return `[${value.elements.map(toJson).join(',')}]`;
  if (isList(value)) return `[${value.map(toJson).join(',')}]`;
  if (isObject(value))
    return `{${sortedEntries(value)
      .map(([name, part]) => `${quote(name)}:${toJson(part)}`)
      .join(',')}}`;
  throw new FunctionProblem(
    value instanceof Unknown ? 'the value is not wholly known' : 'the value has marks',
  );
}

function quote(text: string): string {
  return JSON.stringify(text)
    .replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\\([bf])/g, (_match, letter: string) => (letter === 'b' ? '\\b' : '\\f'));
}

/** Half of a surrogate pair is no character, and text has one form, however it was escaped. */
function wellFormedText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').normalize('NFC');
}

function wellFormed(value: Value): Value {
  if (typeof value === 'string') return wellFormedText(value);
  if (isList(value)) return value.map(wellFormed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [wellFormedText(name), wellFormed(part)]),
  );
}

function fromJson(text: string): Value {
  try {
    // A byte order mark is none of JSON's white space.
    if (text.startsWith('\ufeff')) throw new JsonSyntaxError('expected a value, found a byte order mark', 0);
    return wellFormed(jsonValue(readJson(text)));
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw new FunctionProblem(`this is no JSON: ${error.message} at offset ${error.offset}`, 0);
    throw error;
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of base64 text in its standard alphabet. */
export function fromBase64(text: string): Buffer {
  const compact = text.replaceAll(/[\r\n]/g, '');
  if (!BASE64.test(compact))
    throw new FunctionProblem('failed to decode base64 data: this is no base64 text', 0);
  return Buffer.from(compact, 'base64');
}

/** Bytes as text; what is no UTF-8 cannot be text. */
export function fromUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).normalize('NFC');
  } catch (error) {
    throw new FunctionProblem(
      `${what} is not valid UTF-8${error instanceof TypeError ? '' : ` (${String(error)})`}`,
      0,
    );
  }
}

/** As Go's url.QueryEscape: spaces become plus signs. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

export const ENCODING: FunctionFamily = {
  base64decode: {
    parameters: [parameter('str', 'string')],
    returns: 'string',
    run: ([text]) => fromUtf8(fromBase64(asText(text)), 'the result of decoding the provided string'),
  },
  base64encode: {
    parameters: [parameter('str', 'string')],
    returns: 'string',
    run: ([text]) => Buffer.from(asText(text), 'utf8').toString('base64'),
  },
  jsondecode: {
    parameters: [parameter('str', 'string')],
    returns: 'any',
    run: ([text]) => fromJson(asText(text)),
  },
  jsonencode: {
    parameters: [parameter('val', 'any', 'null')],
    returns: 'string',
    run: ([value = null]) => toJson(value),
  },
  urlencode: {
    parameters: [parameter('str', 'string')],
    returns: 'string',
    run: ([text]) => urlEncode(asText(text)),
  },
};
