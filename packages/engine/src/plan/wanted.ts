import { checkObject, conform, secretPaths, withoutDoubtful } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { concealing, hasErrors, isObject, remark, textsAt, unmarkDeep } from '@virtform/values';
import type { Conceal, Diagnostic, Path, Unmarked, Value } from '@virtform/values';
import { evaluateStored } from '../config/index.js';
import type { Evaluated, ResourceBlock, Scope } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import { ignoreChanges } from './ignore-changes.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { concealDiagnostics, markedTexts } from './secrets.js';

/** What a program asks of one instance. */
export interface Wanted {
  /** Checked and converted; marks are taken out, unset attributes absent, unknown values allowed. undefined: it cannot be used. */
  readonly attributes: Attributes | undefined;
  /** Where secrets stand: what the program marked, and what the schema calls one. */
  readonly sensitive: readonly Path[];
  /** What the program itself marked, which is all that Terraform names in a state. */
  readonly marked: readonly Path[];
  /** As it is held against other objects: with its marks, and unknown where something is wrong. */
  readonly said: Value;
  /** Leaves its secrets out of what others say about it. */
  readonly conceal: Conceal;
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
  return wantedOf(block, address, schema, evaluateBody(block, address, scope), before);
}

/** What the program says of an instance, as the language gives it. */
export function evaluateBody(block: ResourceBlock, address: string, scope: Scope): Evaluated {
  return evaluateStored(block.body, scope, placeOf(block, address));
}

/** What is asked of an instance whose body was evaluated; as `evaluateWanted`. */
export function wantedOf(
  block: ResourceBlock,
  address: string,
  schema: ResourceSchema,
  evaluated: Evaluated,
  before: Attributes | undefined,
): Wanted {
  const place = placeOf(block, address);
  const body = configAttributes(schema, evaluated.value);
  const attributes = ignoreChanges(block.lifecycle.ignoreChanges, schema, body.attributes, before);
  const said = withoutDoubtful(remark({ value: attributes, marks: body.marks }), body.diagnostics);
  const diagnostics = placeDiagnostics(
    [...evaluated.diagnostics, ...body.diagnostics, ...checkObject(schema.type, said)],
    place,
    block.body,
  );
  const marked = sensitivePaths(body.marks);
  const sensitive = [...marked, ...secretPaths(schema.attributes, attributes)];
  // What has the shape of no attribute may be a secret all the same.
  const misshapen = diagnostics.length === 0 ? [] : secretsIn(schema, evaluated.value);
  const conceal = concealing([...textsAt(attributes, sensitive), ...misshapen]);
  return {
    attributes: hasErrors(diagnostics) ? undefined : attributes,
    sensitive,
    marked,
    said,
    conceal,
    diagnostics: concealDiagnostics(diagnostics, conceal),
  };
}

/** Every text of a body that is marked, or stands where the schema has a secret. */
function secretsIn(schema: ResourceSchema, value: Value): readonly string[] {
  const bare = unmarkDeep(value).value;
  const paths = isObject(bare) ? secretPaths(schema.attributes, bare) : [];
  return [...markedTexts(value), ...textsAt(bare, paths)];
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
