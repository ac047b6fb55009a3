import { fillNulls, type ResourceSchema } from '@virtform/schema';
import { isList, isObject, SetValue, type Value, type ValueObject } from '@virtform/values';
import type { ResourceAddress } from '../address.js';
import type { AttributeForm, AttributeForms } from './codec.js';
import { dynamicJson, dynamicValue, plainValue } from './dynamic.js';

/**
 * The forms of resources and data sources whose schemas are known.
 *
 * @param schemaOf undefined for a type that is not ours
 */
export function attributeFormsOf(
  schemaOf: (of: Pick<ResourceAddress, 'mode' | 'type'>) => ResourceSchema | undefined,
): AttributeForms {
  const forms = new Map<string, AttributeForm | undefined>();
  return ({ mode, type }) => {
    const name = `${mode} ${type}`;
    if (!forms.has(name)) {
      const schema = schemaOf({ mode, type });
      forms.set(name, schema === undefined ? undefined : formOf(schema));
    }
    return forms.get(name);
  };
}

function formOf(schema: ResourceSchema): AttributeForm {
  // A state is read without its schemas being built as long as nobody asks for attributes.
  let names: ReadonlySet<string> | undefined;
  let unordered: ReadonlySet<string> | undefined;
  const dynamic = (): ReadonlySet<string> => (names ??= namesOf(schema, isDynamic));
  const sets = (): ReadonlySet<string> => (unordered ??= namesOf(schema, isSet));
  return {
    get dynamic() {
      return dynamic();
    },
    read(stored) {
      const attributes = withoutNulls(stored);
      const typed = changed(attributes, dynamic(), (name) => dynamicValue(stored[name] ?? null));
      return changed(typed, sets(), (name) => asSet(typed[name] ?? null));
    },
    write(attributes) {
      const filled = keepUnknown(attributes, fillNulls(schema, attributes));
      const typed = changed(filled, dynamic(), (name) => dynamicJson(filled[name] ?? null));
      return changed(typed, sets(), (name) => plainValue(typed[name] ?? null));
    },
  };
}

function namesOf(
  { attributes }: ResourceSchema,
  is: (attribute: ResourceSchema['attributes'][string]) => boolean,
): ReadonlySet<string> {
  return new Set(
    Object.entries(attributes)
      .filter(([, attribute]) => is(attribute))
      .map(([name]) => name),
  );
}

function isDynamic(attribute: ResourceSchema['attributes'][string]): boolean {
  return attribute.kind === 'scalar' && attribute.type === 'dynamic';
}

function isSet(attribute: ResourceSchema['attributes'][string]): boolean {
  return attribute.kind === 'list' && attribute.unordered === true;
}

function asSet(stored: Value): Value {
  return isList(stored) ? new SetValue(stored) : stored;
}

function changed(
  attributes: ValueObject,
  names: ReadonlySet<string>,
  valueOf: (name: string) => Value,
): ValueObject {
  const there = [...names].filter((name) => attributes[name] !== undefined);
  if (there.length === 0) return attributes;
  return { ...attributes, ...Object.fromEntries(there.map((name) => [name, valueOf(name)])) };
}

/** Terraform writes null for what is not set; a null in a list is an element and stays. */
export function withoutNulls(value: ValueObject): ValueObject {
  const kept: Record<string, Value> = {};
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === undefined || member === null) continue;
    kept[name] = sparsePart(member);
  }
  return kept;
}

function sparsePart(value: Value): Value {
  if (isList(value)) return value.map(sparsePart);
  return isObject(value) ? withoutNulls(value) : value;
}

/** What a schema does not know is kept: a provider of another version may have written it. */
function keepUnknown(given: ValueObject, filled: ValueObject): ValueObject {
  const kept: Record<string, Value> = { ...filled };
  for (const [name, value] of Object.entries(given)) {
    const known = filled[name];
    kept[name] = known === undefined ? value : keepUnknownPart(value, known);
  }
  return kept;
}

function keepUnknownPart(given: Value, filled: Value): Value {
  if (given === filled) return filled;
  if (isList(given) && isList(filled)) {
    return filled.map((element, index) => keepUnknownPart(given[index] ?? element, element));
  }
  return isObject(given) && isObject(filled) ? keepUnknown(given, filled) : filled;
}
