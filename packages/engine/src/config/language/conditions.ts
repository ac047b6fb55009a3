import { marksOf, Unknown, unmark } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { textOf, tryConvert } from './convert.js';
import type { Environment } from './environment.js';
import type { Condition, Expression } from './expression.js';
import { fail } from './fail.js';

/** What became of a condition. Unknown: what it rests on is known after apply. Error: it could not be asked at all. */
export type CheckStatus = 'pass' | 'fail' | 'error' | 'unknown';

/** What one condition came to. */
export interface Judgement {
  readonly status: CheckStatus;
  /** Of one that fails, in the words of its error message; undefined where those may not be shown. */
  readonly message?: string;
}

/** How failures of some conditions are told. */
export interface Telling {
  /** The first line: `Resource precondition failed`. */
  readonly summary: string;
  /** How bad one is that does not hold; one that cannot be asked is always an error. */
  readonly severity: Diagnostic['severity'];
  /** The first line about one that is not known yet; without it, nothing is said of that. */
  readonly unknown?: string;
}

/**
 * Asks every condition. What does not hold is told in the words of its error message; what is not known yet may still hold: it
 * is asked again when it is known.
 */
export function judgeConditions(
  conditions: readonly Condition[],
  environment: Environment,
  telling: Telling,
): readonly Judgement[] {
  // The conditions stand beside the body, not in it.
  const beside: Environment = { ...environment, structural: false };
  return conditions.map((condition) => judge(condition, beside, telling));
}

function judge(
  { condition, errorMessage }: Condition,
  environment: Environment,
  telling: Telling,
): Judgement {
  const { severity, summary } = telling;
  const problems = errorsIn(environment);
  const { value } = unmark(environment.walk(condition, environment));
  const message = messageOf(errorMessage, environment);
  if (errorsIn(environment) > problems) return { status: 'error' };
  if (value instanceof Unknown) {
    if (telling.unknown !== undefined) fail(environment, condition, { ...NOT_YET, summary: telling.unknown });
    return { status: 'unknown' };
  }
  const holds = tryConvert(value, 'bool');
  if (holds === true) return { status: 'pass' };
  if (holds === false) {
    fail(environment, condition, { severity, summary, detail: message ?? WITHOUT_WORDS });
    return { status: 'fail', ...(message === undefined ? {} : { message }) };
  }
  fail(environment, condition, {
    summary: 'Invalid condition result',
    detail: 'The result of a condition must be true or false, not null or anything else.',
  });
  return { status: 'error' };
}

function errorsIn({ diagnostics }: Environment): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

const NOT_YET = {
  severity: 'warning',
  detail: 'What the condition rests on is known after apply; it is asked again then.',
} as const;

const WITHOUT_WORDS = 'It does not hold, and its error message cannot be shown.';

/** The error message, which is evaluated whether it is needed or not: what is wrong with it is better found before it is. */
function messageOf(errorMessage: Expression, environment: Environment): string | undefined {
  const value = environment.walk(errorMessage, environment);
  const marks = marksOf(value);
  for (const mark of ['sensitive', 'ephemeral'] as const) {
    if (!marks.has(mark)) continue;
    fail(environment, errorMessage, {
      severity: 'warning',
      summary: `Error message refers to ${mark} values`,
      detail: 'It would be printed where the condition does not hold, so that it is not shown then.',
      action:
        mark === 'sensitive'
          ? 'Leave what is sensitive out of it, or take the mark off with nonsensitive() where nothing is given away.'
          : 'Leave what is ephemeral out of it.',
    });
    return undefined;
  }
  if (unmark(value).value instanceof Unknown) return undefined;
  const text = textOf(value);
  if (text === undefined)
    fail(environment, errorMessage, {
      summary: 'Invalid error message',
      detail: `An error message must be a text, not ${value === null ? 'null' : 'anything else'}.`,
    });
  return text;
}
