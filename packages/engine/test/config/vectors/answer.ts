import {
  formatNumber,
  isList,
  isNumeric,
  isObject,
  isWhollyKnown,
  Marked,
  printType,
  SetValue,
  Unknown,
  unmarkDeep,
} from '@virtform/values';
import type { Json, JsonObject, Value } from '@virtform/values';
import type { Scope } from '../../../src/config';
import { evaluate, realFiles } from '../../../src/config';
import { unstorable } from '../../../src/config/stored';
import { LITERALS_ONLY } from '../../../src/config/literals';
import { readBodyText } from '../../../src/config/language/body-syntax';
import { ConversionError, convert } from '../../../src/config/language/convert';
import type { Expression } from '../../../src/config/language/expression';
import { SourceText } from '../../../src/config/language/source';
import { parseType } from '../../../src/config/language/type-expression';
import { mayBeSameType, typeOf, type Type } from '../../../src/config/language/types';
import { visit } from '../../../src/config/language/walk';
import type { Question } from './question';
import { reasonOf } from './reasons';
import { valueOf } from './world';

/** The world that was asked in: a few resources, of which nothing is known yet. */
const scopeIn = (folder: string): Scope => ({
  module: [],
  surroundings: { folder, files: realFiles, started: new Date(), phase: 'plan' },
  lookup: valueOf,
  names: () => [],
});

/** What the language here answers, in the form in which Terraform's answers are kept; `folder` is that of makeFolder. */
export function answerTo(question: Question, recordedType: Type | undefined, folder: string): Json {
  const result = evaluated(question, folder);
  if ('error' in result) return { error: result.error };
  const type = recordedType === undefined ? undefined : comparableType(result.value, recordedType);
  return { ...told(result.value), ...(type === undefined ? {} : { type: printType(type) }) };
}

/** The same form, of what is recorded. */
export function inOneForm(told: JsonObject, type: Type | undefined): Json {
  return { ...told, ...(type === undefined ? {} : { type: printType(type) }) };
}

/** The value that an expression has, or why it has none. */
function evaluated(
  { expression, variable }: Question,
  folder: string,
): { readonly value: Value } | { readonly error: string } {
  const parsed = parsedAsArgument(expression);
  if (typeof parsed === 'string') return { error: parsed };
  const { value, diagnostics } = evaluate(parsed, scopeIn(folder));
  const [problem] = diagnostics;
  // What is wrong inside a template's file is wrong with the argument that names it.
  if (problem !== undefined)
    return {
      error: problem.source?.file === FILE ? reasonOf(problem.summary, problem.detail ?? '') : 'argument',
    };
  if (unstorable(value).length > 0) return { error: 'infinite' };
  if (variable === undefined) return { value };
  try {
    return {
      value: convert(
        value,
        parseType(variable, (part) => evaluate(part, LITERALS_ONLY).value),
      ),
    };
  } catch (error) {
    if (error instanceof ConversionError) return { error: 'variable' };
    throw error;
  }
}

const FILE = 'vector.tf';

/** The expression as the value of an argument, where the end of a line ends it; or why it is none. */
function parsedAsArgument(expression: string): Expression | 'syntax' | 'reference' {
  const { body, problems } = readBodyText(new SourceText(FILE, `value = ${expression}\n`));
  const argument = body.attributes.get('value');
  if (argument === undefined || problems.length > 0) return 'syntax';
  const refersToNothing = argument.diagnostics.length > 0 || unanswered(argument.expression);
  return refersToNothing ? 'reference' : argument.expression;
}

/** Whether a name in it, used or not, refers to nothing: what is checked of a configuration before anything is evaluated. */
function unanswered(expression: Expression): boolean {
  let found = false;
  visit(expression, (part) => {
    if (part.kind === 'reference' && valueOf(part.reference) === undefined) found = true;
  });
  return found;
}

function told(value: Value): JsonObject {
  const unknown = where(value, isUnknown);
  const sensitive = where(value, isSensitive);
  return {
    value: shown(value) ?? null,
    ...(JSON.stringify(unknown).includes('true') ? { unknown } : {}),
    ...(JSON.stringify(sensitive).includes('true') ? { sensitive } : {}),
  };
}

/** A value as a plan in JSON shows it: what is unknown is left out of objects, and null in lists. */
function shown(value: Value): Json | undefined {
  if (value instanceof Unknown) return undefined;
  if (value instanceof Marked) return shown(value.value);
  if (value instanceof SetValue) return value.elements.map((element) => shown(element) ?? null);
  if (isList(value)) return value.map((element) => shown(element) ?? null);
  // A plan carries integers without the sign of a zero.
  if (isNumeric(value)) return numberText(value === 0 ? '0' : formatNumber(value));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, shown(part)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** A number by its digits, of which a double would lose some. */
export function numberText(digits: string): Json {
  return { number: digits };
}

/** Where something holds in a value, in the form of a plan's after_unknown and after_sensitive. */
function where(value: Value, holds: (part: Value) => boolean): Json {
  if (holds(value)) return true;
  const bare = value instanceof Marked ? value.value : value;
  if (bare instanceof SetValue) return bare.elements.map((element) => where(element, holds));
  if (isList(bare)) return bare.map((element) => where(element, holds));
  if (!isObject(bare)) return false;
  const entries = Object.entries(bare).map(([name, part]) => [name, where(part, holds)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== false));
}

const isUnknown = (part: Value): boolean =>
  part instanceof Unknown || (part instanceof Marked && part.value instanceof Unknown);
const isSensitive = (part: Value): boolean => part instanceof Marked && part.marks.has('sensitive');

/** Our type; the recorded one where a part is null or unknown, of which less is known here, and the two do not contradict. */
function comparableType(marked: Value, recorded: Type): Type {
  const value = unmarkDeep(marked).value;
  const type = typeOf(value);
  const isVague = !isWhollyKnown(value) || hasNull(value);
  return isVague && mayBeSameType(type, recorded) ? recorded : type;
}

function hasNull(value: Value): boolean {
  if (value instanceof SetValue) return value.elements.some(hasNull);
  if (isList(value)) return value.some(hasNull);
  return value === null || (isObject(value) && Object.values(value).some(hasNull));
}
