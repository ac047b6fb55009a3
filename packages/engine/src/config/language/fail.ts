import { UNKNOWN, Value } from '@virtform/values';
import { describeUsed } from './describe.js';
import { Environment, pathOf } from './environment.js';
import type { Expression } from './expression.js';
import { positionOf } from './source.js';

/** What is said about something that went wrong. */
export interface Failure {
  readonly summary: string;
  readonly detail: string;
  readonly action?: string;
}

/** Writes down what went wrong at a part of an expression, with the values it worked on; the part becomes unknown. */
export function fail(environment: Environment, at: Expression, failure: Failure): Value {
  const { subject, diagnostics } = environment;
  const path = pathOf(environment.place);
  const used = environment.quiet ? [] : describeUsed(at, environment);
  const detail = used.length === 0 ? failure.detail : `${failure.detail}\n${used.join('\n')}`;
  diagnostics.push({
    severity: 'error',
    ...failure,
    detail,
    ...subject,
    ...(path.length === 0 ? {} : { path }),
    source: positionOf(at.span),
  });
  return UNKNOWN;
}
