import { isList, isObject, mark, type Path, samePath, type Value, type ValueObject } from '@virtform/values';

/** What an object is said to be, with its secrets left out. */
export function withoutSecrets(
  attributes: ValueObject | undefined,
  sensitive: readonly Path[],
): ValueObject | undefined {
  const hidden = attributes === undefined ? undefined : hide(attributes, [], sensitive);
  return hidden !== undefined && isObject(hidden) ? hidden : undefined;
}

/** A value, with the secrets in it marked. */
export function hide(part: Value, path: Path, sensitive: readonly Path[]): Value {
  if (sensitive.some((hidden) => samePath(hidden, path))) return mark(part, ['sensitive']);
  if (isList(part)) return part.map((element, index) => hide(element, [...path, index], sensitive));
  if (isObject(part)) {
    return Object.fromEntries(
      Object.entries(part).map(([name, inner]) => [name, hide(inner, [...path, name], sensitive)]),
    );
  }
  return part;
}
