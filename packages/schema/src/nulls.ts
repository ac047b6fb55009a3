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
  for (const [name, attribute] of Object.entries(attributes)) {
    const part = value[name];
    if (part !== undefined) result[name] = fillValue(attribute, part);
    else if (attribute.addition !== true) result[name] = null;
  }
  return result;
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
