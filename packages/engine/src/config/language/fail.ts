import { Diagnostic, UNKNOWN, Value } from '@virtform/values';
import { describeUsed } from './describe.js';
import { Environment, pathOf } from './environment.js';
import type { Expression } from './expression.js';
import { positionOf } from './source.js';

/** What is said about something that went wrong. */
export interface Failure {
  /** An error, unless it is said to be less. */
  readonly severity?: Diagnostic['severity'];
  readonly summary: string;
  readonly detail: string;
  readonly action?: string;
}

/** Writes down what went wrong at a part of an expression, with the values it worked on; the part becomes unknown. */
export function fail(environment: Environment, at: Expression, failure: Failure): Value {
  const { subject, diagnostics } = environment;
  const path = pathOf(environment.place);
  const used = environment.quiet ? [] : describeUsed(at, environment);
  diagnostics.push({
    severity: 'error',
    ...failure,
    ...(used.length === 0 ? {} : { values: used }),
    ...subject,
    ...(path.length === 0 ? {} : { path }),
    source: positionOf(at.span),
  });
  return UNKNOWN;
}
