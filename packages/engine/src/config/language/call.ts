import {
  isList,
  isWhollyKnown,
  Mark,
  SetValue,
  suggest,
  Unknown,
  UNKNOWN,
  unmark,
  unmarkDeep,
  Value,
} from '@virtform/values';
import { isTooLarge, MOST_CHARACTERS, TOO_LONG } from './bounds.js';
import { ConversionError, conversionMessage, convert } from './convert.js';
import { Environment, withMarks } from './environment.js';
import { fail, Failure } from './fail.js';
import type { Call, Expression } from './expression.js';
import { findFunction, FUNCTION_NAMES } from './functions/index.js';
import { FunctionProblem, FunctionSpec, Parameter } from './functions/function.js';
import { neverNull } from './refinements.js';
import { SPECIAL_FORMS } from './special-forms.js';
import { unknownOf } from './types.js';

/** An argument, and the expression to point at when it is wrong. */
interface Argument {
  readonly value: Value;
  readonly at: Expression;
}

export function evaluateCall(node: Call, environment: Environment): Value {
  const name = node.name.replace(/^core::/, '');
  const special = SPECIAL_FORMS.get(name);
  if (special !== undefined) return special(node, environment);
  const spec = findFunction(name);
  if (spec === undefined) return fail(environment, node, unknownFunction(name));
  const given = argumentsOf(node, environment);
  if (given === undefined) return unknownOf(spec.returns);
  const miscount = checkCount(name, spec, given.length);
  if (miscount !== undefined) return fail(environment, node, { ...miscount, call: node });
  return apply(node, name, spec, given, environment);
}

function unknownFunction(name: string): Failure {
  if (name.startsWith('provider::'))
    return {
      summary: 'Unknown provider function',
      detail: `${name} is a function of a provider; providers' functions are not available here.`,
    };
  const near = suggest(name, FUNCTION_NAMES);
  return {
    summary: 'Call to unknown function',
    detail: `There is no function named "${name}".`,
    ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
  };
}

/** undefined where it is not known how many there are. */
function argumentsOf(node: Call, environment: Environment): readonly Argument[] | undefined {
  const all = node.arguments.map((at) => ({ value: environment.walk(at, environment), at }));
  const last = all.at(-1);
  if (!node.expandLast || last === undefined) return all;
  const { value, marks } = unmark(last.value);
  if (value instanceof Unknown) return undefined;
  const elements =
    value instanceof SetValue ? value.elements : value !== null && isList(value) ? value : undefined;
  if (elements !== undefined)
    return [
      ...all.slice(0, -1),
      ...elements.map((element) => ({ value: withMarks(element, marks), at: last.at })),
    ];
  fail(environment, last.at, {
    summary: 'Invalid expanding argument value',
    detail: 'The argument before "..." must be a list, a set or a tuple.',
    call: node,
  });
  return undefined;
}

function checkCount(name: string, spec: FunctionSpec, count: number): Failure | undefined {
  const least = spec.parameters.length;
  if (count < least)
    return {
      summary: 'Not enough function arguments',
      detail: `Function "${name}" takes ${signature(spec)}; the argument for "${spec.parameters[count]?.name ?? ''}" is missing.`,
    };
  if (count > least && spec.rest === undefined)
    return {
      summary: 'Too many function arguments',
      detail: `Function "${name}" takes ${signature(spec)}; ${count} were given.`,
    };
  return undefined;
}

function signature({ parameters, rest }: FunctionSpec): string {
  const names = [...parameters.map((each) => each.name), ...(rest === undefined ? [] : [`${rest.name}...`])];
  return names.length === 0 ? 'no arguments' : `(${names.join(', ')})`;
}

function apply(
  node: Call,
  name: string,
  spec: FunctionSpec,
  given: readonly Argument[],
  environment: Environment,
): Value {
  const marks = new Set<Mark>();
  const values: Value[] = [];
  let known = true;
  let right = true;
  for (const [index, argument] of given.entries()) {
    const wanted = spec.parameters[index] ?? spec.rest;
    if (wanted === undefined) continue;
    const prepared = prepare(argument, wanted, marks, environment, node);
    if (prepared === undefined) right = false;
    else values.push(prepared);
    if (prepared !== undefined && !wanted.takesUnknown && !isWhollyKnown(prepared)) known = false;
    if (prepared === null && wanted.wantsType && argument.at.kind === 'literal') known = false;
  }
  // A call that is wrong has no type: it must not decide what the other branch of a conditional becomes.
  if (!right) return withMarks(UNKNOWN, marks);
  // What a function returns of one type whatever it is given is never null.
  if (!known) return withMarks(spec.returns === 'any' ? UNKNOWN : neverNull(unknownOf(spec.returns)), marks);
  try {
    const result = spec.run(values, environment.scope.surroundings);
    if (typeof result === 'string' && result.length > MOST_CHARACTERS) throw new FunctionProblem(TOO_LONG);
    return withMarks(result, marks);
  } catch (error) {
    const problem = describeProblem(error);
    const at =
      error instanceof FunctionProblem && error.argument !== undefined
        ? given[error.argument]?.at
        : undefined;
    return withMarks(
      fail(environment, at ?? node, {
        summary: 'Error in function call',
        detail: `Call to function "${name}" failed: ${problem}.`,
        call: node,
      }),
      marks,
    );
  }
}

/** Functions fail by a FunctionProblem or a conversion; anything else is a mistake of ours and goes on. */
function describeProblem(error: unknown): string {
  if (error instanceof FunctionProblem) return error.message;
  if (error instanceof ConversionError) return conversionMessage(error);
  if (isTooLarge(error)) return `it would make more than can be held: ${TOO_LONG}`;
  throw error;
}

/** An argument as its parameter wants it; undefined where it is wrong, which has been said then. */
function prepare(
  { value, at }: Argument,
  wanted: Parameter,
  marks: Set<Mark>,
  environment: Environment,
  call: Call,
): Value | undefined {
  let plain = value;
  if (!wanted.takesMarks) {
    const stripped = unmarkDeep(value);
    if (stripped.marks.length > 0) plain = stripped.value;
    for (const entry of stripped.marks) for (const mark of entry.marks) marks.add(mark);
  }
  const wrong = (detail: string): void => {
    fail(environment, at, {
      summary: 'Invalid function argument',
      detail: `Invalid value for "${wanted.name}" parameter of "${call.name}": ${detail}.`,
      call,
    });
  };
  if (unmark(plain).value === null && !wanted.takesNull) {
    wrong('argument must not be null');
    return undefined;
  }
  try {
    return convert(plain, wanted.type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    wrong(conversionMessage(error));
    return undefined;
  }
}
