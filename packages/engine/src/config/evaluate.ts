import {
  Diagnostic,
  isList,
  isNumeric,
  isObject,
  Mark,
  SetValue,
  toNumber,
  Unknown,
  unmark,
  Value,
} from '@virtform/values';
import { formatAddress } from '../address.js';
import type { Evaluated, Expansion, ModuleCall, ResourceBlock, Scope } from './configuration.js';
import { judgeConditions, type Judgement, type Telling } from './language/conditions.js';
import { tooGreat } from './language/bounds.js';
import { tryConvert } from './language/convert.js';
import type { Subject } from './language/environment.js';
import { startingAt } from './language/evaluator.js';
import type { Condition, Expression } from './language/expression.js';
import { fail } from './language/fail.js';
import { positionOf } from './language/source.js';
import { sortedEntries } from './language/types.js';

/** Evaluates an expression. Where something is wrong, that part is unknown and the diagnostics say why; nothing is thrown. */
export function evaluate(expression: Expression, scope: Scope, subject: Subject = {}): Evaluated {
  const environment = startingAt(scope, subject);
  const value = environment.walk(expression, environment);
  const problem = tooGreat(value);
  if (problem === undefined) return { value, diagnostics: environment.diagnostics };
  const failure = { summary: 'Value too great', detail: `In this expression ${problem}.` };
  return {
    value: fail({ ...environment, quiet: true }, expression, failure),
    diagnostics: environment.diagnostics,
  };
}

/** What conditions came to, and what is to be told of it. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Asks conditions as `judgeConditions` does. */
export function judge(
  conditions: readonly Condition[],
  scope: Scope,
  subject: Subject,
  telling: Telling,
): Judged {
  if (conditions.length === 0) return { judgements: [], diagnostics: [] };
  const environment = startingAt(scope, subject);
  return {
    judgements: judgeConditions(conditions, environment, telling),
    diagnostics: environment.diagnostics,
  };
}

/** What may say how often it is meant. */
type Repeated = Pick<ResourceBlock, 'address' | 'construct' | 'count' | 'forEach'>;

/** The instances of something, and what is wrong; then there are none. */
export interface Expanded {
  readonly expansions: readonly Expansion[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The instances of a block: one without a key, or those of `count` and `for_each`. None where they are wrong or unknown. */
export function expand(block: Repeated, scope: Scope): Expanded {
  return expandAs(block, scope, () => subjectOf(formatAddress(block.address), block));
}

/** What is wrong with `count` and `for_each` of a block whatever they will be: that they are not known yet is not. */
export function checkRepetition(block: Repeated, scope: Scope): readonly Diagnostic[] {
  return expandAs(block, scope, () => subjectOf(formatAddress(block.address), block), 'later').diagnostics;
}

/** The same of a module call, which messages know by this address. */
export function expandCall(
  call: Pick<ModuleCall, 'construct' | 'count' | 'forEach'>,
  address: string,
  scope: Scope,
): Expanded {
  return expandAs(call, scope, () => subjectOf(address, call));
}

/** The same of a module call. */
export function checkCallRepetition(
  call: Pick<ModuleCall, 'construct' | 'count' | 'forEach'>,
  address: string,
  scope: Scope,
): readonly Diagnostic[] {
  return expandAs(call, scope, () => subjectOf(address, call), 'later').diagnostics;
}

function subjectOf(address: string, { construct }: Pick<Repeated, 'construct'>): Subject {
  return { address, ...(construct === undefined ? {} : { construct }) };
}

function expandAs(
  { count, forEach }: Pick<ResourceBlock, 'count' | 'forEach'>,
  scope: Scope,
  subject: () => Subject,
  unknownIs: 'wrong' | 'later' = 'wrong',
): Expanded {
  const { expression, ...repetition } =
    count !== undefined
      ? { expression: count, argument: 'count', read: byCount, refused: NOT_IN_COUNT }
      : { expression: forEach, argument: 'for_each', read: byForEach, refused: NOT_IN_FOR_EACH };
  return expression === undefined
    ? { expansions: [{ key: undefined }], diagnostics: [] }
    : expandWith(expression, scope, subject(), { ...repetition, unknownIs });
}

/** What must not show in the addresses of instances: a count gives nothing away, keys do. What is ephemeral is not kept until apply. */
const NOT_IN_COUNT: readonly Mark[] = ['ephemeral'];
const NOT_IN_FOR_EACH: readonly Mark[] = ['ephemeral', 'sensitive'];

/** The instances, or why there are none: a sentence, and what to do. */
type Instances = readonly Expansion[] | { readonly detail: string; readonly action?: string };

/** How `count` and `for_each` are read. */
interface Repetition {
  readonly argument: string;
  readonly read: (value: Value) => Instances;
  readonly refused: readonly Mark[];
  readonly unknownIs: 'wrong' | 'later';
}

function expandWith(
  expression: Expression,
  scope: Scope,
  subject: Subject,
  { argument, read, refused, unknownIs }: Repetition,
): Expanded {
  const { value, diagnostics } = evaluate(expression, scope, subject);
  if (diagnostics.length > 0) return { expansions: [], diagnostics };
  const { value: bare, marks } = unmark(value);
  const shown = refused.filter((mark) => marks.has(mark));
  const expanded =
    shown.length > 0
      ? { detail: `The value is ${shown.join(' and ')}, and would show in the addresses of the instances.` }
      : read(bare);
  if (!('detail' in expanded)) return { expansions: expanded, diagnostics: [] };
  if (expanded === DEPENDS_ON_UNKNOWN && unknownIs === 'later') return { expansions: [], diagnostics: [] };
  const problem: Diagnostic = {
    severity: 'error',
    summary: `Invalid ${argument} argument`,
    ...expanded,
    ...subject,
    path: [argument],
    source: positionOf(expression.span),
  };
  return { expansions: [], diagnostics: [problem] };
}

/** More instances than any host has room for: a mistake in the expression. */
const MOST_INSTANCES = 100_000;

const DEPENDS_ON_UNKNOWN = {
  detail:
    'The value depends on what is known only after apply, so it cannot be said yet how many instances there will be.',
  action:
    'Use values that the program itself knows, or first apply only what the value depends on, with -target.',
};

function byCount(value: Value): Instances {
  if (value instanceof Unknown) return DEPENDS_ON_UNKNOWN;
  if (value === null) return { detail: 'The value is null, and a number is required.' };
  const number = tryConvert(value, 'number');
  if (!isNumeric(number)) return { detail: 'The value is no number.' };
  const count = toNumber(number);
  if (!Number.isInteger(count) || count < 0)
    return { detail: `The value is ${count}; it must be a whole number from zero on.` };
  if (count > MOST_INSTANCES)
    return { detail: `The value is ${count}; a block has at most ${MOST_INSTANCES} instances.` };
  return Array.from({ length: count }, (_, key) => ({ key }));
}

function byForEach(value: Value): Instances {
  if (value instanceof Unknown) return DEPENDS_ON_UNKNOWN;
  if (value === null) return { detail: 'The value is null, and a map or a set of strings is required.' };
  if (value instanceof SetValue) return bySet(value.elements);
  if (isObject(value)) return sortedEntries(value).map(([key, eachValue]) => ({ key, eachValue }));
  return isList(value)
    ? {
        detail:
          'The value is a list; instances are told apart by the keys of a map or the elements of a set.',
        action: 'Make a set of it with toset(…).',
      }
    : { detail: 'The value is neither a map nor a set of strings.' };
}

function bySet(elements: readonly Value[]): Instances {
  const expansions: Expansion[] = [];
  for (const element of elements) {
    if (element instanceof Unknown) return DEPENDS_ON_UNKNOWN;
    if (typeof element !== 'string')
      return {
        detail: `The value is a set, but one of its elements is ${element === null ? 'null' : 'no string'}.`,
      };
    expansions.push({ key: element, eachValue: element });
  }
  return expansions;
}
