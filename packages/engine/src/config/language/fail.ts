import { CalledFunction, Diagnostic, printType, UNKNOWN, Value } from '@virtform/values';
import { describeUsed } from './describe.js';
import { Environment, pathOf } from './environment.js';
import type { Call, Expression } from './expression.js';
import type { Parameter } from './functions/function.js';
import { findSignature } from './functions/index.js';
import { positionOf } from './source.js';

/** What is said about something that went wrong. */
export interface Failure {
  /** An error, unless it is said to be less. */
  readonly severity?: Diagnostic['severity'];
  readonly summary: string;
  readonly detail: string;
  readonly action?: string;
  /** The call in which it went wrong. */
  readonly call?: Call;
}

/** Writes down what went wrong at a part of an expression, with the values it worked on; the part becomes unknown. */
export function fail(environment: Environment, at: Expression, { call, ...failure }: Failure): Value {
  const { subject, diagnostics } = environment;
  const path = pathOf(environment.place);
  const used = environment.quiet ? [] : describeUsed(at, environment);
  const called = environment.quiet || call === undefined ? undefined : calledFunction(call);
  diagnostics.push({
    severity: 'error',
    ...failure,
    ...(used.length === 0 ? {} : { values: used }),
    ...(called === undefined ? {} : { called }),
    ...subject,
    ...(path.length === 0 ? {} : { path }),
    source: positionOf(at.span),
  });
  return UNKNOWN;
}

/** undefined where there is no such function. */
function calledFunction({ name: calledAs }: Call): CalledFunction | undefined {
  const name = calledAs.replace(/^core::/, '');
  const signature = findSignature(name);
  if (signature === undefined) return undefined;
  const told = ({ name: called, type }: Parameter): CalledFunction['parameters'][number] => ({
    name: called,
    type: printType(type),
  });
  return {
    calledAs,
    name,
    parameters: signature.parameters.map(told),
    ...(signature.rest === undefined ? {} : { rest: told(signature.rest) }),
    returns: printType(signature.returns),
  };
}
