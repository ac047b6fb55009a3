/* eslint-disable @typescript-eslint/no-require-imports --
   The library takes longer to load than everything else here; it is loaded with the first regular expression. */
import type { RE2JS } from 're2js';
import { MOST_CHARACTERS, TOO_LONG } from './bounds.js';
import { FunctionProblem } from './functions/function.js';

/** One match: the text of each group, undefined for a group that took no part. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** A regular expression in RE2's syntax, matched in linear time. */
export interface Pattern {
  /** The names of groups by their number; undefined for those without. */
  readonly names: readonly (string | undefined)[];
  /** All matches, one behind the other. */
  matches(text: string): readonly Match[];
  /** Go's template language: `$1`, `$name`, `${name}`, `$$`. */
  replaceAll(text: string, replacement: string): string;
}

/**
 * Compiles a regular expression.
 *
 * @throws FunctionProblem where it is none
 */
export function compile(source: string, argument = 1): Pattern {
  const library = require('re2js') as typeof import('re2js');
  let compiled: RE2JS;
  try {
    compiled = library.RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof library.RE2JSSyntaxException)) throw error;
    throw new FunctionProblem(`invalid regular expression: ${error.message}`, argument);
  }
  const names = Array.from<string | undefined>({ length: compiled.groupCount() + 1 });
  for (const [name, index] of Object.entries(compiled.namedGroups())) names[index] = name;
  const matches = (text: string): readonly Match[] => {
    const found: Match[] = [];
    const matcher = compiled.matcher(text);
    while (matcher.find()) {
      // Nothing is not found again right behind something.
      if (matcher.start() === matcher.end() && found.at(-1)?.end === matcher.start()) continue;
      found.push({
        start: matcher.start(),
        end: matcher.end(),
        groups: names.map((_, index) => matcher.group(index) ?? undefined),
      });
    }
    return found;
  };
  return {
    names,
    matches,
    replaceAll(text, replacement) {
      let result = '';
      let from = 0;
      for (const match of matches(text)) {
        result += text.slice(from, match.start) + expanded(replacement, match, names);
        from = match.end;
        if (result.length > MOST_CHARACTERS) throw new FunctionProblem(TOO_LONG);
      }
      return result + text.slice(from);
    },
  };
}

const REFERENCE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

function expanded(template: string, { groups }: Match, names: Pattern['names']): string {
  return template.replace(REFERENCE, (whole, bare: string | undefined, braced: string | undefined) => {
    const name = bare ?? braced;
    if (name === undefined) return whole.slice(1);
    const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name);
    return groups[index] ?? '';
  });
}
