import { isObject, Marked, SetValue, Unknown, isList, type Path, type Value } from '@virtform/values';

/** A part of an object that is checked, and where it stands. */
export interface Part {
  /** Without its mark; undefined: it is not set. */
  readonly value: Exclude<Value, Marked> | undefined;
  readonly at: Path;
  /** It, or something around it, is sensitive: no message may quote it. */
  readonly secret: boolean;
}

/** A part that puts its path together when it is asked for: most parts are right, and nobody asks. */
class LazyPart implements Part {
  constructor(
    readonly value: Part['value'],
    readonly secret: boolean,
    private readonly above: Part | undefined,
    private readonly way: Path,
  ) {}

  get at(): Path {
    return this.above === undefined ? this.way : [...this.above.at, ...this.way];
  }
}

/** An object as a part, with its place. */
export function partOf(value: Value, at: Path): Part {
  return new LazyPart(bare(value), isSecret(value), undefined, at);
}

/** The part at a path below; unknown where something on the way is not known. */
export function partAt(part: Part, ...path: Path): Part {
  let { value, secret } = part;
  for (const step of path) {
    if (value === undefined || value instanceof Unknown) break;
    const inner = below(value, step);
    secret ||= isSecret(inner);
    value = bare(inner);
  }
  return new LazyPart(value, secret, part, path);
}

function below(value: Exclude<Value, Marked>, step: string | number): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof step === 'number') return listOf(value)?.[step];
  return isObject(value) ? value[step] : undefined;
}

/** What is no object is no mark either; most values are none, and are asked for often. */
function bare(value: Value | undefined): Part['value'] {
  if (typeof value !== 'object') return value;
  return (value instanceof Marked ? value.value : value) ?? undefined;
}

function isSecret(value: Value | undefined): boolean {
  return typeof value === 'object' && value instanceof Marked && value.marks.has('sensitive');
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

const NONE: readonly Part[] = [];

/** The elements of the list at a path, as far as they are known to be there. */
export function elementsAt(part: Part, ...path: Path): readonly Part[] {
  const list = partAt(part, ...path);
  const items = listOf(list.value);
  return items === undefined
    ? NONE
    : items.map((item, index) => new LazyPart(bare(item), list.secret || isSecret(item), list, [index]));
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
