import {
  ELEMENT_NAME,
  type Attributes,
  type Condition,
  type Form,
  type ResourceSchema,
  type ScalarAttribute,
  type Step,
} from '@virtform/schema';

/** What our schemas let stand in an attribute or a text. Several of ours may stand in one place; what each allows adds up. */
export interface Allowed {
  /** The values that it is held to; undefined where it may be anything. */
  readonly values: ReadonlySet<string> | undefined;
  /** Values that ours name, also where others may be. */
  readonly named: ReadonlySet<string>;
  /** What of it is a number. */
  readonly numbers: readonly Numbers[];
}

/** Numbers from `min` to `max`, and how they are written. */
export interface Numbers {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly spell: (number: bigint) => string;
}

/** Where our schemas have something: an element with what they know of it. */
export interface Place {
  readonly attributes: Map<string, Allowed>;
  readonly children: Map<string, Place>;
  /** Everything inside is kept as XML. */
  whole: boolean;
  /** undefined where no text stands. */
  text: Allowed | undefined;
}

function place(): Place {
  return { attributes: new Map(), children: new Map(), whole: false, text: undefined };
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
    if (where !== undefined) allow(next, where.attribute, exactly(where.value));
    at = next;
  }
  return at;
}

const ANYTHING: Allowed = { values: undefined, named: new Set(), numbers: [] };

const exactly = (...values: readonly string[]): Allowed => ({
  values: new Set(values),
  named: new Set(values),
  numbers: [],
});

function both(one: Allowed | undefined, other: Allowed): Allowed {
  if (one === undefined) return other;
  return {
    values:
      one.values === undefined || other.values === undefined
        ? undefined
        : new Set([...one.values, ...other.values]),
    named: new Set([...one.named, ...other.named]),
    numbers: [...one.numbers, ...other.numbers],
  };
}

function allow(at: Place, attribute: string, allowed: Allowed): void {
  at.attributes.set(attribute, both(at.attributes.get(attribute), allowed));
}

function fulfil(from: Place, conditions: readonly Condition[]): void {
  for (const { path, attribute, value } of conditions) {
    if (value !== undefined && attribute !== ELEMENT_NAME) allow(down(from, path), attribute, exactly(value));
  }
}

function add(from: Place, attributes: Attributes): void {
  for (const attribute of Object.values(attributes)) {
    if (attribute.at === undefined || attribute.refused !== undefined) continue;
    fulfil(from, attribute.when);
    const at = down(from, attribute.at.path);
    switch (attribute.kind) {
      case 'scalar':
        if (attribute.form.as === 'inner-xml' || attribute.form.as === 'xml') at.whole = true;
        else if (attribute.at.attribute !== undefined)
          allow(at, attribute.at.attribute, allowedBy(attribute));
        else if (attribute.form.as === 'plain' || attribute.form.as === 'hexadecimal') {
          at.text = both(at.text, allowedBy(attribute));
        }
        break;
      case 'object':
        add(at, attribute.attributes);
        break;
      case 'list':
        fulfil(at, attribute.initially);
        if (attribute.element === 'string') at.text = both(at.text, ANYTHING);
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

function allowedBy(attribute: ScalarAttribute): Allowed {
  switch (attribute.type) {
    case 'bool':
      return { ...exactly('yes', 'no', 'on', 'off', 'true', 'false', '1', '0'), named: new Set() };
    case 'number':
      return {
        ...ANYTHING,
        numbers: [{ min: undefined, max: undefined, ...attribute.range, spell: speller(attribute.form) }],
      };
    case 'dynamic':
      return ANYTHING;
    case 'string': {
      const { enumeration, open, syntax } = attribute;
      if (enumeration === undefined) return ANYTHING;
      const named = exactly(...enumeration);
      return open === true || syntax !== undefined ? { ...named, values: undefined } : named;
    }
  }
}

/** As `encode` writes numbers. */
function speller(form: Form): (number: bigint) => string {
  return (number) =>
    form.as === 'hexadecimal' && number >= 0n
      ? `0x${number.toString(16).padStart(form.digits, '0')}`
      : number.toString();
}
