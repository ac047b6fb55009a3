import { isObject, unmark } from '@virtform/values';
import type { Diagnostic, Value, ValueObject } from '@virtform/values';
import type { Scope } from './configuration.js';
import { evaluate } from './evaluate.js';
import { ConversionError, conversionMessage, convert } from './language/convert.js';
import type { Subject } from './language/environment.js';
import type { Expression } from './language/expression.js';
import { positionOf } from './language/source.js';
import type { ArgumentTable } from './provisioner-arguments.js';

/** Arguments by name, converted to their types, with their marks; those that are null are left out. */
export interface EvaluatedArguments {
  readonly values: ValueObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates a body whose arguments a table declares. Names that the table does not have were refused when it was decoded. */
export function evaluateArguments(
  body: Expression,
  { known }: ArgumentTable,
  scope: Scope,
  subject: Subject,
): EvaluatedArguments {
  const { value, diagnostics: found } = evaluate(body, scope, subject);
  const diagnostics = [...found];
  const given = unmark(value).value;
  const values: Record<string, Value> = {};
  const problem = (name: string, summary: string, detail: string): void => {
    const at = body.kind === 'body' ? (body.attributes.get(name) ?? body) : body;
    diagnostics.push({
      severity: 'error',
      summary,
      detail,
      source: positionOf(at.span),
      path: [name],
      ...subject,
    });
  };
  for (const [name, { type, required }] of Object.entries(known)) {
    const argument = isObject(given) ? given[name] : undefined;
    if (argument === undefined) continue;
    if (unmark(argument).value === null) {
      if (required === true)
        problem(name, 'Missing required argument', `The argument "${name}" is required, and it is null.`);
      continue;
    }
    try {
      values[name] = convert(argument, type);
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      problem(
        name,
        'Incorrect attribute value type',
        `Inappropriate value for attribute "${name}": ${conversionMessage(error)}.`,
      );
    }
  }
  return { values, diagnostics };
}
