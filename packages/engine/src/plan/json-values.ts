import { fillNulls, schemaOf } from '@virtform/schema';
import { isBelow, isList, isObject, Marked, samePath, SetValue, Unknown } from '@virtform/values';
import type { Json, JsonObject, Path, Value } from '@virtform/values';
import type { ResourceAddress } from '../address.js';
import type { Attributes } from '../kinds/kind.js';

/**
 * Terraform's JSON says a value in three parts: what is known of it, where it is unknown, and where it is sensitive. Unknown
 * attributes are absent from the first; the other two keep empty containers and leave out what is false, except in lists,
 * where every element has its place.
 */

/** The attributes of an object with null for what is unset; as they are where its type is not known. */
export function completed(of: Pick<ResourceAddress, 'mode' | 'type'>, attributes: Attributes): Attributes {
  const schema = schemaOf(of);
  return schema === undefined ? attributes : fillNulls(schema, attributes);
}

/** What is known of a value; unknown list elements become null. */
export function knownPart(value: Value): Json {
  if (value instanceof Unknown) return null;
  if (value instanceof Marked) return knownPart(value.value);
  if (value instanceof SetValue) return value.elements.map(knownPart);
  if (isList(value)) return value.map(knownPart);
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, part]) => !(part instanceof Unknown))
        .map(([name, part]) => [name, knownPart(part)]),
    );
  }
  return value;
}

/** Where a value is unknown. */
export function unknownPart(value: Value): Json {
  return flagged(value, [], (part) => part instanceof Unknown);
}

/** Where a value is sensitive, by the paths of its marks. */
export function sensitivePart(value: Value, sensitive: readonly Path[]): Json {
  const above = (path: Path): boolean => sensitive.some((marked) => samePath(marked, path));
  const near = sensitive.length === 0 ? (): boolean => false : (_: Value, path: Path): boolean => above(path);
  return flagged(value, [], near);
}

function flagged(value: Value, path: Path, is: (part: Value, path: Path) => boolean): Json {
  if (is(value, path)) return true;
  if (value instanceof SetValue) return value.elements.map((part) => flagged(part, path, is));
  if (isList(value)) return value.map((part, index) => flagged(part, [...path, index], is));
  // Of containers that are not known yet their kind is.
  if (value instanceof Unknown && value.type === 'list') return [];
  if (value instanceof Unknown && value.type === 'object') return {};
  if (!isObject(value)) return false;
  const parts = Object.entries(value).map(
    ([name, part]) => [name, flagged(part, [...path, name], is)] as const,
  );
  return Object.fromEntries(parts.filter(([, flag]) => flag !== false));
}

/** The value with what stands at a path put in place of what is there. */
export function withValueAt(value: Value, path: Path, put: Value | undefined): Value {
  const [step, ...rest] = path;
  if (step === undefined) return put ?? null;
  if (typeof step === 'number') {
    return isList(value)
      ? value.map((part, index) => (index === step ? withValueAt(part, rest, put) : part))
      : value;
  }
  const fields = isObject(value) ? value : {};
  return { ...fields, [step]: withValueAt(fields[step] ?? null, rest, put) };
}

/** Whether a path stands for itself and not for a part of another one in the list. */
export function outermost(paths: readonly Path[]): readonly Path[] {
  return paths.filter((path) => !paths.some((other) => other.length < path.length && isBelow(path, other)));
}

/** A value as JSON, where it must be an object. */
export function jsonObject(json: Json): JsonObject {
  return isObject(json) ? json : {};
}
