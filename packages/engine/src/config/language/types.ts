import {
  collectionType,
  compareNumbers,
  compareText,
  isList,
  isNumeric,
  isObject,
  isWhollyKnown,
  Marked,
  numberKey,
  SetValue,
  sortedEntries,
  type Type,
  Unknown,
  Value,
  ValueObject,
  typed,
} from '@virtform/values';

export {
  collectionType,
  type CollectionType,
  mayBeSameType,
  type ObjectType,
  sameType,
  sortedEntries,
  type TupleType,
  type Type,
  typeOf,
  unknownOf,
} from '@virtform/values';

/** Makes a list of a fresh array. */
export function listOf(elements: readonly Value[], element: Type): readonly Value[] {
  return typed(elements, { kind: 'list', element });
}

/** Makes a map of a fresh object. */
export function mapOf(entries: ValueObject, element: Type): ValueObject {
  return typed(entries, { kind: 'map', element });
}

/** Makes a set: elements in Terraform's order, without duplicates. */
export function setOf(elements: readonly Value[], element: Type): SetValue {
  const keyed = elements.map((value) => ({ value, key: setKey(value) }));
  const seen = new Set<string>();
  const different = keyed.filter(({ key, value }) => {
    if (value instanceof Unknown) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  different.sort((a, b) => compareElements(a.value, b.value) || compareText(a.key, b.key));
  return typed(new SetValue(different.map(({ value }) => value)), { kind: 'set', element });
}

/** Whether elements of a set are unknown and may yet turn out to be equal; sets are asked often, so the answer is kept. */
export function mayShrink(set: SetValue): boolean {
  const known = MAY_SHRINK.get(set);
  if (known !== undefined) return known;
  const answer = set.elements.length > 1 && set.elements.some((element) => !isWhollyKnown(element));
  MAY_SHRINK.set(set, answer);
  return answer;
}

const MAY_SHRINK = new WeakMap<SetValue, boolean>();

/** The type in words, for messages: `list of string`, `object with 2 attributes`. */
export function describeType(type: Type): string {
  if (type === 'any') return 'dynamic';
  if (typeof type === 'string') return type;
  if (type.kind === 'tuple') return 'tuple';
  if (type.kind === 'object') return 'object';
  return type.element === 'any' ? type.kind : `${type.kind} of ${describeType(type.element)}`;
}

function compareElements(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return rankOf(left) - rankOf(right);
}

/** Known before unknown before null. */
function rankOf(value: Value): number {
  if (value === null) return 2;
  return value instanceof Unknown ? 1 : 0;
}

/** Text that two values share only when they are the same; Terraform orders sets of structures by the like. */
function setKey(value: Value): string {
  if (value === null) return '~';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (isNumeric(value)) return numberKey(value);
  if (value instanceof Unknown) return '?';
  if (value instanceof Marked) return setKey(value.value);
  if (value instanceof SetValue)
    return `[${value.elements.map((element) => `${setKey(element)};`).join('')}]`;
  if (isList(value)) {
    const inner = value.map((element) => `${setKey(element)};`).join('');
    return collectionType(value) !== undefined ? `[${inner}]` : `<${inner}>`;
  }
  if (!isObject(value)) return '';
  const entries = sortedEntries(value);
  return collectionType(value) !== undefined
    ? `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${setKey(part)};`).join('')}}`
    : `<${entries.map(([name, part]) => `${JSON.stringify(name)}${setKey(part)};`).join('')}>`;
}
