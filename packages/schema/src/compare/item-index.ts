import { isObject, Value, ValueObject } from '@virtform/values';
import type { Attributes, ListAttribute } from '../dsl.js';
import { plain } from '../plain.js';
import { isText, lookUp, namesIn } from './identity.js';
import { sameScalar, spellingOf } from './meaning.js';

/** The elements of a list by what they are known by, so that one is found without asking all. */
export interface ItemIndex {
  /** The places of the elements that may be this one: all that are, and perhaps some that are not. */
  mayBe(item: ValueObject): readonly number[];
  /** The places of those in which all that a part says holds, the first one first. */
  holding(part: ValueObject): readonly number[];
}

export function indexItems(list: ListAttribute, items: readonly Value[]): ItemIndex {
  const shape = list.element;
  const objects = items.map((item): ValueObject => {
    const bare = plain(item);
    return isObject(bare) ? bare : {};
  });
  const all = [...items.keys()];
  if (shape === 'string') return { mayBe: () => all, holding: () => [] };

  const places = new Map<string, number[]>();
  // Where a spelling cannot tell, all have to be asked.
  let told = list.identity.length > 0;
  for (const [place, object] of objects.entries()) {
    for (const number of list.identity.keys()) {
      const key = keyOf(list, shape, number, object);
      if (key === undefined) told = false;
      else {
        const known = places.get(key);
        if (known === undefined) places.set(key, [place]);
        else known.push(place);
      }
    }
  }
  const among = (object: ValueObject, alternatives: readonly number[]): readonly number[] | undefined => {
    const keys = alternatives.map((number) => keyOf(list, shape, number, object));
    return told && !keys.includes(undefined)
      ? [...new Set(keys.flatMap((key) => places.get(key ?? '') ?? []))]
      : undefined;
  };
  return {
    mayBe: (item) => among(item, bornBy(list, item)) ?? all,
    holding: (part) => {
      const whole = [...list.identity.entries()].flatMap(([number, paths]) =>
        paths.every((path) => isText(valueAt(part, path))) ? [number] : [],
      );
      const likely = whole.length === 0 ? all : (among(part, whole) ?? all);
      return likely
        .filter((place) => matchesPart(shape, part, objects[place] ?? {}))
        .sort((left, right) => left - right);
    },
  };
}

/** Which of a list's identities an element bears. */
export function bornBy(list: ListAttribute, item: ValueObject): readonly number[] {
  const shape = list.element;
  if (shape === 'string') return [];
  const born: number[] = [];
  list.identity.forEach((paths, number) => {
    if (paths.every((path) => isText(lookUp(shape, item, path)?.value))) born.push(number);
  });
  return born;
}

/** One of an element's identities as a text that is the same for all that are the same by it. */
function keyOf(
  list: ListAttribute,
  shape: Attributes,
  number: number,
  object: ValueObject,
): string | undefined {
  let key = `${number}`;
  for (const path of list.identity[number] ?? []) {
    const found = lookUp(shape, object, path);
    // What is not known yet is the same as nothing, and nothing is the same as it.
    const spelling =
      found === undefined || !isText(found.value)
        ? ''
        : found.attribute.kind === 'scalar'
          ? spellingOf(found.attribute, found.value)
          : undefined;
    if (spelling === undefined) return undefined;
    key += `\n${spelling}`;
  }
  return key;
}

function valueAt(object: ValueObject, path: string): Value | undefined {
  let at: Value | undefined = object;
  for (const name of namesIn(path)) {
    const bare: Value | undefined = at === undefined ? undefined : plain(at);
    at = isObject(bare) ? bare[name] : undefined;
  }
  return at === undefined ? undefined : plain(at);
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
