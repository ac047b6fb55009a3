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
  const result: Record<string, Value> = {};
  for (const { name, isWritten, hasParts } of keysOf(attributes)) {
    const part = value[name];
    if (part === undefined) {
      if (isWritten) result[name] = null;
    } else {
      const attribute = hasParts ? attributes[name] : undefined;
      result[name] = attribute === undefined ? part : fillValue(attribute, part);
    }
  }
  return result;
}

/** A key of an object, as far as it decides what is written where nothing was said. */
interface Key {
  readonly name: string;
  /** Written where it is not set. */
  readonly isWritten: boolean;
  /** What it holds may have keys of its own. */
  readonly hasParts: boolean;
}

const keys = new WeakMap<Attributes, readonly Key[]>();

/** Asked for every object of a state, of which a domain's has sixty keys. */
function keysOf(attributes: Attributes): readonly Key[] {
  const known = keys.get(attributes);
  if (known !== undefined) return known;
  const made = Object.entries(attributes).map(([name, attribute]) => ({
    name,
    isWritten: attribute.addition !== true,
    hasParts: attribute.kind !== 'scalar',
  }));
  keys.set(attributes, made);
  return made;
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
