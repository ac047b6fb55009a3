import { isObject, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ResourceSchema } from './dsl.js';
import { elementsOf, plain } from './plain.js';

/**
 * A value with every key of the schema, null where it is unset: how Terraform writes state and plans. Objects that are null stay
 * null; elements of lists and objects that are set get all their keys. Keys that only we know are written where they are set:
 * Terraform refuses a nested key that its provider does not have.
 */
export function fillNulls(schema: ResourceSchema, value: ValueObject): ValueObject {
  return fillObject(schema.attributes, value);
}

function fillObject(attributes: Attributes, value: ValueObject): ValueObject {
  const { keys, unset, additions } = formOf(attributes);
  if (additions.some((name) => value[name] !== undefined)) return inOrder(attributes, value, keys);
  const result: Record<string, Value> = { ...unset };
  for (const name of Object.keys(value)) {
    const part = value[name];
    if (part !== undefined && unset[name] === null) result[name] = filled(attributes, name, part);
  }
  return result;
}

function inOrder(attributes: Attributes, value: ValueObject, keys: readonly string[]): ValueObject {
  const result: Record<string, Value> = {};
  for (const name of keys) {
    const part = value[name];
    if (part !== undefined) result[name] = filled(attributes, name, part);
    else if (attributes[name]?.addition !== true) result[name] = null;
  }
  return result;
}

/** How an object with these attributes is written. */
interface Form {
  /** In this order. */
  readonly keys: readonly string[];
  /** Where nothing is set. */
  readonly unset: Readonly<Record<string, null>>;
  /** What is written only where it is set. */
  readonly additions: readonly string[];
}

const forms = new WeakMap<Attributes, Form>();

/**
 * Worked out once: every object of a state is filled, and a domain has sixty keys. What is copied from one that is there V8 keeps
 * in a quarter of the memory that it takes for an object to which as many keys were added one after the other.
 */
function formOf(attributes: Attributes): Form {
  const known = forms.get(attributes);
  if (known !== undefined) return known;
  const keys = Object.keys(attributes);
  const isAddition = (name: string): boolean => attributes[name]?.addition === true;
  const written = keys.filter((name) => !isAddition(name)).map((name) => [name, null] as const);
  const form = { keys, unset: { ...Object.fromEntries(written) }, additions: keys.filter(isAddition) };
  forms.set(attributes, form);
  return form;
}

function filled(attributes: Attributes, name: string, part: Value): Value {
  const attribute = attributes[name];
  return attribute === undefined || attribute.kind === 'scalar' ? part : fillValue(attribute, part);
}

function fillValue(attribute: Attribute, value: Value): Value {
  const bare = plain(value);
  if (attribute.kind === 'object') return isObject(bare) ? fillObject(attribute.attributes, bare) : value;
  if (attribute.kind === 'scalar' || attribute.element === 'string') return value;
  const shape = attribute.element;
  return (
    elementsOf(bare)?.map((item) => {
      const inner = plain(item);
      return isObject(inner) ? fillObject(shape, inner) : item;
    }) ?? value
  );
}
