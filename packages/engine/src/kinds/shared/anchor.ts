import { diffObject, identityOf, matchItems, withoutInitial } from '@virtform/schema';
import type { Attribute, Attributes as Shape, ListAttribute } from '@virtform/schema';
import { equalValues, isList, isObject } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';

/**
 * Ties elements that bear no identity of their own to those that they were made as: an interface without a MAC that was applied
 * before is given the MAC that libvirt gave it then. So an interface that is put in front detaches nobody.
 *
 * @param applied what was asked for last
 * @param actual what is there
 */
export function anchorElements(
  shape: Shape,
  wanted: ValueObject,
  applied: ValueObject,
  actual: ValueObject,
): ValueObject {
  const anchored: Record<string, Value> = {};
  for (const name of Object.keys(wanted)) {
    const [attribute, value, before, there] = [shape[name], wanted[name], applied[name], actual[name]];
    if (attribute === undefined || value === undefined || there === undefined) continue;
    const tied = anchorValue(attribute, value, before, there);
    if (tied !== value) anchored[name] = tied;
  }
  return Object.keys(anchored).length === 0 ? wanted : { ...wanted, ...anchored };
}

function anchorValue(attribute: Attribute, value: Value, before: Value | undefined, there: Value): Value {
  if (attribute.kind === 'object' && isObject(value) && isObject(there))
    return anchorElements(attribute.attributes, value, isObject(before) ? before : {}, there);
  if (attribute.kind === 'list' && isList(value) && isList(there))
    return anchorList(attribute, value, before !== undefined && isList(before) ? before : [], there);
  return value;
}

/**
 * Elements with an identity claim theirs; the others are found by what was applied, then by what they say, and what is left is
 * taken for what is left of the applied ones: an element that was changed.
 */
function anchorList(
  list: ListAttribute,
  wanted: readonly Value[],
  applied: readonly Value[],
  actual: readonly Value[],
): readonly Value[] {
  if (list.identity.length === 0) return wanted;
  const loose = [...wanted.keys()].filter((index) => !bearsIdentity(list, wanted[index]));
  if (loose.length === 0) return wanted;
  const madeAs = findMade(list, applied, actual);
  const free = new Set(actual.keys());
  const tied = new Map<number, number>();
  const tie = (index: number, place: number | undefined): void => {
    if (place === undefined || !free.has(place)) return;
    free.delete(place);
    tied.set(index, place);
  };
  const known = new Set(loose);
  matchItems(
    list,
    wanted.filter((_item, index) => !known.has(index)),
    actual,
  ).forEach((place) => {
    if (place !== undefined) free.delete(place);
  });
  const untied = (): readonly number[] => loose.filter((index) => !tied.has(index));
  const left = new Set(applied.keys());
  for (const index of untied()) {
    const before = [...left].find((at) => equalValues(applied[at], wanted[index]));
    if (before === undefined) continue;
    left.delete(before);
    tie(index, madeAs[before]);
  }
  for (const index of untied())
    tie(
      index,
      [...free].find((place) => says(list, actual[place], wanted[index])),
    );
  for (const index of untied()) {
    const [before] = left;
    if (before === undefined) break;
    left.delete(before);
    tie(index, madeAs[before]);
  }
  return wanted.map((item, index) => {
    const place = tied.get(index);
    const made = actual[place ?? -1];
    const identity = isObject(made) ? identityOf(list, made) : undefined;
    const isTakenOut = bearsIdentity(list, applied[madeAs.indexOf(place)]) && !isForLife(list);
    return identity === undefined || !isObject(item) || isTakenOut ? item : merge(item, identity);
  });
}

/** An interface keeps its MAC, also one that the program said and says no more: its guest knows it by that. */
function isForLife({ identity }: ListAttribute): boolean {
  return identity.flat().includes('mac.address');
}

function bearsIdentity(list: ListAttribute, item: Value | undefined): boolean {
  return isObject(item) && identityOf(list, item) !== undefined;
}

/** What each applied element was made as: by identity, by what it says, then by place among those of its kind. */
function findMade(
  list: ListAttribute,
  applied: readonly Value[],
  actual: readonly Value[],
): readonly (number | undefined)[] {
  const free = new Set(actual.keys());
  const byIdentity = matchItems(list, applied, actual).map((place, index) => {
    if (place === undefined || !bearsIdentity(list, applied[index])) return undefined;
    free.delete(place);
    return place;
  });
  const bySaying = applied.map((item, index) => {
    if (byIdentity[index] !== undefined) return byIdentity[index];
    const place = [...free].find((at) => says(list, actual[at], item));
    if (place !== undefined) free.delete(place);
    return place;
  });
  const open = [...free];
  const loose = applied.filter((_item, index) => bySaying[index] === undefined);
  const byPlace = matchItems(
    list,
    loose,
    open.map((at) => actual[at] ?? null),
  ).values();
  return bySaying.map((place) => place ?? open[byPlace.next().value ?? -1]);
}

/** Whether an element that is there is all that one asks for. */
function says(list: ListAttribute, there: Value | undefined, item: Value | undefined): boolean {
  if (list.element === 'string' || !isObject(there) || !isObject(item)) return false;
  // Of what a console is for want of another kind reading tells nothing.
  const told = withoutInitial(list, list.element, item, there);
  return diffObject(list.element, there, told, { applied: {} }).every(({ edits }) => edits.length === 0);
}

function merge(item: ValueObject, identity: ValueObject): ValueObject {
  const merged = Object.entries(identity).map(([name, value]): readonly [string, Value] => {
    const there = item[name];
    return [name, isObject(value) && isObject(there) ? merge(there, value) : value];
  });
  return { ...item, ...Object.fromEntries(merged) };
}
