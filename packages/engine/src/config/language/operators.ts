import { Unknown, unmark, Value } from '@virtform/values';
import { ConversionError, convert } from './convert.js';
import { equalInLanguage } from './equality.js';
import { bare, Environment, withMarks } from './environment.js';
import { fail } from './fail.js';
import type { Binary, Conditional, Expression, Unary } from './expression.js';
import { calculate, compareNumbers, isNumeric } from './number.js';
import { typeOf, unknownOf } from './types.js';
import { unify } from './unify.js';

export function evaluateUnary(node: Unary, environment: Environment): Value {
  const type = node.operator === '-' ? 'number' : 'bool';
  const { value, marks } = operand(node.operand, 'operand', type, environment);
  if (value === undefined || value instanceof Unknown) return withMarks(unknownOf(type), marks);
  if (typeof value === 'boolean') return withMarks(!value, marks);
  return withMarks(isNumeric(value) ? (calculate('-', 0, value) ?? 0) : unknownOf(type), marks);
}

export function evaluateBinary(node: Binary, environment: Environment): Value {
  switch (node.operator) {
    case '==':
    case '!=':
      return evaluateEquality(node, environment);
    case '&&':
    case '||':
      return evaluateLogic(node, node.operator, environment);
    default:
      return evaluateArithmetic(node, environment);
  }
}

function evaluateEquality(node: Binary, environment: Environment): Value {
  const left = bare(node.left, environment);
  const right = bare(node.right, environment);
  const equal = equalInLanguage(left.value, right.value);
  const result = equal === undefined ? unknownOf('bool') : equal === (node.operator === '==');
  return withMarks(result, left.marks, right.marks);
}

function evaluateLogic(node: Binary, operator: '&&' | '||', environment: Environment): Value {
  const left = operand(node.left, 'left operand', 'bool', environment);
  const right = operand(node.right, 'right operand', 'bool', environment);
  const decided = operator === '||';
  if (typeof left.value === 'boolean' && typeof right.value === 'boolean') {
    const result = decided ? left.value || right.value : left.value && right.value;
    return withMarks(result, left.marks, right.marks);
  }
  return withMarks(unknownOf('bool'), left.marks, right.marks);
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function evaluateArithmetic(node: Binary, environment: Environment): Value {
  const left = operand(node.left, 'left operand', 'number', environment);
  const right = operand(node.right, 'right operand', 'number', environment);
  const marked = (value: Value): Value => withMarks(value, left.marks, right.marks);
  const comparison = COMPARISONS[node.operator];
  if (!isNumeric(left.value) || !isNumeric(right.value))
    return marked(unknownOf(comparison === undefined ? 'number' : 'bool'));
  if (comparison !== undefined) return marked(comparison(compareNumbers(left.value, right.value)));
  const result = arithmetic(node.operator, left.value, right.value);
  if (result !== undefined) return marked(result);
  return marked(
    fail(environment, node, { summary: 'Division by zero', detail: 'The divisor of this division is zero.' }),
  );
}

function arithmetic(
  operator: Binary['operator'],
  left: number | bigint,
  right: number | bigint,
): number | bigint | undefined {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return calculate(operator, left, right);
    default:
      return undefined;
  }
}

interface Operand {
  /** undefined where it was wrong. */
  readonly value: Value | undefined;
  readonly marks: ReturnType<typeof bare>['marks'];
}

function operand(
  expression: Expression,
  role: string,
  type: 'number' | 'bool',
  environment: Environment,
): Operand {
  const { value, marks } = bare(expression, environment);
  const wrong = (detail: string): Operand => {
    fail(environment, expression, { summary: 'Invalid operand', detail });
    return { value: undefined, marks };
  };
  if (value === null) return wrong(`Unsuitable value for ${role}: it is null, and a ${type} is required.`);
  try {
    return { value: convert(value, type), marks };
  } catch (error) {
    if (error instanceof ConversionError) return wrong(`Unsuitable value for ${role}: ${error.message}.`);
    throw error;
  }
}

/** Both sides are evaluated, because the result has the type that fits both; only the chosen one's problems count. */
export function evaluateConditional(node: Conditional, environment: Environment): Value {
  const yesEnvironment: Environment = { ...environment, diagnostics: [] };
  const noEnvironment: Environment = { ...environment, diagnostics: [] };
  const { value: condition, marks } = operand(node.condition, 'condition', 'bool', environment);
  const yes = environment.walk(node.yes, yesEnvironment);
  const no = environment.walk(node.no, noEnvironment);
  if (typeof condition !== 'boolean') {
    environment.diagnostics.push(...yesEnvironment.diagnostics, ...noEnvironment.diagnostics);
  } else {
    environment.diagnostics.push(...(condition ? yesEnvironment : noEnvironment).diagnostics);
  }
  const chosen = condition === true ? yes : no;
  const type = unify([typeOf(yes), typeOf(no)]);
  if (type === undefined)
    return withMarks(
      fail(environment, node, {
        summary: 'Inconsistent conditional result types',
        detail: 'The two results of a conditional must be of one type, or convert to one; these two do not.',
      }),
      marks,
    );
  // Terraform marks the result by both sides, chosen or not.
  const all = [marks, unmark(yes).marks, unmark(no).marks];
  if (typeof condition !== 'boolean') return withMarks(unknownOf(type), ...all);
  try {
    return withMarks(convert(chosen, type), ...all);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return fail(environment, node, {
      summary: 'Inconsistent conditional result types',
      detail: `The result does not convert to the type of the other one: ${error.message}.`,
    });
  }
}
