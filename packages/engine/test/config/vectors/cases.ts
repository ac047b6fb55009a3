import { isNumeric, type Value } from '@virtform/values';
import type { Call, Expression } from '../../../src/config/language/expression';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { visit } from '../../../src/config/language/walk';
import { recordedOf, type Recorded } from './recorded';
import type { Signature } from './signatures';
import { SUBJECTS } from './vectors';

/** What a function is to be asked: `unknown`, `sensitive` and `null` of each of its parameters, the others once. */
export type Case = 'normal' | 'edge' | 'error' | `${'unknown' | 'sensitive' | 'null'} ${string}`;

/** All cases of a function. */
export function casesOf({ parameters, rest }: Signature): readonly Case[] {
  const named = rest === undefined ? parameters : [...parameters, rest];
  return [
    'normal',
    'edge',
    'error',
    ...named.flatMap(({ name }): Case[] => [`unknown ${name}`, `sensitive ${name}`, `null ${name}`]),
  ];
}

/** The cases that are recorded of each function: those of the calls that are a whole vector. */
export function recordedCases(signatures: readonly Signature[]): ReadonlyMap<string, ReadonlySet<Case>> {
  const found = new Map(signatures.map((signature) => [signature.name, new Set<Case>()]));
  const byName = new Map(signatures.map((signature) => [signature.name, signature]));
  for (const recorded of SUBJECTS.flatMap(recordedOf)) {
    const call = asCall(recorded);
    const signature = call && byName.get(call.name);
    if (call === undefined || signature === undefined) continue;
    for (const each of casesIn(call, signature, recorded.told.error)) found.get(call.name)?.add(each);
  }
  return found;
}

function asCall({ question: { expression, variable } }: Recorded): Call | undefined {
  if (variable !== undefined) return undefined;
  const parsed = parseExpression(expression, { source: new SourceText('vector', expression) });
  if (parsed.diagnostics.length > 0 || parsed.expression.kind !== 'call') return undefined;
  return parsed.expression.expandLast ? undefined : parsed.expression;
}

function casesIn(call: Call, { parameters, rest }: Signature, error: unknown): readonly Case[] {
  const special = call.arguments.flatMap((argument, index): Case[] => {
    const name = (parameters[index] ?? rest)?.name;
    if (name === undefined) return [];
    return [
      ...(contains(argument, isUnknown) ? [`unknown ${name}` as const] : []),
      ...(contains(argument, isSensitive) ? [`sensitive ${name}` as const] : []),
      ...(isNull(argument) ? [`null ${name}` as const] : []),
    ];
  });
  // How many arguments there are is asked apart from what they are.
  if (error === 'arguments') return [];
  const failed: readonly Case[] = error === undefined ? [] : ['error'];
  if (special.length > 0) return [...special, ...failed];
  if (call.arguments.some((argument) => contains(argument, isAtAnEnd))) return ['edge', ...failed];
  return error === undefined ? ['normal'] : failed;
}

function contains(expression: Expression, holds: (part: Expression) => boolean): boolean {
  let found = false;
  visit(expression, (part) => {
    if (holds(part)) found = true;
  });
  return found;
}

const isNull = (part: Expression): boolean => part.kind === 'literal' && part.value === null;
const isSensitive = (part: Expression): boolean => part.kind === 'call' && part.name === 'sensitive';
/** The world in which questions are asked has resources of which nothing is known yet. */
const isUnknown = (part: Expression): boolean =>
  part.kind === 'reference' && part.reference.to === 'resource';

/** Texts that stand at an end of what their kind holds. */
const TEXT_ENDS: readonly RegExp[] = [
  /^$/,
  // Not a plain letter: of several bytes, or a control.
  /[^\x20-\x7e]/,
  // A path that is not the shortest.
  /^\.{1,2}\/|\/\.{0,2}\/|\/$/,
  // A network of everything, or of one address.
  /\/(?:0|32|128)$/,
  // The ends of the calendar.
  /^(?:0000|0001|9999)-/,
];

/** Whether a part stands at an end of what its kind holds: nothing, zero, below it, not whole, beyond a double's digits. */
function isAtAnEnd(part: Expression): boolean {
  switch (part.kind) {
    case 'literal':
      return isEnd(part.value);
    case 'unary':
      return part.operator === '-';
    case 'list':
      return part.elements.length === 0;
    case 'object':
      return part.items.length === 0;
    case 'template':
      return part.parts.length === 0;
    default:
      return false;
  }
}

function isEnd(value: Value): boolean {
  if (typeof value === 'string') return TEXT_ENDS.some((end) => end.test(value));
  return isNumeric(value) && (value === 0 || !Number.isSafeInteger(value));
}
