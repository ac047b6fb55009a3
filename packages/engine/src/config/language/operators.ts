import {
  compareNumbers,
  isList,
  isNumeric,
  Mark,
  Marked,
  marksOf,
  Numeric,
  sameNumber,
  SetValue,
  Unknown,
  unmark,
  Value,
} from '@virtform/values';
import { calculate, negated } from './arithmetic.js';
import { ConversionError, convert, tryConvert } from './convert.js';
import { equalInLanguage } from './equality.js';
import { bare, Environment, withMarks } from './environment.js';
import { fail } from './fail.js';
import type { Binary, Conditional, Expression, Unary } from './expression.js';
import { neverNull } from './refinements.js';
import { listOf, setOf, sameType, Type, typeOf, unknownOf } from './types.js';
import { unify } from './unify.js';

export function evaluateUnary(node: Unary, environment: Environment): Value {
  const type = node.operator === '-' ? 'number' : 'bool';
  const { value, marks } = operand(node.operand, 'operand', type, environment);
  if (value === undefined || value instanceof Unknown) return withMarks(neverNull(unknownOf(type)), marks);
  if (typeof value === 'boolean') return withMarks(!value, marks);
  return withMarks(isNumeric(value) ? negated(value) : unknownOf(type), marks);
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
  const left = environment.walk(node.left, environment);
  const right = environment.walk(node.right, environment);
  const equal = equalInLanguage(left, right);
  const result = equal === undefined ? neverNull(unknownOf('bool')) : equal === (node.operator === '==');
  // Parts that are marked decide as much as the whole.
  return withMarks(result, marksOf(left), marksOf(right));
}

function evaluateLogic(node: Binary, operator: '&&' | '||', environment: Environment): Value {
  const left = operand(node.left, 'left operand', 'bool', environment);
  const right = operand(node.right, 'right operand', 'bool', environment);
  const decided = operator === '||';
  if (typeof left.value === 'boolean' && typeof right.value === 'boolean') {
    const result = decided ? left.value || right.value : left.value && right.value;
    return withMarks(result, left.marks, right.marks);
  }
  return withMarks(neverNull(unknownOf('bool')), left.marks, right.marks);
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
    return marked(neverNull(unknownOf(comparison === undefined ? 'number' : 'bool')));
  if (comparison !== undefined) return marked(comparison(compareNumbers(left.value, right.value)));
  const result = arithmetic(node.operator, left.value, right.value);
  if (result !== undefined) return marked(result);
  return marked(
    fail(environment, node, {
      summary: 'Operation failed',
      detail:
        'The result is no number, such as zero divided by zero, or is greater or smaller than numbers can be.',
    }),
  );
}

function arithmetic(operator: Binary['operator'], left: Numeric, right: Numeric): Numeric | undefined {
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

/** undefined where it is wrong; one that is not known yet may be of any type. */
function evaluateCondition(
  expression: Expression,
  environment: Environment,
): { readonly value: boolean | Unknown | undefined; readonly marks: ReadonlySet<Mark> } {
  const { value, marks } = bare(expression, environment);
  if (value instanceof Unknown) return { value, marks };
  const converted = value === null ? undefined : tryConvert(value, 'bool');
  if (typeof converted === 'boolean') return { value: converted, marks };
  fail(environment, expression, {
    summary: value === null ? 'Null condition' : 'Incorrect condition type',
    detail:
      value === null
        ? 'The condition of a conditional is null, and must be true or false.'
        : 'The condition of a conditional must be true or false, or convert to that.',
  });
  return { value: undefined, marks };
}

/** What is known of the result whichever side is chosen. */
function either(yes: Exclude<Value, Marked>, no: Exclude<Value, Marked>, type: Type): Value {
  if (yes === null && no === null) return null;
  if (isNumeric(yes) && isNumeric(no) && sameNumber(yes, no)) return yes;
  if (typeof type === 'string' || !sameType(typeOf(yes), typeOf(no))) return unknownOf(type);
  const lengths = [yes, no].map((side) => lengthOf(side));
  const [length] = lengths;
  if (length === undefined || lengths[1] !== length) return unknownOf(type);
  if (type.kind === 'list')
    return listOf(
      Array.from({ length }, () => unknownOf(type.element)),
      type.element,
    );
  return type.kind === 'set' && length === 1
    ? setOf([unknownOf(type.element)], type.element)
    : unknownOf(type);
}

function lengthOf(value: Exclude<Value, Marked>): number | undefined {
  if (value instanceof SetValue) return value.elements.length;
  return value !== null && isList(value) ? value.length : undefined;
}

/** Both sides are evaluated, because the result has the type that fits both; only the chosen one's problems count. */
export function evaluateConditional(node: Conditional, environment: Environment): Value {
  const yesEnvironment: Environment = { ...environment, diagnostics: [] };
  const noEnvironment: Environment = { ...environment, diagnostics: [] };
  const { value: condition, marks } = evaluateCondition(node.condition, environment);
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
  if (typeof condition !== 'boolean')
    return withMarks(
      condition === undefined ? unknownOf(type) : either(unmark(yes).value, unmark(no).value, type),
      ...all,
    );
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
