import {
  ELEMENT_NAME,
  type Attribute,
  type Attributes,
  type Condition,
  type ResourceSchema,
  type Step,
} from '@virtform/schema';

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

/** Where a path leads; the last step of a list may have several names, of which one is asked for. */
function down(from: Place, steps: readonly Step[], lastName = steps.at(-1)?.name): Place {
  let at = from;
  for (const [index, { name: first, where }] of steps.entries()) {
    const name = index === steps.length - 1 && lastName !== undefined ? lastName : first;
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
    if (value !== undefined && attribute !== ELEMENT_NAME)
      allow(down(from, path), attribute, new Set([value]));
  }
}

function add(from: Place, attributes: Attributes): void {
  for (const attribute of Object.values(attributes)) {
    if (attribute.at === undefined) continue;
    fulfil(from, attribute.when);
    const at = down(from, attribute.at.path);
    switch (attribute.kind) {
      case 'scalar':
        if (attribute.form.as === 'inner-xml' || attribute.form.as === 'xml') at.whole = true;
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
        else addItems(from, attribute.at.path, at, attribute.element);
    }
  }
}

/** Of a list whose elements bear several names, each name has a place of its own. */
function addItems(from: Place, path: readonly Step[], at: Place, element: Attributes): void {
  if (path.at(-1)?.others === undefined) {
    add(at, element);
    return;
  }
  for (const [key, kind] of Object.entries(element)) {
    const name = kind.when.find(({ attribute }) => attribute === ELEMENT_NAME)?.value;
    add(down(from, path, name), { [key]: kind });
  }
}

function valuesOf(attribute: Attribute): ReadonlySet<string> | undefined {
  if (attribute.kind !== 'scalar' || attribute.open === true || attribute.syntax !== undefined)
    return undefined;
  if (attribute.type === 'bool') return new Set(['yes', 'no', 'on', 'off', 'true', 'false', '1', '0']);
  return attribute.enumeration === undefined ? undefined : new Set(attribute.enumeration);
}
