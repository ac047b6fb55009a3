import { isObject, type Value, type ValueObject } from '@virtform/values';

/** What stands at a path of names; undefined where there is none, or a list on the way. */
export function valueIn(object: ValueObject, place: readonly string[]): Value | undefined {
  let value: Value | undefined = object;
  for (const name of place) value = value !== undefined && isObject(value) ? value[name] : undefined;
  return value;
}

/** The same with a value at a path of names. */
export function setAt(into: ValueObject, place: readonly string[], value: Value): ValueObject {
  const [name, ...rest] = place;
  if (name === undefined) return into;
  const there = into[name];
  return {
    ...into,
    [name]:
      rest.length === 0 ? value : setAt(there !== undefined && isObject(there) ? there : {}, rest, value),
  };
}
