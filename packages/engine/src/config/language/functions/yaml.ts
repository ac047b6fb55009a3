import { formatNumber, isNumeric, isList, isObject, SetValue, Value } from '@virtform/values';
import { sortedEntries } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';
import { fromYaml } from './yaml-decode.js';
import { isLiteral, quoted, quotedLines } from './yaml-scalar.js';

/** How far each level of a structure, and each further line of a text, is moved in. */
const STEP = 2;

/** A value as Terraform writes it in YAML: block style, strings and keys in double quotes, keys sorted. */
function toYaml(value: Value): string {
  const lines = node(value, 0, 0);
  // A plain scalar alone is followed by the end of the document.
  const isPlain = value === null || typeof value === 'boolean' || isNumeric(value);
  return `${lines.join('\n')}\n${isPlain ? '...\n' : ''}`;
}

/**
 * The lines of a value. The first one goes on where something stands already; the others stand `indent` columns in, without that
 * being written.
 *
 * @param indent of the structure that the value is, or that it is a part of
 * @param column where the first line goes on
 */
function node(value: Value, indent: number, column: number): readonly string[] {
  if (value === null) return ['null'];
  if (typeof value === 'boolean') return [String(value)];
  if (isNumeric(value)) return [formatNumber(value)];
  if (typeof value === 'string') return text(value, indent, column);
  const elements = value instanceof SetValue ? value.elements : isList(value) ? value : undefined;
  if (elements !== undefined)
    return elements.length === 0 ? ['[]'] : elements.flatMap((element) => behind('- ', element, indent));
  if (!isObject(value)) throw new FunctionProblem('the value is not wholly known', 0);
  const entries = sortedEntries(value);
  return entries.length === 0 ? ['{}'] : entries.flatMap(([name, part]) => entry(name, part, indent));
}

function text(value: string, indent: number, column: number): readonly string[] {
  const [first = '', ...others] = isLiteral(value)
    ? literal(value)
    : quotedLines(value, column, indent + STEP);
  return [first, ...others.map((line) => indented(STEP, line))];
}

/** What stands behind a dash, or a mark of one column and a space: a structure begins on the same line. */
function behind(mark: string, value: Value, indent: number): readonly string[] {
  const inner = indent + (isStructure(value) ? STEP : 0);
  const [first = '', ...others] = node(value, inner, indent + mark.length);
  return [mark + first, ...others.map((line) => indented(inner - indent, line))];
}

function isStructure(value: Value): boolean {
  return value instanceof SetValue || isObject(value) || isList(value);
}

/** Bytes that a key may have to stand on the line of its value. */
const LONGEST_KEY = 128;

/** A member: lists stand below it without indentation, objects with. */
function entry(name: string, value: Value, indent: number): readonly string[] {
  const isSimple = !/[\n\r\u0085\u2028\u2029]/.test(name) && Buffer.byteLength(name) <= LONGEST_KEY;
  if (!isSimple) return [...behind('? ', name, indent), ...behind(': ', value, indent)];
  const key = `${quoted(name)}:`;
  const inner = indent + (isObject(value) ? STEP : 0);
  const lines = node(value, inner, indent + Array.from(key).length + 1);
  const [first = ''] = lines;
  const opens = isStructure(value) && first !== '[]' && first !== '{}';
  if (opens) return [key, ...lines.map((line) => indented(inner - indent, line))];
  return [`${key} ${first}`, ...lines.slice(1)];
}

/** Text line by line, below a bar. */
function literal(value: string): readonly string[] {
  const keep = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
  // Where the first line begins with white space, the indentation cannot be seen from it.
  const hint = /^[ \n]/.test(value) ? String(STEP) : '';
  return [`|${hint}${keep}`, ...(keep === '-' ? value : value.slice(0, -1)).split('\n')];
}

/** Empty lines stay empty. */
function indented(columns: number, line: string): string {
  return line === '' ? '' : ' '.repeat(columns) + line;
}

export const YAML: FunctionFamily = {
  yamldecode: {
    parameters: [parameter('src', 'string')],
    returns: 'any',
    run: ([source]) => fromYaml(asText(source)),
  },
  yamlencode: {
    parameters: [parameter('value', 'any', 'null')],
    returns: 'string',
    run: ([value = null]) => toYaml(value),
  },
};
