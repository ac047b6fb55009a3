import type { Attribute, Attributes, ResourceSchema } from './dsl.js';

/** An attribute and where it stands; lists add no step of their own: `devices.disks.target.dev`. */
export interface Walked {
  readonly path: readonly string[];
  readonly attribute: Attribute;
}

/** Every attribute of a schema, parents before their parts, in the order of the schema. */
export function walk(schema: ResourceSchema): readonly Walked[] {
  const found: Walked[] = [];
  const visit = (attributes: Attributes, above: readonly string[]): void => {
    for (const [name, attribute] of Object.entries(attributes)) {
      const path = [...above, name];
      found.push({ path, attribute });
      const inner = attributesOf(attribute);
      if (inner !== undefined) visit(inner, path);
    }
  };
  visit(schema.attributes, []);
  return found;
}

/** The attributes of an object, or of the elements of a list; undefined for what has none. */
export function attributesOf(attribute: Attribute): Attributes | undefined {
  switch (attribute.kind) {
    case 'scalar':
      return undefined;
    case 'object':
      return attribute.attributes;
    case 'list':
      return attribute.element === 'string' ? undefined : attribute.element;
  }
}

/** The attribute at a path of names and list indexes; undefined where there is none. */
export function attributeAt(
  schema: ResourceSchema,
  path: readonly (string | number)[],
): Attribute | undefined {
  let attributes: Attributes | undefined = schema.attributes;
  let found: Attribute | undefined;
  for (const step of path) {
    if (typeof step === 'number') continue;
    found = attributes !== undefined && Object.hasOwn(attributes, step) ? attributes[step] : undefined;
    if (found === undefined) return undefined;
    attributes = attributesOf(found);
  }
  return found;
}
