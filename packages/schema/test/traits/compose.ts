import { equalValues, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import { attributeAt, attributesOf, type ResourceSchema } from '../../src/index';
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
    if (!made.every(isDefined)) return undefined;
    const isOne = attributeAt(schema, place)?.kind !== 'list';
    guest = setAt(guest, place, isOne ? (made[0] ?? {}) : [...othersIn(ground, place, made), ...made]);
  }
  return alone.every(({ trait: { names, value } }) => says(guest, names, value))
    ? individual(guest)
    : undefined;
}

/** Devices of the guest to begin with that none of the elements stands for. */
function othersIn(
  ground: ValueObject,
  place: readonly string[],
  made: readonly ValueObject[],
): readonly Value[] {
  const there = place[0] === 'devices' ? textIn(ground, place) : undefined;
  if (there === undefined || !isList(there)) return [];
  return there.filter((other) => !made.some((element) => covers(element, other)));
}

/** Whether a value says all that another one says. */
function covers(value: Value, other: Value): boolean {
  if (!isObject(other) || !isObject(value)) return equalValues(value, other);
  return Object.keys(other).every((name) => {
    const [own, wanted] = [textIn(value, [name]), textIn(other, [name])];
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
  const found = textIn(guest, place);
  const element = found !== undefined && isList(found) ? found[0] : found;
  return element !== undefined && isObject(element) ? element : {};
}

function setAt(into: ValueObject, place: readonly string[], value: Value): ValueObject {
  const [name, ...rest] = place;
  if (name === undefined) return into;
  const there = into[name];
  return {
    ...into,
    [name]:
      rest.length === 0 ? value : setAt(there !== undefined && isObject(there) ? there : {}, rest, value),
  };
}

type Naming = (element: ValueObject, index: number, all: readonly ValueObject[]) => ValueObject;

const replaceIn = (element: ValueObject, place: readonly string[], value: Value): ValueObject =>
  textIn(element, place) === undefined ? element : setAt(element, place, value);

function textIn(element: ValueObject, place: readonly string[]): Value | undefined {
  let value: Value | undefined = element;
  for (const name of place) value = value !== undefined && isObject(value) ? value[name] : undefined;
  return value;
}

const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/** Names that elements of a list must not share. */
const NAMINGS: Readonly<Record<string, readonly Naming[]>> = {
  disks: [
    (disk, index) => {
      const dev = textIn(disk, ['target', 'dev']);
      const prefix = typeof dev === 'string' ? dev.slice(0, 2) : 'vd';
      return replaceIn(disk, ['target', 'dev'], `${prefix}${letter(prefix === 'fd' ? 0 : index)}`);
    },
  ],
  interfaces: [
    (nic, index) => replaceIn(nic, ['mac', 'address'], `52:54:00:AA:BB:${(16 + index).toString(16)}`),
    (nic, index) => replaceIn(nic, ['target', 'dev'], `tap-of-mine${index}`),
  ],
  filesystems: [(folder, index) => replaceIn(folder, ['target', 'dir'], `share${index}`)],
  shmems: [(memory, index) => replaceIn(memory, ['name'], `shm${index}`)],
  audios: [(audio, index) => replaceIn(audio, ['id'], index + 1)],
  channels: [
    (channel, index) => replaceIn(channel, ['target', 'virt_io', 'name'], `org.example.${index}`),
    (channel, index) => replaceIn(channel, ['target', 'guest_fwd', 'port'], `${4600 + index}`),
  ],
  controllers: [
    (controller, index, all) => {
      const before = all.slice(0, index).filter(({ type }) => type === controller.type).length;
      return replaceIn(controller, ['index'], before + (isOnBus(controller) ? 1 : 0));
    },
  ],
};

/** Whether a PCI controller hangs on another one: the first is the machine's own. */
function isOnBus({ type, model }: ValueObject): boolean {
  return type === 'pci' && model !== 'pcie-root' && model !== 'pci-root';
}

/** Above it a newer PC has devices of its own. */
const LAST_SLOT = 28;

/** Whether a device has a place on the bus that it chose itself. */
function isPlaced(device: ValueObject): boolean {
  const slot = textIn(device, ['address', 'pci', 'slot']);
  return slot !== undefined && slot !== 0;
}

/** With names of their own for devices that must not share them. */
function individual(guest: ValueObject): ValueObject {
  const { devices } = guest;
  if (devices === undefined || !isObject(devices)) return guest;
  let number = 0;
  let slot = LAST_SLOT + 1;
  const named = Object.entries(devices).map(([list, elements]): readonly [string, Value] => {
    if (!isList(elements)) return [list, elements];
    const objects = elements.filter(isObject);
    return [
      list,
      objects.map((element, index) => {
        number += 1;
        const own = (NAMINGS[list] ?? []).reduce((made, naming) => naming(made, index, objects), element);
        const numbered: readonly (readonly [readonly string[], Value])[] = [
          [['alias', 'name'], `ua-mine-${number}`],
          [['boot', 'order'], number],
          [['acpi', 'index'], number],
        ];
        const made = numbered.reduce((before, [place, value]) => replaceIn(before, place, value), own);
        if (!isPlaced(made)) return made;
        slot -= 1;
        return replaceIn(made, ['address', 'pci', 'slot'], slot);
      }),
    ];
  });
  return { ...guest, devices: Object.fromEntries(named) };
}
