import { isList, Marked, SetValue, Value } from '@virtform/values';

/** The value without its own mark. */
export function plain(value: Value): Exclude<Value, Marked> {
  return value instanceof Marked ? value.value : value;
}

/** The value, or undefined where it is null: an attribute that is null is one that is not set. */
export function present(value: Value | undefined): Value | undefined {
  return value === undefined || plain(value) === null ? undefined : value;
}

/** The elements of a list or a set; undefined for anything else. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  const bare = plain(value);
  if (bare instanceof SetValue) return bare.elements;
  return isList(bare) ? bare : undefined;
}
