import { checkObject, conform, withoutDoubtful } from '@virtform/schema';
import type { Attributes as SchemaAttributes, ResourceSchema } from '@virtform/schema';
import { hasErrors, isList, isObject, remark, unmarkDeep } from '@virtform/values';
import type { Diagnostic, Path, Unmarked, Value, ValueObject } from '@virtform/values';
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
  /** As it is held against other objects: with its marks, and unknown where something is wrong. */
  readonly said: Value;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates the body of an instance, holds it against the schema, and looks for what contradicts itself.
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
  const body = configAttributes(schema, evaluated.value);
  const attributes = ignoreChanges(block.lifecycle.ignoreChanges, schema, body.attributes, before);
  const said = withoutDoubtful(remark({ value: attributes, marks: body.marks }), body.diagnostics);
  const diagnostics = placeDiagnostics(
    [...evaluated.diagnostics, ...body.diagnostics, ...checkObject(schema.type, said)],
    place,
  );
  return {
    attributes: hasErrors(diagnostics) ? undefined : attributes,
    sensitive: [...sensitivePaths(body.marks), ...secretsOf(schema.attributes, attributes)],
    said,
    diagnostics,
  };
}

/** A body as attributes: values converted to their types, nulls and marks taken out, unknown keys reported. */
export function configAttributes(
  schema: ResourceSchema,
  value: Value,
): {
  readonly attributes: Attributes;
  readonly marks: Unmarked['marks'];
  readonly diagnostics: readonly Diagnostic[];
} {
  // Held against the schema with its marks, so that no message quotes a secret.
  const conformed = conform(schema, value);
  const bare = unmarkDeep(conformed.value);
  return {
    attributes: isObject(bare.value) ? bare.value : {},
    marks: bare.marks,
    diagnostics: conformed.diagnostics,
  };
}

function sensitivePaths(marks: Unmarked['marks']): readonly Path[] {
  return marks.filter(({ marks: found }) => found.has('sensitive')).map(({ path }) => path);
}

/** Where attributes stand that are secret by their nature: a graphics password. */
function secretsOf(schema: SchemaAttributes, value: ValueObject, at: Path = []): readonly Path[] {
  return Object.entries(value).flatMap(([name, part]) => {
    const attribute = schema[name];
    const path = [...at, name];
    if (attribute?.sensitive === true) return [path];
    if (attribute?.kind === 'object')
      return isObject(part) ? secretsOf(attribute.attributes, part, path) : [];
    if (attribute?.kind !== 'list' || attribute.element === 'string' || !isList(part)) return [];
    const { element } = attribute;
    return part.flatMap((item, index) => (isObject(item) ? secretsOf(element, item, [...path, index]) : []));
  });
}
