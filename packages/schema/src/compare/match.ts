import { isObject, Value, ValueObject } from '@virtform/values';
import type { ListAttribute } from '../dsl.js';
import { elementsOf, plain } from '../plain.js';
import { compareIdentity, lookUp, sameAt } from './identity.js';
import { bornBy, indexItems } from './item-index.js';

/** So many elements are asked one by one in less time than it takes to sort them. */
const FEW = 4;

/**
 * For each element of one list, the index of the element of the other that it is; undefined where there is none. First by
 * identity; those that bear none, by place, as far as nothing speaks against it.
 */
export function matchItems(list: ListAttribute, wanted: readonly Value[], actual: readonly Value[]): Places {
  const known = MATCHED.get(wanted);
  if (known?.list === list && known.actual === actual) return known.places;
  const places = placesOf(list, wanted, actual);
  MATCHED.set(wanted, { list, actual, places });
  return places;
}

type Places = readonly (number | undefined)[];

/** What is planned of an object asks for the same lists several times. */
const MATCHED = new WeakMap<
  readonly Value[],
  { readonly list: ListAttribute; readonly actual: readonly Value[]; readonly places: Places }
>();

function placesOf(list: ListAttribute, wanted: readonly Value[], actual: readonly Value[]): Places {
  const index = actual.length > FEW ? indexItems(list, actual) : undefined;
  const free = new Set(actual.keys());
  const first = wanted.map((item) => {
    const isIt = (place: number): boolean =>
      free.has(place) && relation(list, item, actual[place]) === 'same';
    const found =
      index === undefined ? amongFew(list, item, actual, isIt) : index.mayBe(objectIn(item)).find(isIt);
    if (found !== undefined) free.delete(found);
    return found;
  });
  if (list.leading !== undefined) matchLeaders(list, list.leading, wanted, actual, first, free);
  if (!first.includes(undefined)) return first;
  const groups = groupByIdentities(list, actual, free);
  return wanted.map((item, number) => {
    if (first[number] !== undefined) return first[number];
    const own = bornBy(list, objectIn(item));
    // Those that bear an identity that it bears too are told apart by it.
    const likely = groups.filter(({ identities }) => !identities.some((identity) => own.includes(identity)));
    const [group, place] = firstOf(likely, (at) => agree(list, item, actual[at]));
    group?.places.delete(place);
    return group === undefined ? undefined : place;
  });
}

/** Of those that bear no identity the one that libvirt puts before the others is the one that it has put there. */
function matchLeaders(
  list: ListAttribute,
  key: string,
  wanted: readonly Value[],
  actual: readonly Value[],
  places: (number | undefined)[],
  free: Set<number>,
): void {
  const leads = (item: Value | undefined): boolean =>
    list.element !== 'string' && lookUp(list.element, objectIn(item), key)?.value === 'yes';
  const leader = wanted.findIndex((item, number) => places[number] === undefined && leads(item));
  const asked = wanted[leader];
  if (asked === undefined) return;
  const place = [...free].find((at) => leads(actual[at]) && agree(list, asked, actual[at]));
  if (place === undefined) return;
  free.delete(place);
  places[leader] = place;
}

/** As an index finds it: by the first of its identities that leads to one. */
function amongFew(
  list: ListAttribute,
  item: Value,
  actual: readonly Value[],
  isIt: (place: number) => boolean,
): number | undefined {
  const only = list.identity.length === 1;
  for (const number of bornBy(list, objectIn(item))) {
    const place = actual.findIndex(
      (other, at) => isIt(at) && (only || sharesIdentity(list, number, item, other)),
    );
    if (place !== -1) return place;
  }
  return undefined;
}

function sharesIdentity(list: ListAttribute, number: number, left: Value, right: Value | undefined): boolean {
  const shape = list.element;
  const [one, other] = [objectIn(left), objectIn(right)];
  return shape !== 'string' && (list.identity[number] ?? []).every((path) => sameAt(shape, one, other, path));
}

/** Places of elements that bear the same ones of their list's identities. */
interface Group {
  readonly identities: readonly number[];
  readonly places: Set<number>;
}

function groupByIdentities(
  list: ListAttribute,
  items: readonly Value[],
  places: Iterable<number>,
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const place of places) {
    const identities = bornBy(list, objectIn(items[place]));
    const key = identities.join();
    const group = groups.get(key) ?? { identities, places: new Set() };
    groups.set(key, group);
    group.places.add(place);
  }
  return [...groups.values()];
}

/** The first place in any group that fits, with its group. */
function firstOf(
  groups: readonly Group[],
  fits: (place: number) => boolean,
): readonly [Group | undefined, number] {
  let found: readonly [Group | undefined, number] = [undefined, Infinity];
  for (const group of groups) {
    for (const place of group.places) {
      if (place > found[1]) break;
      if (!fits(place)) continue;
      found = [group, place];
      break;
    }
  }
  return found;
}

function objectIn(item: Value | undefined): ValueObject {
  const bare = item === undefined ? undefined : plain(item);
  return isObject(bare) ? bare : {};
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
