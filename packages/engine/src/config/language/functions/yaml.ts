/* eslint-disable @typescript-eslint/no-require-imports --
   The library that reads YAML takes long to load; it is loaded when a text is first decoded. */
import type { ScalarTag } from 'yaml';
import { isList, isObject, SetValue, Value } from '@virtform/values';
import { formatNumber, isNumeric, normalize } from '../number.js';
import { sortedEntries } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** A value as Terraform writes it in YAML: block style, strings and keys in double quotes, keys sorted. */
function toYaml(value: Value): string {
  if (isLiteral(value)) return `${literal('', value, '  ').join('\n')}\n`;
  const lines = block(value);
  if (typeof lines !== 'string') return `${lines.join('\n')}\n`;
  // A plain scalar alone is followed by the end of the document.
  const isPlain = value === null || typeof value === 'boolean' || isNumeric(value);
  return isPlain ? `${lines}\n...\n` : `${lines}\n`;
}

/** What stands on one line, or the lines of what does not. */
function block(value: Value): string | readonly string[] {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isNumeric(value)) return formatNumber(value);
  if (typeof value === 'string') return quoted(value);
  const elements = value instanceof SetValue ? value.elements : isList(value) ? value : undefined;
  if (elements !== undefined) return elements.length === 0 ? '[]' : elements.flatMap(item);
  if (!isObject(value)) throw new FunctionProblem('the value is not wholly known', 0);
  const entries = sortedEntries(value);
  return entries.length === 0 ? '{}' : entries.flatMap(([name, part]) => entry(name, part));
}

/** An element: what has lines of its own begins on the line of the dash. */
function item(value: Value): readonly string[] {
  if (isLiteral(value)) return literal('- ', value, '  ');
  const inner = block(value);
  if (typeof inner === 'string') return [`- ${inner}`];
  return inner.map((line, index) => (index === 0 ? `- ${line}` : indented('  ', line)));
}

/** A member: lists stand below it without indentation, objects with. */
function entry(name: string, value: Value): readonly string[] {
  const key = `${quoted(name)}:`;
  if (isLiteral(value)) return literal(`${key} `, value, '  ');
  const inner = block(value);
  if (typeof inner === 'string') return [`${key} ${inner}`];
  const indent = isObject(value) ? '  ' : '';
  return [key, ...inner.map((line) => indented(indent, line))];
}

/** Text of several lines is written as it is, below a bar. */
function isLiteral(value: Value): value is string {
  return typeof value === 'string' && value.includes('\n');
}

function literal(before: string, text: string, indent: string): readonly string[] {
  const keep = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  // Where the first line begins with white space, the indentation cannot be seen from it.
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const lines = (keep === '-' ? text : text.slice(0, -1)).split('\n');
  return [`${before}|${hint}${keep}`, ...lines.map((line) => indented(indent, line))];
}

/** Empty lines stay empty. */
function indented(indent: string, line: string): string {
  return line === '' ? '' : indent + line;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Words that YAML 1.1 takes for booleans, and Terraform with it. */
const TRUE_WORDS = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const FALSE_WORDS = /^(?:n|N|no|No|NO|off|Off|OFF)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const EXTRA_TAGS: readonly ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:bool', default: true, test: TRUE_WORDS, resolve: () => true },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: FALSE_WORDS, resolve: () => false },
  {
    tag: 'tag:yaml.org,2002:timestamp',
    default: true,
    test: DATE,
    resolve: (text) => `${text}T00:00:00Z`,
  },
];

/** How often aliases may be followed: more is an attempt to exhaust memory. */
const MOST_ALIASES = 100;

function fromYaml(text: string): Value {
  const library = require('yaml') as typeof import('yaml');
  const documents = library.parseAllDocuments(text, {
    intAsBigInt: true,
    merge: true,
    uniqueKeys: false,
    customTags: (tags) => [...EXTRA_TAGS, ...tags],
  });
  const [document, another] = Array.isArray(documents) ? documents : [];
  if (document === undefined || document.contents === null)
    throw new FunctionProblem('unexpected end of the text: it holds no value', 0);
  if (another !== undefined) throw new FunctionProblem('unexpected extra content after value', 0);
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new FunctionProblem(`this is no YAML: ${problem.message.split('\n')[0] ?? ''}`, 0);
  return toValue(document.toJS({ maxAliasCount: MOST_ALIASES }));
}

/** What the library makes of YAML, as a value. */
function toValue(read: unknown): Value {
  if (read === null || typeof read === 'string' || typeof read === 'boolean') return read;
  if (isNumeric(read)) {
    if (typeof read === 'number' && !Number.isFinite(read))
      throw new FunctionProblem('floating point numbers must be finite', 0);
    return normalize(read);
  }
  if (Array.isArray(read)) return read.map(toValue);
  if (typeof read === 'object')
    return Object.fromEntries(Object.entries(read).map(([name, part]) => [name, toValue(part)]));
  return null;
}

export const YAML: FunctionFamily = {
  yamldecode: {
    parameters: [parameter('src', 'string')],
    returns: 'any',
    run: ([text]) => fromYaml(asText(text)),
  },
  yamlencode: {
    parameters: [parameter('value', 'any', 'null')],
    returns: 'string',
    run: ([value = null]) => toYaml(value),
  },
};
