import {
  isList,
  isNumeric,
  isObject,
  PreciseNumber,
  sameNumber,
  SetValue,
  Unknown,
  unmark,
  Value,
} from '@virtform/values';
import { mayBeNull, mayBeText } from './refinements.js';
import { collectionType, mayBeSameType, typeOf } from './types.js';

/** Equality as the language has it: values of different types differ. undefined where it depends on what is unknown. */
export function equalInLanguage(left: Value, right: Value): boolean | undefined {
  const a = unmark(left).value;
  const b = unmark(right).value;
  if (a === null || b === null) {
    const unknown = a instanceof Unknown ? a : b instanceof Unknown ? b : undefined;
    return unknown === undefined ? a === b : mayBeNull(unknown) ? undefined : false;
  }
  if (isScalar(a) && isScalar(b)) return isNumeric(a) && isNumeric(b) ? sameNumber(a, b) : a === b;
  if (a instanceof Unknown && b instanceof Unknown) return undefined;
  // Values of different types differ, known or not.
  if (!mayBeSameType(typeOf(a), typeOf(b))) return false;
  if (a instanceof Unknown) return mayBecome(a, b) ? undefined : false;
  if (b instanceof Unknown) return mayBecome(b, a) ? undefined : false;
  return equalParts(a, b);
}

/** Whether an unknown value may turn out to be a known one of its type. */
function mayBecome(unknown: Unknown, value: Value): boolean {
  return typeof value === 'string' ? mayBeText(unknown, value) : !isOfNoType(value);
}

/** A collection without elements, that nothing says the type of, is of another type than one that is to hold something. */
function isOfNoType(value: Value): boolean {
  return collectionType(value)?.element === 'any';
}

function equalParts(left: Value, right: Value): boolean | undefined {
  if (left instanceof SetValue && right instanceof SetValue) {
    if ([...left.elements, ...right.elements].some((element) => element instanceof Unknown)) return undefined;
    return allEqual(left.elements, right.elements);
  }
  if (left instanceof SetValue || right instanceof SetValue) return false;
  if (isList(left)) return isList(right) ? allEqual(left, right) : false;
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left).sort();
  if (names.length !== Object.keys(right).length || names.some((name) => !Object.hasOwn(right, name)))
    return false;
  return allEqual(
    names.map((name) => left[name] ?? null),
    names.map((name) => right[name] ?? null),
  );
}

/** The first element that differs, or that cannot be said to be equal, decides. */
function allEqual(left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  for (const [index, element] of left.entries()) {
    const equal = equalInLanguage(element, right[index] ?? null);
    if (equal !== true) return equal;
  }
  return true;
}

function isScalar(value: Value): boolean {
  return typeof value !== 'object' || value instanceof PreciseNumber;
}
