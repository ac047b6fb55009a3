import type { Attribute, Attributes } from '@virtform/schema';
import { type IResolvable, TerraformIterator, Tokenization } from 'cdktf';
import { type Holder, propertyName, snakeCase } from './names.js';

/** Values by the properties of a class or by the attributes of the JSON. */
export type Values = Readonly<Record<string, unknown>>;

type Names = ReadonlyMap<string, readonly [name: string, attribute: Attribute]>;

const namesOf: Readonly<Record<Holder, WeakMap<Attributes, Names>>> = {
  resource: new WeakMap(),
  provider: new WeakMap(),
  object: new WeakMap(),
};

/** The attributes by property; once a shape, however many objects have it. */
function names(attributes: Attributes, holder: Holder): Names {
  const known = namesOf[holder].get(attributes);
  if (known !== undefined) return known;
  const made: Names = new Map(
    Object.entries(attributes).map(([name, attribute]) => [propertyName(name, holder), [name, attribute]]),
  );
  namesOf[holder].set(attributes, made);
  return made;
}

/** The attribute that a property stands for. Content of `iterator.dynamic` is untyped and often in snake case already. */
function lookUp(
  attributes: Attributes,
  holder: Holder,
  property: string,
): readonly [string, Attribute | undefined] {
  const attribute = Object.hasOwn(attributes, property) ? attributes[property] : undefined;
  return names(attributes, holder).get(property) ?? [attribute ? property : snakeCase(property), attribute];
}

/**
 * Values by property → values by attribute name, all the way down. Tokens and references pass as they are, null is kept,
 * undefined dropped, and an object that said nothing else with it. A key that the schema lacks stays: the engine refuses it with its path, its construct and a suggestion,
 * where Terraform would drop it silently.
 */
export function toAttributes(attributes: Attributes, values: Values, holder: Holder = 'object'): Values {
  const mapped: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const [name, attribute] = lookUp(attributes, holder, property);
    const inner = attribute === undefined ? value : toValue(attribute, value);
    if (inner !== undefined) mapped[name] = inner;
  }
  return mapped;
}

function toValue(attribute: Attribute, value: unknown): unknown {
  switch (attribute.kind) {
    case 'scalar':
      return value;
    case 'object':
      return isObject(value) ? toObject(attribute.attributes, value) : value;
    case 'list': {
      const { element } = attribute;
      if (element === 'string') return value;
      if (isDynamic(value)) return value.iterator.dynamic({ ...toAttributes(element, value.content) });
      if (!Array.isArray(value)) return value;
      const items: readonly unknown[] = value;
      return items.map((item) => (isObject(item) ? toAttributes(element, item) : item));
    }
  }
}

/** An empty object says that something is there; one of nothing but undefined says nothing. */
function toObject(attributes: Attributes, values: Values): Values | undefined {
  const mapped = toAttributes(attributes, values);
  return isEmpty(mapped) && !isEmpty(values) ? undefined : mapped;
}

function isEmpty(values: Values): boolean {
  return Object.keys(values).length === 0;
}

/** An object of the program's own, not a token or a reference that stands for one. */
export function isObject(value: unknown): value is Values {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value)
  );
}

/** What `iterator.dynamic` returns. cdktf does not export the class; the mark is how it knows its own. */
interface DynamicExpression extends IResolvable {
  readonly iterator: TerraformIterator;
  readonly content: Values;
}

const DYNAMIC = Symbol.for('cdktf/TerraformDynamicExpression');

function isDynamic(value: unknown): value is DynamicExpression {
  return (
    typeof value === 'object' &&
    value !== null &&
    DYNAMIC in value &&
    'iterator' in value &&
    'content' in value
  );
}
