import type { Value } from '@virtform/values';
import { MOST_CHARACTERS, TOO_LONG } from '../bounds.js';
import { compile } from '../regex.js';
import { graphemes } from '../text.js';
import { listOf } from '../types.js';
import {
  asInteger,
  asText,
  asTexts,
  FunctionFamily,
  FunctionProblem,
  FunctionSpec,
  listType,
  parameter,
} from './function.js';

/** A function of strings only. */
function ofTexts(
  names: readonly string[],
  returns: 'string' | 'bool',
  run: (...texts: readonly string[]) => Value,
): FunctionSpec {
  return {
    parameters: names.map((name) => parameter(name, 'string')),
    returns,
    run: (values) => run(...values.map(asText)),
  };
}

/** Characters of a cut set, taken off both ends. */
function trimCharacters(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = Array.from(text);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? '')) start += 1;
  while (end > start && cut.has(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
}

/** A pattern between slashes is a regular expression. */
function replace(text: string, pattern: string, replacement: string): string {
  if (pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/'))
    return compile(pattern.slice(1, -1)).replaceAll(text, replacement);
  const pieces = pattern === '' ? text.length : text.split(pattern).length;
  if (pieces * replacement.length > MOST_CHARACTERS) throw new FunctionProblem(TOO_LONG);
  // Nothing is found before each character and at the end.
  if (pattern === '') return replacement + Array.from(text, (character) => character + replacement).join('');
  return text.split(pattern).join(replacement);
}

/** Letters change one by one: those that would become several stay, as in Go. */
function eachLetter(text: string, change: (letter: string) => string): string {
  return text.replace(/\P{ASCII}/gu, (letter) => {
    const changed = Array.from(change(letter));
    return changed.length === 1 || letter === 'İ' ? (changed[0] ?? letter) : letter;
  });
}

function substring(text: string, offset: number, length: number): string {
  const parts = graphemes(text);
  const start = offset < 0 ? Math.max(0, parts.length + offset) : offset;
  if (start > parts.length) return '';
  return parts.slice(start, length < 0 ? undefined : start + length).join('');
}

/** Beyond ASCII only spaces part words. */
const FIRST_OF_WORD = /(^|[ -/:-@[-^`{-~\s\u0085]|(?=\p{ASCII})\p{Cc})(\p{L})/gu;

/** Two letters in one have a form of their own at the beginning of a word. */
const TITLE_CASE: ReadonlyMap<string, string> = new Map(
  ['ǅǄǆ', 'ǈǇǉ', 'ǋǊǌ', 'ǲǱǳ'].flatMap((forms) =>
    Array.from(forms, (form) => [form, forms.charAt(0)] as const),
  ),
);

function titled(letter: string): string {
  return (
    TITLE_CASE.get(letter) ??
    eachLetter(
      letter.replace(/[a-z]/, (ascii) => ascii.toUpperCase()),
      (other) => other.toUpperCase(),
    )
  );
}

/** What Go takes for white space: Unicode's property, which a byte order mark has not. */
const OUTER_SPACE = /^[\p{White_Space}]+|[\p{White_Space}]+$/gu;

export const STRINGS: FunctionFamily = {
  chomp: ofTexts(['str'], 'string', (text = '') => text.replace(/(?:\r?\n|\r)+$/, '')),
  endswith: ofTexts(['str', 'suffix'], 'bool', (text = '', suffix = '') => text.endsWith(suffix)),
  indent: {
    parameters: [parameter('spaces', 'number'), parameter('str', 'string')],
    returns: 'string',
    run: ([spaces, text]) => {
      const columns = asInteger(spaces, 0);
      if (columns < 0) throw new FunctionProblem('the number of spaces must not be negative', 0);
      return asText(text).replaceAll('\n', `\n${' '.repeat(columns)}`);
    },
  },
  join: {
    parameters: [parameter('separator', 'string')],
    rest: parameter('lists', listType('string')),
    returns: 'string',
    run: ([separator, ...lists]) => {
      if (lists.length === 0) throw new FunctionProblem('at least one list is required');
      return lists.flatMap((list, index) => asTexts(list, index + 1)).join(asText(separator));
    },
  },
  lower: ofTexts(['str'], 'string', (text = '') =>
    eachLetter(
      text.replace(/[A-Z]+/g, (ascii) => ascii.toLowerCase()),
      (letter) => letter.toLowerCase(),
    ),
  ),
  replace: ofTexts(['str', 'substr', 'replace'], 'string', (text = '', pattern = '', by = '') =>
    replace(text, pattern, by),
  ),
  split: {
    parameters: [parameter('separator', 'string'), parameter('str', 'string')],
    returns: listType('string'),
    run: ([separator, text]) => listOf(asText(text).split(asText(separator)), 'string'),
  },
  startswith: ofTexts(['str', 'prefix'], 'bool', (text = '', prefix = '') => text.startsWith(prefix)),
  strcontains: ofTexts(['str', 'substr'], 'bool', (text = '', part = '') => text.includes(part)),
  strrev: ofTexts(['str'], 'string', (text = '') => graphemes(text).toReversed().join('')),
  substr: {
    parameters: [parameter('str', 'string'), parameter('offset', 'number'), parameter('length', 'number')],
    returns: 'string',
    run: ([text, offset, length]) => substring(asText(text), asInteger(offset, 1), asInteger(length, 2)),
  },
  title: ofTexts(['str'], 'string', (text = '') =>
    text.replace(FIRST_OF_WORD, (_match, before: string, letter: string) => before + titled(letter)),
  ),
  trim: ofTexts(['str', 'cutset'], 'string', (text = '', cutset = '') => trimCharacters(text, cutset)),
  trimprefix: ofTexts(['str', 'prefix'], 'string', (text = '', prefix = '') =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimspace: ofTexts(['str'], 'string', (text = '') => text.replace(OUTER_SPACE, '')),
  trimsuffix: ofTexts(['str', 'suffix'], 'string', (text = '', suffix = '') =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  upper: ofTexts(['str'], 'string', (text = '') =>
    eachLetter(
      text.replace(/[a-z]+/g, (ascii) => ascii.toUpperCase()),
      (letter) => letter.toUpperCase(),
    ),
  ),
};
