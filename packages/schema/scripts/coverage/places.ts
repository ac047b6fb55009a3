import type { Attribute, Attributes, Condition, ResourceSchema, Step } from '@virtform/schema';

/** Where our schemas have something: an element with what they know of it. */
export interface Place {
  /** With the values that an attribute is held to; undefined where it may be anything. */
  readonly attributes: Map<string, ReadonlySet<string> | undefined>;
  readonly children: Map<string, Place>;
  /** Everything inside is kept as XML. */
  whole: boolean;
  text: boolean;
  /** Values of the text; undefined where it may be anything. */
  textValues: ReadonlySet<string> | undefined;
}

function place(): Place {
  return { attributes: new Map(), children: new Map(), whole: false, text: false, textValues: undefined };
}

/** The places of a schema, from its root element. */
export function placesOf(schema: ResourceSchema): Place {
  const root = place();
  add(root, schema.attributes);
  return root;
}

function down(from: Place, steps: readonly Step[]): Place {
  let at = from;
  for (const { name, where } of steps) {
    const next = at.children.get(name) ?? place();
    at.children.set(name, next);
    if (where !== undefined) allow(next, where.attribute, new Set([where.value]));
    at = next;
  }
  return at;
}

/** Values of several attributes in one place add up; one that takes anything takes all. */
function allow(at: Place, attribute: string, values: ReadonlySet<string> | undefined): void {
  const known = at.attributes.get(attribute);
  const both = at.attributes.has(attribute)
    ? known === undefined || values === undefined
      ? undefined
      : new Set([...known, ...values])
    : values;
  at.attributes.set(attribute, both);
}

function fulfil(from: Place, conditions: readonly Condition[]): void {
  for (const { path, attribute, value } of conditions) {
    if (value !== undefined) allow(down(from, path), attribute, new Set([value]));
  }
}

function add(from: Place, attributes: Attributes): void {
  for (const attribute of Object.values(attributes)) {
    if (attribute.at === undefined) continue;
    fulfil(from, attribute.when);
    const at = down(from, attribute.at.path);
    switch (attribute.kind) {
      case 'scalar':
        if (attribute.form.as === 'inner-xml') at.whole = true;
        else if (attribute.at.attribute !== undefined) allow(at, attribute.at.attribute, valuesOf(attribute));
        else if (attribute.form.as === 'plain' || attribute.form.as === 'hexadecimal') {
          const values = valuesOf(attribute);
          at.textValues =
            at.text && at.textValues !== undefined && values !== undefined
              ? new Set([...at.textValues, ...values])
              : at.text
                ? undefined
                : values;
          at.text = true;
        }
        break;
      case 'object':
        add(at, attribute.attributes);
        break;
      case 'list':
        fulfil(at, attribute.initially);
        if (attribute.element === 'string') at.text = true;
        else add(at, attribute.element);
    }
  }
}

function valuesOf(attribute: Attribute): ReadonlySet<string> | undefined {
  if (attribute.kind !== 'scalar' || attribute.open === true || attribute.syntax !== undefined)
    return undefined;
  if (attribute.type === 'bool') return new Set(['yes', 'no', 'on', 'off', 'true', 'false', '1', '0']);
  return attribute.enumeration === undefined ? undefined : new Set(attribute.enumeration);
}
