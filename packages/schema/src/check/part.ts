import { isObject, Marked, SetValue, Unknown, isList, type Path, type Value } from '@virtform/values';

/** A part of an object that is checked, and where it stands. */
export interface Part {
  /** Without its mark; undefined: it is not set. */
  readonly value: Exclude<Value, Marked> | undefined;
  readonly at: Path;
  /** It, or something around it, is sensitive: no message may quote it. */
  readonly secret: boolean;
}

/** An object as a part, with its place. */
export function partOf(value: Value, at: Path): Part {
  return made(value, at, false);
}

function made(value: Value | undefined, at: Path, around: boolean): Part {
  const marked = value instanceof Marked;
  const bare = marked ? value.value : value;
  const secret = around || (marked && value.marks.has('sensitive'));
  return { value: bare === null ? undefined : bare, at, secret };
}

/** The part at a path below; unknown where something on the way is not known. */
export function partAt(part: Part, ...path: Path): Part {
  let found = part;
  for (const step of path) {
    const { value, at, secret } = found;
    const here = [...at, step];
    if (value instanceof Unknown) found = { value, at: here, secret };
    else if (typeof step === 'number') found = made(listOf(value)?.[step], here, secret);
    else found = made(isObject(value) ? value[step] : undefined, here, secret);
  }
  return found;
}

/** Whether it is certain that the part is not set. */
export function isUnset(part: Part): boolean {
  return part.value === undefined;
}

/** Whether it is certain that the part is set, be it to an empty object. */
export function isSet(part: Part): boolean {
  return part.value !== undefined && !(part.value instanceof Unknown);
}

/** The text at a path; undefined where there is none, or none that is known. An empty text counts as none. */
export function textAt(part: Part, ...path: Path): string | undefined {
  const { value } = partAt(part, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The text at a path, or libvirt's default where it is certain that none is given; undefined where that is not known. */
export function textOr(part: Part, otherwise: string, ...path: Path): string | undefined {
  const { value } = partAt(part, ...path);
  if (value === undefined || value === '') return otherwise;
  return typeof value === 'string' ? value : undefined;
}

/** The number at a path; undefined where there is none, or none that is known. */
export function numberAt(part: Part, ...path: Path): number | undefined {
  const { value } = partAt(part, ...path);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

/** The elements of the list at a path, as far as they are known to be there. */
export function elementsAt(part: Part, ...path: Path): readonly Part[] {
  const list = partAt(part, ...path);
  return (listOf(list.value) ?? []).map((item, index) => made(item, [...list.at, index], list.secret));
}

function listOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof SetValue) return value.elements;
  return value !== undefined && isList(value) ? value : undefined;
}

/** Whether nothing can be in the list at a path beside the elements that are known. */
export function hasAllElements(part: Part, ...path: Path): boolean {
  const { value } = partAt(part, ...path);
  if (value === undefined) return true;
  return listOf(value)?.every((item) => !(item instanceof Unknown)) ?? false;
}

/** A text or number as a message says it. */
export function shown({ value, secret }: Part): string {
  if (secret || value === undefined) return 'the same value';
  return typeof value === 'string' ? value : typeof value === 'object' ? 'the same value' : String(value);
}
