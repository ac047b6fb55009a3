import { fillNulls, type ResourceSchema } from '@virtform/schema';
import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { AttributeForm, AttributeForms } from './codec.js';
import { dynamicJson, dynamicValue } from './dynamic.js';

/**
 * The forms of resources whose schemas are known.
 *
 * @param schemaOf of a managed resource by its type; undefined for a type that is not ours
 */
export function attributeFormsOf(schemaOf: (type: string) => ResourceSchema | undefined): AttributeForms {
  const forms = new Map<string, AttributeForm | undefined>();
  return ({ mode, type }) => {
    if (mode !== 'managed') return undefined;
    if (!forms.has(type)) {
      const schema = schemaOf(type);
      forms.set(type, schema === undefined ? undefined : formOf(schema));
    }
    return forms.get(type);
  };
}

function formOf(schema: ResourceSchema): AttributeForm {
  // A state is read without its schemas being built as long as nobody asks for attributes.
  let names: ReadonlySet<string> | undefined;
  const dynamic = (): ReadonlySet<string> => (names ??= dynamicOf(schema));
  return {
    get dynamic() {
      return dynamic();
    },
    read(stored) {
      const attributes = withoutNulls(stored);
      return changed(attributes, dynamic(), (name) => dynamicValue(stored[name] ?? null));
    },
    write(attributes) {
      const filled = keepUnknown(attributes, fillNulls(schema, attributes));
      return changed(filled, dynamic(), (name) => dynamicJson(filled[name] ?? null));
    },
  };
}

function dynamicOf({ attributes }: ResourceSchema): ReadonlySet<string> {
  return new Set(
    Object.entries(attributes)
      .filter(([, attribute]) => attribute.kind === 'scalar' && attribute.type === 'dynamic')
      .map(([name]) => name),
  );
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
