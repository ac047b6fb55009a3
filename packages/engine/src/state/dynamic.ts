import {
  isList,
  isObject,
  type Json,
  parseType,
  printType,
  SetValue,
  type StructureType,
  type Type,
  typed,
  typeOf,
  type Value,
} from '@virtform/values';
import { isJsonObject } from './shape.js';

/** A value as state keeps it: sets are lists there. */
export function plainValue(value: Value): Value {
  if (value instanceof SetValue) return value.elements.map(plainValue);
  if (isList(value)) return value.map(plainValue);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainValue(part)]));
  }
  return value;
}

/** The type of a value as Terraform's JSON writes it. */
export function typeOfValue(value: Value): Json {
  return printType(typeOf(value));
}

/** An attribute of any type as Terraform's states hold it: `{value, type}`, or null. */
export function dynamicJson(value: Value): Value {
  return value === null ? null : { value: plainValue(value), type: typeOfValue(value) };
}

/** The value of an attribute of any type; one without a type beside it is taken as it stands. */
export function dynamicValue(stored: Json): Value {
  if (!isJsonObject(stored)) return stored;
  const { value, type } = stored;
  return value === undefined || type === undefined ? stored : ofType(value, parseType(type));
}

/** Terraform takes a value of another type for a change, so that a value keeps the type that its state told. */
function ofType(value: Json, type: Type): Value {
  if (typeof type === 'string' || !fits(value, type)) return value;
  if (isList(value)) {
    const elements = value.map((element, index) => ofType(element, partType(type, index)));
    return type.kind === 'set' ? typed(new SetValue(elements), type) : typed(elements, type);
  }
  if (!isJsonObject(value)) return value;
  const parts = Object.entries(value).map(
    ([name, part]) => [name, ofType(part, partType(type, name))] as const,
  );
  return typed(Object.fromEntries(parts), type);
}

/** A state may have been edited by hand: a type that is none of its value's counts for nothing. */
function fits(value: Json, type: StructureType): boolean {
  if (!isList(value)) return type.kind === 'map' || type.kind === 'object';
  if (type.kind === 'tuple') return type.elements.length === value.length;
  return type.kind === 'list' || type.kind === 'set';
}

function partType(type: StructureType, part: number | string): Type {
  switch (type.kind) {
    case 'tuple':
      return type.elements[Number(part)] ?? 'any';
    case 'object':
      return type.attributes.get(String(part)) ?? 'any';
    default:
      return type.element;
  }
}
