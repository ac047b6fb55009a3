import { equalValues } from './compare.js';
import { unmark } from './marks.js';
import { isNumeric } from './numeric.js';
import { compareText } from './order.js';
import { toldType, typed, type CollectionType, type Type } from './told-types.js';
import { isList, SetValue, type TypeHint, Unknown, type Value, type ValueObject } from './value.js';

/** The type of a value, its marks aside. */
export function typeOf(marked: Value): Type {
  const { value } = unmark(marked);
  if (value === null) return 'any';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (isNumeric(value)) return 'number';
  const told = toldType(value);
  if (told !== undefined) return told;
  if (value instanceof Unknown)
    return value.type === undefined || value.type === 'list' || value.type === 'object' ? 'any' : value.type;
  if (value instanceof SetValue) return { kind: 'set', element: commonElement(value.elements) };
  if (isList(value)) return { kind: 'tuple', elements: value.map(typeOf) };
  return {
    kind: 'object',
    attributes: new Map(sortedEntries(value).map(([name, part]) => [name, typeOf(part)])),
  };
}

/** An unknown value of a type. */
export function unknownOf(type: Type): Unknown {
  const hint = hintOf(type);
  const unknown = hint === undefined ? new Unknown() : new Unknown(hint);
  const isCollection =
    typeof type === 'object' && (type.kind === 'list' || type.kind === 'set' || type.kind === 'map');
  return isCollection ? typed(unknown, type) : unknown;
}

function hintOf(type: Type): TypeHint | undefined {
  if (type === 'any') return undefined;
  if (typeof type === 'string') return type;
  return type.kind === 'map' || type.kind === 'object' ? 'object' : 'list';
}

/** Whether the value is known to be a list, a set or a map, not a tuple or an object. */
export function collectionType(value: Value): CollectionType | undefined {
  const bare = unmark(value).value;
  const type = typeof bare === 'object' && bare !== null ? toldType(bare) : undefined;
  return type === undefined || type.kind === 'tuple' || type.kind === 'object' ? undefined : type;
}

/** Sets that come from elsewhere hold elements of one type. */
function commonElement(elements: readonly Value[]): Type {
  const first = elements.find((element) => typeOf(element) !== 'any');
  return first === undefined ? 'any' : typeOf(first);
}

/** The attributes of an object in the order in which the language visits them. */
export function sortedEntries(value: ValueObject): [string, Value][] {
  return Object.entries(value).sort(([left], [right]) => compareText(left, right));
}

/** Whether two values are the same and, as far as that is known, of the same type: to Terraform a list is another value than a tuple. */
export function sameTyped(left: Value | undefined, right: Value | undefined): boolean {
  if (!equalValues(left, right)) return false;
  return left === undefined || right === undefined || mayBeSameType(typeOf(left), typeOf(right));
}

export function sameType(left: Type, right: Type): boolean {
  return alike(left, right, false);
}

/** Whether two types are the same as far as they are known: a part that is null or unknown may be of any type. */
export function mayBeSameType(left: Type, right: Type): boolean {
  return alike(left, right, true);
}

function alike(left: Type, right: Type, anyFits: boolean): boolean {
  if (anyFits && (left === 'any' || right === 'any')) return true;
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  if (left.kind === 'tuple')
    return (
      right.kind === 'tuple' &&
      left.elements.length === right.elements.length &&
      left.elements.every((element, index) => alike(element, right.elements[index] ?? 'any', anyFits))
    );
  if (left.kind === 'object')
    return (
      right.kind === 'object' &&
      left.attributes.size === right.attributes.size &&
      [...left.attributes].every(([name, type]) => {
        const other = right.attributes.get(name);
        return other !== undefined && alike(type, other, anyFits);
      })
    );
  return left.kind === right.kind && alike(left.element, right.element, anyFits);
}
