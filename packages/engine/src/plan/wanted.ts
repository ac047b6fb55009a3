import { conform } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { isObject, unmarkDeep } from '@virtform/values';
import type { Diagnostic, Path, Value } from '@virtform/values';
import { evaluate } from '../config/index.js';
import type { ResourceBlock, Scope } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import { ignoreChanges } from './ignore-changes.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';

/** What a program asks of one instance. */
export interface Wanted {
  /** Checked and converted; marks are taken out, unset attributes absent, unknown values allowed. undefined: it cannot be used. */
  readonly attributes: Attributes | undefined;
  readonly sensitive: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates the body of an instance and holds it against the schema.
 *
 * @param before what `ignore_changes` keeps: the attributes as they were applied last
 */
export function evaluateWanted(
  block: ResourceBlock,
  address: string,
  schema: ResourceSchema,
  scope: Scope,
  before: Attributes | undefined,
): Wanted {
  const place = placeOf(block, address);
  const evaluated = evaluate(block.body, scope, place);
  const { value, marks } = unmarkDeep(evaluated.value);
  const checked = configAttributes(schema, value);
  const diagnostics = placeDiagnostics([...evaluated.diagnostics, ...checked.diagnostics], place);
  const sensitive = marks.filter((entry) => entry.marks.has('sensitive')).map((entry) => entry.path);
  if (checked.attributes === undefined) return { attributes: undefined, sensitive, diagnostics };
  const attributes = ignoreChanges(block.lifecycle.ignoreChanges, schema, checked.attributes, before);
  return { attributes, sensitive, diagnostics };
}

/** A body as attributes: values converted to their types, nulls taken out, unknown keys reported. */
export function configAttributes(
  schema: ResourceSchema,
  value: Value,
): { readonly attributes: Attributes | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const conformed = conform(schema, value);
  return {
    attributes: isObject(conformed.value) ? conformed.value : undefined,
    diagnostics: conformed.diagnostics,
  };
}
