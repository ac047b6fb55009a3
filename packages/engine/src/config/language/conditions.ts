import { marksOf, Unknown, unmark } from '@virtform/values';
import { textOf, tryConvert } from './convert.js';
import type { Environment } from './environment.js';
import type { Condition } from './expression.js';
import { fail } from './fail.js';

/**
 * Says of every condition that does not hold so, in the words of its error message. What is not known yet may still hold: it is
 * asked again when it is known.
 *
 * @param summary what has failed then: `Precondition failed`
 */
export function checkConditions(
  conditions: readonly Condition[],
  environment: Environment,
  summary: string,
): void {
  // The conditions stand beside the body, not in it.
  const beside: Environment = { ...environment, structural: false };
  for (const { condition, errorMessage } of conditions) {
    const before = environment.diagnostics.length;
    const { value } = unmark(environment.walk(condition, beside));
    if (environment.diagnostics.length > before || value instanceof Unknown) continue;
    const holds = tryConvert(value, 'bool');
    if (holds === true) continue;
    if (holds === false) fail(environment, condition, { summary, detail: messageOf(errorMessage, beside) });
    else
      fail(environment, condition, {
        summary: 'Invalid condition result',
        detail: 'The result of a condition must be true or false, not null or anything else.',
      });
  }
}

function messageOf(errorMessage: Condition['errorMessage'], environment: Environment): string {
  const value = environment.walk(errorMessage, environment);
  if (marksOf(value).size > 0) return 'The error message holds a sensitive value, so it is not shown.';
  return textOf(value) ?? 'The error message is not known.';
}
