import { isList, isObject, type Json, SetValue, type Value } from '@virtform/values';
import { isJsonList, isJsonObject } from './shape.js';

/** A value as state keeps it: sets are lists there. */
export function plainValue(value: Value): Value {
  if (value instanceof SetValue) return value.elements.map(plainValue);
  if (isList(value)) return value.map(plainValue);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainValue(part)]));
  }
  return value;
}

/**
 * The types of lists and maps that a state told: a value by itself does not tell a list from a tuple, nor a map from an object,
 * and Terraform takes a value of another type for a change.
 */
const told = new WeakMap<object, Json>();

/** The type of a value as Terraform's JSON writes it: `"string"`, `["tuple", ["string", "number"]]`. */
export function typeOfValue(value: Value): Json {
  const known = typeof value === 'object' && value !== null ? told.get(value) : undefined;
  if (known !== undefined) return known;
  if (value instanceof SetValue)
    return ['set', value.elements[0] === undefined ? 'dynamic' : typeOfValue(value.elements[0])];
  if (isList(value)) return ['tuple', value.map(typeOfValue)];
  if (isObject(value)) {
    return [
      'object',
      Object.fromEntries(Object.entries(value).map(([name, part]) => [name, typeOfValue(part)])),
    ];
  }
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'number';
    default:
      return 'dynamic';
  }
}

/** An attribute of any type as Terraform's states hold it: `{value, type}`, or null. */
export function withType(value: Value): Value {
  return value === null ? null : { value: plainValue(value), type: typeOfValue(value) };
}

/** The value of an attribute of any type; one without a type beside it is taken as it stands. */
export function withoutType(stored: Json): Value {
  if (!isJsonObject(stored)) return stored;
  const { value, type } = stored;
  return value === undefined || type === undefined ? stored : ofType(value, type);
}

function ofType(value: Json, type: Json): Value {
  if (!isJsonList(type)) return value;
  const [kind, inner = 'dynamic'] = type;
  const made = partsOfType(value, kind, inner);
  if ((kind === 'list' || kind === 'map') && typeof made === 'object' && made !== null) told.set(made, type);
  return made;
}

/** JSON does not tell sets from lists; the type does. */
function partsOfType(value: Json, kind: Json | undefined, inner: Json): Value {
  if (isJsonList(value)) {
    const elements = value.map((element, index) =>
      ofType(element, kind === 'tuple' && isJsonList(inner) ? (inner[index] ?? 'dynamic') : inner),
    );
    return kind === 'set' ? new SetValue(elements) : elements;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      ofType(part, kind === 'object' && isJsonObject(inner) ? (inner[name] ?? 'dynamic') : inner),
    ]),
  );
}
