import { isWhollyKnown, Unknown, UNKNOWN, Value } from '@virtform/values';
import { Environment } from './environment.js';
import { fail } from './fail.js';
import { evaluateTemplateFile, evaluateTemplateString } from './template-calls.js';
import type { Call, Expression } from './expression.js';

/** Calls that decide themselves what of their arguments is evaluated. */
export const SPECIAL_FORMS: ReadonlyMap<string, (node: Call, environment: Environment) => Value> = new Map([
  ['try', evaluateTry],
  ['can', evaluateCan],
  ['templatefile', evaluateTemplateFile],
  ['templatestring', evaluateTemplateString],
]);

interface Attempt {
  readonly value: Value;
  /** What was wrong, in one line; undefined where nothing was. */
  readonly problem: string | undefined;
}

function attempt(expression: Expression, environment: Environment): Attempt {
  const quiet: Environment = { ...environment, diagnostics: [], quiet: true };
  const value = environment.walk(expression, quiet);
  const [first] = quiet.diagnostics;
  return { value, problem: first === undefined ? undefined : `${first.summary}: ${first.detail ?? ''}` };
}

/** The first argument that evaluates. What depends on an unknown value may still fail later, so it is unknown too. */
function evaluateTry(node: Call, environment: Environment): Value {
  const problems: string[] = [];
  for (const part of node.arguments) {
    const { value, problem } = attempt(part, environment);
    if (problem === undefined) return isWhollyKnown(value) ? value : UNKNOWN;
    problems.push(`- ${problem}`);
  }
  return fail(environment, node, {
    summary: 'Error in function call',
    detail:
      problems.length === 0
        ? 'Call to function "try" failed: at least one argument is required.'
        : `Call to function "try" failed: no expression succeeded:\n${problems.join('\n')}`,
    call: node,
  });
}

function evaluateCan(node: Call, environment: Environment): Value {
  const [only, ...others] = node.arguments;
  if (only === undefined || others.length > 0)
    return fail(environment, node, {
      summary: only === undefined ? 'Not enough function arguments' : 'Too many function arguments',
      detail: 'Function "can" takes (expression).',
      call: node,
    });
  const { value, problem } = attempt(only, environment);
  if (problem !== undefined) return false;
  return isWhollyKnown(value) ? true : new Unknown('bool');
}
