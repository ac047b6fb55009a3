import { equalValues, isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { Attributes, ResourceSchema } from '../../src/index';
import { attributesOf } from '../../src/index';
import { putTrait, type Trial } from './traits';

/** An element of a list, or an object that is in none, with the trials whose traits it bears. */
interface Part {
  readonly trials: readonly Trial[];
}

/**
 * One guest that bears the traits of many trials: those that begin with the same element of a list share it, others have elements
 * of their own. Undefined where a trait would push another out.
 */
export function compose(
  schema: ResourceSchema,
  ground: ValueObject,
  trials: readonly Trial[],
): ValueObject | undefined {
  let guest = ground;
  for (const { place, parts } of placesOf(trials)) {
    const [first] = parts[0]?.trials ?? [];
    const shape = first === undefined ? undefined : shapeAt(schema, place);
    if (first === undefined || shape === undefined) {
      for (const { trait } of parts.flatMap((part) => part.trials)) guest = putTrait(schema, guest, trait);
      continue;
    }
    const made = parts.map((part) =>
      part.trials.reduce<ValueObject>((element, { trait }) => {
        // What belongs beside a trait is known by its whole path.
        const alone = setAt({}, place, shape.isList ? [element] : element);
        return elementAt(putTrait(schema, alone, trait), place);
      }, part.trials[0]?.beginning.value ?? {}),
    );
    guest = setAt(guest, place, shape.isList ? made : (made[0] ?? {}));
  }
  guest = individual(guest);
  return trials.every(({ trait: { names, value } }) => says(guest, names, value)) ? guest : undefined;
}

/** What an element is known by in a guest of many is given anew for each; it need only be there. */
const OWN = new Set(['mac.address', 'alias.name', 'boot.order', 'acpi.index', 'target.dev', 'target.dir']);

function says(value: Value | undefined, names: readonly string[], wanted: Value): boolean {
  if (value !== undefined && isList(value) && names.length > 0)
    return value.some((item) => says(item, names, wanted));
  const [name, ...rest] = names;
  if (name !== undefined) {
    if (value === undefined || !isObject(value)) return false;
    if (names.length === 2 && OWN.has(names.join('.'))) {
      const own = value[name];
      return own !== undefined && isObject(own) && own[rest[0] ?? ''] !== undefined;
    }
    return says(value[name], rest, wanted);
  }
  if (value === undefined) return false;
  // An object that says nothing has been found where more was said of it since.
  return isObject(wanted) ? isObject(value) : equalValues(value, wanted);
}

interface Place {
  readonly place: readonly string[];
  readonly parts: readonly Part[];
}

function placesOf(trials: readonly Trial[]): readonly Place[] {
  const places = new Map<string, { place: readonly string[]; parts: Map<string, Trial[]> }>();
  for (const trial of trials) {
    const place = trial.trait.names.slice(0, trial.beginning.depth + 1);
    const key = place.join('.');
    const known = places.get(key) ?? { place, parts: new Map<string, Trial[]>() };
    places.set(key, known);
    const part = partOf(trial);
    known.parts.set(part, [...(known.parts.get(part) ?? []), trial]);
  }
  return [...places.values()].map(({ place, parts }) => ({
    place,
    parts: [...parts.values()].map((its) => ({ trials: its })),
  }));
}

/** What tells the element that a trial is about from others: the place of its list, and how it begins. */
export function partOf({ trait, beginning }: Trial): string {
  return `${trait.names.slice(0, beginning.depth + 1).join('.')} ${JSON.stringify(beginning.value ?? null)}`;
}

function elementAt(guest: ValueObject, place: readonly string[]): ValueObject {
  const found = textIn(guest, place);
  const element = found !== undefined && isList(found) ? found[0] : found;
  return element !== undefined && isObject(element) ? element : {};
}

function shapeAt(schema: ResourceSchema, place: readonly string[]): { readonly isList: boolean } | undefined {
  let attributes: Attributes | undefined = schema.attributes;
  let isAList = false;
  for (const name of place) {
    const attribute = attributes?.[name];
    if (attribute === undefined) return undefined;
    isAList = attribute.kind === 'list';
    attributes = attributesOf(attribute);
  }
  return attributes === undefined || place.length === 0 ? undefined : { isList: isAList };
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
      return replaceIn(controller, ['index'], before);
    },
  ],
};

/** With names of their own for devices that must not share them. */
function individual(guest: ValueObject): ValueObject {
  const { devices } = guest;
  if (devices === undefined || !isObject(devices)) return guest;
  let number = 0;
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
        return numbered.reduce((made, [place, value]) => replaceIn(made, place, value), own);
      }),
    ];
  });
  return { ...guest, devices: Object.fromEntries(named) };
}
