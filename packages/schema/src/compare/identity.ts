import { isObject, Json, JsonObject, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute } from '../dsl.js';
import { plain, present } from '../plain.js';
import { sameScalar } from './meaning.js';

/** What stands at a key path (`target.dev`), or counts where nothing does, and which attribute that is. */
export function lookUp(
  attributes: Attributes,
  value: ValueObject,
  path: string,
): { readonly attribute: Attribute; readonly value: Value; readonly siblings: ValueObject } | undefined {
  let shape: Attributes = attributes;
  let object: ValueObject = value;
  const names = namesIn(path);
  const last = names.length - 1;
  for (let index = 0; index <= last; index += 1) {
    const name = names[index] ?? '';
    const attribute = shape[name];
    if (attribute === undefined) return undefined;
    // What is not there is what libvirt takes instead: a disk without a word about its device is a disk.
    const found = present(object[name]) ?? attribute.default;
    if (found === undefined) return undefined;
    const bare = plain(found);
    if (index === last) return { attribute, value: bare, siblings: object };
    if (attribute.kind !== 'object' || !isObject(bare)) return undefined;
    shape = attribute.attributes;
    object = bare;
  }
  return undefined;
}

/** Schemas have few key paths, and every comparison walks them all. */
const NAMES = new Map<string, readonly string[]>();

/** The names that a key path is made of. */
export function namesIn(path: string): readonly string[] {
  const known = NAMES.get(path);
  if (known !== undefined) return known;
  const names = path.split('.');
  NAMES.set(path, names);
  return names;
}

/** Whether two values at one key path are the same; undefined where one of them is missing or not known yet. */
export function sameAt(
  attributes: Attributes,
  left: ValueObject,
  right: ValueObject,
  path: string,
): boolean | undefined {
  const [one, other] = [lookUp(attributes, left, path), lookUp(attributes, right, path)];
  // An object is a branch: both have taken it, or not.
  if ((one ?? other)?.attribute.kind === 'object') return one !== undefined && other !== undefined;
  if (one?.attribute.kind !== 'scalar' || other === undefined) return undefined;
  if (typeof one.value === 'object' || typeof other.value === 'object') return undefined;
  return sameScalar(one.attribute, one.value, other.value, { wanted: one.siblings, actual: other.siblings });
}

/** Whether two elements of a list are one and the same, by the first identity that both have; unknown where they share none. */
export function compareIdentity(
  list: ListAttribute,
  left: ValueObject,
  right: ValueObject,
): 'same' | 'different' | 'unknown' {
  const shape = list.element;
  if (shape === 'string') return 'unknown';
  for (const alternative of list.identity) {
    const verdicts = alternative.map((path) => sameAt(shape, left, right, path));
    if (verdicts.includes(undefined)) continue;
    return verdicts.includes(false) ? 'different' : 'same';
  }
  return 'unknown';
}

/** What an element of a list is known by, as an edit path takes it: `{target: {dev: 'vdb'}}`; undefined where it bears no identity. */
export function identityOf(list: ListAttribute, item: ValueObject): JsonObject | undefined {
  const shape = list.element;
  if (shape === 'string') return undefined;
  for (const alternative of list.identity) {
    const found = alternative.map((path) => lookUp(shape, item, path)?.value);
    if (!found.every(isText)) continue;
    return alternative.reduce((all, path, index) => nest(all, namesIn(path), found[index] ?? null), NOTHING);
  }
  return undefined;
}

/** Whether it can tell an element from others: a single value that is known. */
export function isText(value: Value | undefined): value is string | number | bigint | boolean {
  return value !== undefined && typeof value !== 'object';
}

const NOTHING: JsonObject = {};

function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nest(into: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return into;
  const inner = into[name];
  return {
    ...into,
    [name]: rest.length === 0 ? value : nest(isJsonObject(inner) ? inner : NOTHING, rest, value),
  };
}
