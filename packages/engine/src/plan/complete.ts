import type { Attributes as SchemaAttributes } from '@virtform/schema';
import { isList, isObject } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';

/**
 * The attributes with null for every one that is unset, however deep, as Terraform's expressions and plans see an object.
 * Within the engine unset attributes are absent.
 */
export function completeAttributes(schema: SchemaAttributes, attributes: ValueObject): ValueObject {
  return Object.fromEntries(
    Object.entries(schema).map(([name, attribute]) => [name, completeValue(attribute, attributes[name])]),
  );
}

function completeValue(attribute: SchemaAttributes[string], value: Value | undefined): Value {
  if (value === undefined) return null;
  if (attribute.kind === 'object') {
    return isObject(value) ? completeAttributes(attribute.attributes, value) : value;
  }
  if (attribute.kind === 'list' && attribute.element !== 'string' && isList(value)) {
    const { element } = attribute;
    return value.map((part) => (isObject(part) ? completeAttributes(element, part) : part));
  }
  return value;
}
