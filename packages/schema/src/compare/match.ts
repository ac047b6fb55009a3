import { isObject, Json, JsonObject, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute } from '../dsl.js';
import { elementsOf, plain, present } from '../plain.js';
import { sameScalar } from './meaning.js';

/** What stands at a key path (`target.dev`) and which attribute that is. */
function lookUp(
  attributes: Attributes,
  value: ValueObject,
  path: string,
): { readonly attribute: Attribute; readonly value: Value; readonly siblings: ValueObject } | undefined {
  let shape: Attributes = attributes;
  let object: ValueObject = value;
  const names = path.split('.');
  for (const [index, name] of names.entries()) {
    const attribute = shape[name];
    if (attribute === undefined) return undefined;
    // What is not there is what libvirt takes instead: a disk without a word about its device is a disk.
    const found = present(object[name]) ?? attribute.default;
    if (found === undefined) return undefined;
    const bare = plain(found);
    if (index === names.length - 1) return { attribute, value: bare, siblings: object };
    if (attribute.kind !== 'object' || !isObject(bare)) return undefined;
    shape = attribute.attributes;
    object = bare;
  }
  return undefined;
}

/** Whether two values at one key path are the same; undefined where one of them is missing or not known yet. */
function sameAt(
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
    return alternative.reduce(
      (all, path, index) => nest(all, path.split('.'), found[index] ?? null),
      NOTHING,
    );
  }
  return undefined;
}

function isText(value: Value | undefined): value is string | number | bigint | boolean {
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

/** Whether everything that a part says holds in the whole. */
export function matchesPart(attributes: Attributes, part: ValueObject, whole: ValueObject): boolean {
  return Object.entries(part).every(([name, value]) => {
    const attribute = attributes[name];
    const there = whole[name];
    if (attribute?.kind === 'scalar')
      return sameScalar(attribute, value, there, { wanted: part, actual: whole });
    return (
      attribute?.kind === 'object' &&
      isObject(value) &&
      isObject(there) &&
      matchesPart(attribute.attributes, value, there)
    );
  });
}

/**
 * For each element of one list, the index of the element of the other that it is; undefined where there is none. First by
 * identity; those that bear none, by place, as far as nothing speaks against it.
 */
export function matchItems(
  list: ListAttribute,
  wanted: readonly Value[],
  actual: readonly Value[],
): readonly (number | undefined)[] {
  const free = new Set(actual.keys());
  const take = (index: number | undefined): number | undefined => {
    if (index !== undefined) free.delete(index);
    return index;
  };
  const byKey = indexByIdentity(list, actual);
  const first = wanted.map((item) => {
    const same = (index: number): boolean =>
      free.has(index) && relation(list, item, actual[index]) === 'same';
    const likely = identityKeys(list, item).flatMap((key) => byKey.get(key) ?? []);
    return take(likely.find(same) ?? [...free].find(same));
  });
  return wanted.map(
    (item, place) =>
      first[place] ??
      take(
        [...free].find(
          (index) => relation(list, item, actual[index]) === 'unknown' && agree(list, item, actual[index]),
        ),
      ),
  );
}

/** Where the elements stand that bear an identity: most are found by it letter by letter, without asking all others. */
function indexByIdentity(
  list: ListAttribute,
  items: readonly Value[],
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [place, item] of items.entries()) {
    for (const key of identityKeys(list, item)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [place]);
      else known.push(place);
    }
  }
  return index;
}

function identityKeys(list: ListAttribute, item: Value): readonly string[] {
  const bare = plain(item);
  const shape = list.element;
  if (shape === 'string' || !isObject(bare)) return [];
  return list.identity.flatMap((alternative, number) => {
    const found = alternative.map((path) => lookUp(shape, bare, path)?.value);
    return found.every(isText) ? [`${number} ${found.join(' ').toLowerCase()}`] : [];
  });
}

function relation(
  list: ListAttribute,
  left: Value,
  right: Value | undefined,
): 'same' | 'different' | 'unknown' {
  const [one, other] = [plain(left), right === undefined ? undefined : plain(right)];
  return isObject(one) && isObject(other) ? compareIdentity(list, one, other) : 'unknown';
}

function agree(list: ListAttribute, left: Value, right: Value | undefined): boolean {
  const [one, other] = [plain(left), right === undefined ? undefined : plain(right)];
  const shape = list.element;
  if (shape === 'string' || !isObject(one) || !isObject(other)) return true;
  return list.alike.every((path) => sameAt(shape, one, other, path) !== false);
}

/** The elements of a value that is a list; none for anything else. */
export function itemsIn(value: Value | undefined): readonly Value[] {
  return (value === undefined ? undefined : elementsOf(value)) ?? [];
}
