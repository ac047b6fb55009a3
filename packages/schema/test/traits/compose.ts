import { equalValues, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import { attributeAt, attributesOf, type ResourceSchema } from '../../src/index';
import { individual } from './naming';
import { setAt, valueIn } from './places';
import { putTrait, type Trial } from './traits';

/** A trait in an element of its list, or in an object that is in none. */
export interface Placed extends Pick<Trial, 'trait' | 'ground' | 'beginning'> {
  /** Tells elements apart that begin alike. */
  readonly copy?: number;
}

/**
 * One guest that bears many traits: those in the same element of a list share it, others have elements of their own. Undefined where a
 * trait would push another out.
 */
export function compose(
  schema: ResourceSchema,
  ground: ValueObject,
  placed: readonly Placed[],
): ValueObject | undefined {
  let guest = ground;
  const alone: Placed[] = [];
  const lists: Place[] = [];
  for (const there of placesOf(placed)) {
    if (isElement(schema, there.place)) lists.push(there);
    else alone.push(...there.parts.flat());
  }
  for (const { trait } of alone) guest = putTrait(schema, guest, trait);
  for (const { place, parts } of lists) {
    const made = parts.map((part) => elementOf(schema, place, part));
    const isOne = attributeAt(schema, place)?.kind !== 'list';
    if (!made.every(isDefined) || (isOne && made.length > 1)) return undefined;
    guest = setAt(
      guest,
      place,
      isOne ? (made[0] ?? {}) : inOrder(place, made, othersIn(ground, place, made)),
    );
  }
  return alone.every(({ trait: { names, value } }) => says(guest, names, value))
    ? individual(guest)
    : undefined;
}

/** What the guest to begin with has of a list, and none of the elements stands for. */
function othersIn(
  ground: ValueObject,
  place: readonly string[],
  made: readonly ValueObject[],
): readonly Value[] {
  const there = valueIn(ground, place);
  if (there === undefined || !isList(there)) return [];
  const key = KEYS[place.join('.')];
  return there.filter((other) => !made.some((element, index) => standsFor(element, index, other, key)));
}

/** What tells elements of a list apart, where a guest has one of each. */
const KEYS: Readonly<Record<string, string>> = { 'cpu.numa.cell': 'id', 'vcpus.vcpu': 'id' };

/** What libvirt numbers by its place comes first: it is what stands for another. */
function inOrder(
  place: readonly string[],
  made: readonly ValueObject[],
  others: readonly Value[],
): readonly Value[] {
  return KEYS[place.join('.')] === undefined ? [...others, ...made] : [...made, ...others];
}

function standsFor(element: ValueObject, index: number, other: Value, key: string | undefined): boolean {
  if (key === undefined || !isObject(other)) return covers(element, other);
  return (element[key] ?? index) === other[key];
}

/** Whether a value says all that another one says. */
function covers(value: Value, other: Value): boolean {
  if (!isObject(other) || !isObject(value)) return equalValues(value, other);
  return Object.keys(other).every((name) => {
    const [own, wanted] = [valueIn(value, [name]), valueIn(other, [name])];
    return wanted === undefined || (own !== undefined && covers(own, wanted));
  });
}

/** What was made last of elements that begin with a trait: others have more, or are in guests again and again. */
const madeElements = new WeakMap<Placed, { readonly part: Part; readonly element: ValueObject }>();

/** An element that bears all of these; undefined where one pushes another out. */
function elementOf(schema: ResourceSchema, place: readonly string[], part: Part): ValueObject | undefined {
  const [first] = part;
  if (first === undefined) return undefined;
  const known = madeElements.get(first);
  const isBegun = known?.part.every((one, index) => one === part[index]) === true;
  if (isBegun && known.part.length === part.length) return known.element;
  const isOne = attributeAt(schema, place)?.kind !== 'list';
  const element = part.slice(isBegun ? known.part.length : 0).reduce<ValueObject | undefined>(
    (made, { trait }) => {
      // What belongs beside a trait is known by its whole path.
      const only = made === undefined ? {} : setAt({}, place, isOne ? made : [made]);
      return elementAt(putTrait(schema, only, trait), place);
    },
    isBegun ? known.element : first.beginning.value,
  );
  const isWhole = part.every(({ trait: { names, value } }) =>
    says(element, names.slice(place.length), value),
  );
  if (element === undefined || !isWhole) return undefined;
  madeElements.set(first, { part, element });
  return element;
}

function says(value: Value | undefined, names: readonly string[], wanted: Value): boolean {
  if (value !== undefined && isList(value) && names.length > 0)
    return value.some((item) => says(item, names, wanted));
  const [name, ...rest] = names;
  if (name !== undefined) return value !== undefined && isObject(value) && says(value[name], rest, wanted);
  if (value === undefined) return false;
  // An object that says nothing has been found where more was said of it since.
  return isObject(wanted) ? isObject(value) : equalValues(value, wanted);
}

/** What stands in one element of a list, or in an object that is in none. */
type Part = readonly Placed[];

interface Place {
  readonly place: readonly string[];
  readonly parts: readonly Part[];
}

function placesOf(placed: readonly Placed[]): readonly Place[] {
  const places = new Map<string, { place: readonly string[]; parts: Map<string, Placed[]> }>();
  for (const one of placed) {
    const key = placeOf(one);
    const known = places.get(key) ?? { place: namesOf(one), parts: new Map<string, Placed[]>() };
    places.set(key, known);
    const part = partOf(one);
    const its = known.parts.get(part) ?? [];
    its.push(one);
    known.parts.set(part, its);
  }
  return [...places.values()].map(({ place, parts }) => ({ place, parts: [...parts.values()] }));
}

const namesOf = ({ trait, beginning }: Placed): readonly string[] =>
  trait.names.slice(0, beginning.depth + 1);

/** The list, or the object, that a trait is put in an element of; nothing for what is said of the guest itself. */
export function placeOf(placed: Placed): string {
  return namesOf(placed).join('.');
}

const partNames = new WeakMap<Placed, string>();

/** What tells the element that a trait is put in from others: the place of its list, and how it begins. */
export function partOf(placed: Placed): string {
  const known = partNames.get(placed);
  if (known !== undefined) return known;
  const part = `${placeOf(placed)} ${JSON.stringify(placed.beginning.value ?? null)} ${placed.copy ?? 0}`;
  partNames.set(placed, part);
  return part;
}

/** Whether a trait is put in one of several elements. */
export function isInList(schema: ResourceSchema, placed: Placed): boolean {
  return attributeAt(schema, namesOf(placed))?.kind === 'list';
}

function isElement(schema: ResourceSchema, place: readonly string[]): boolean {
  const attribute = place.length === 0 ? undefined : attributeAt(schema, place);
  return attribute !== undefined && attributesOf(attribute) !== undefined;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function elementAt(guest: ValueObject, place: readonly string[]): ValueObject {
  const found = valueIn(guest, place);
  const element = found !== undefined && isList(found) ? found[0] : found;
  return element !== undefined && isObject(element) ? element : {};
}
