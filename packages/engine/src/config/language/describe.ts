import {
  formatNumber,
  isList,
  isNumeric,
  isObject,
  isUnknown,
  marksOf,
  SetValue,
  unmark,
  type UsedValue,
  Value,
} from '@virtform/values';
import type { Environment } from './environment.js';
import type { Expression } from './expression.js';
import { formatReference } from './references.js';
import { describeType, typeOf } from './types.js';
import { eachChild } from './walk.js';

/** How many references of a failing expression are shown with their values. */
const MOST_SHOWN = 5;

/** The values that a failing expression worked on. Sensitive ones are never shown. */
export function describeUsed(expression: Expression, environment: Environment): readonly UsedValue[] {
  const found = new Map<string, string>();
  const visit = (part: Expression): void => {
    const name = nameOf(part);
    const value = name === undefined ? undefined : quietly(part, environment);
    if (value === undefined) eachChild(part, visit);
    else if (found.size < MOST_SHOWN) found.set(name ?? '', `is ${describeValue(value)}`);
  };
  visit(expression);
  return [...found].map(([traversal, statement]) => ({ traversal, statement }));
}

/** undefined where it cannot be evaluated. */
function quietly(part: Expression, environment: Environment): Value | undefined {
  const quiet: Environment = { ...environment, diagnostics: [], quiet: true };
  const value = environment.walk(part, quiet);
  return quiet.diagnostics.length === 0 ? value : undefined;
}

/** A reference with the attributes and literal indexes behind it, as written; undefined for anything else. */
function nameOf(part: Expression): string | undefined {
  switch (part.kind) {
    case 'reference':
      return formatReference(part.reference);
    case 'bound':
      return part.name;
    case 'attribute': {
      const target = nameOf(part.target);
      return target === undefined ? undefined : `${target}.${part.name}`;
    }
    case 'index': {
      const target = nameOf(part.target);
      if (target === undefined || part.key.kind !== 'literal') return undefined;
      return `${target}[${describeValue(part.key.value)}]`;
    }
    default:
      return undefined;
  }
}

const LONGEST_SHOWN = 60;

/** A value in a few words, for messages. */
export function describeValue(value: Value): string {
  const marks = marksOf(value);
  if (marks.size > 0) return marks.has('sensitive') ? 'a sensitive value' : 'an ephemeral value';
  const plain = unmark(value).value;
  if (isUnknown(plain)) {
    const type = describeType(typeOf(plain));
    return type === 'dynamic' ? 'known only after apply' : `a ${type}, known only after apply`;
  }
  if (plain === null) return 'null';
  if (typeof plain === 'string') {
    const shown = plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
    return JSON.stringify(shown);
  }
  if (isNumeric(plain)) return formatNumber(plain);
  if (typeof plain === 'boolean') return String(plain);
  const type = describeType(typeOf(plain));
  if (plain instanceof SetValue || isList(plain)) {
    const count = plain instanceof SetValue ? plain.elements.length : plain.length;
    return count === 0 ? `an empty ${type}` : `${type} with ${plural(count, 'element')}`;
  }
  const count = isObject(plain) ? Object.keys(plain).length : 0;
  return count === 0 ? `an empty ${type}` : `${type} with ${plural(count, 'attribute')}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
