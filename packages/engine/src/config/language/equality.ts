import { isList, isObject, SetValue, Unknown, unmark, Value } from '@virtform/values';
import { isNumeric } from './number.js';
import { sameType, Type, typeOf } from './types.js';

/** Equality as the language has it: values of different types differ. undefined where it depends on what is unknown. */
export function equalInLanguage(left: Value, right: Value): boolean | undefined {
  const a = unmark(left).value;
  const b = unmark(right).value;
  if (a === null || b === null) {
    if (a instanceof Unknown || b instanceof Unknown) return undefined;
    return a === b;
  }
  if (isScalar(a) && isScalar(b)) return isNumeric(a) && isNumeric(b) ? a == b : a === b;
  if (a instanceof Unknown || b instanceof Unknown) return undefined;
  const [leftType, rightType] = [typeOf(a), typeOf(b)];
  // Where a part is null or unknown, its type may be any; the parts then decide.
  const comparable = sameType(leftType, rightType) || hasUnknownType(leftType) || hasUnknownType(rightType);
  return comparable ? equalParts(a, b) : false;
}

function hasUnknownType(type: Type): boolean {
  if (type === 'any') return true;
  if (typeof type === 'string') return false;
  if (type.kind === 'tuple') return type.elements.some(hasUnknownType);
  if (type.kind === 'object') return [...type.attributes.values()].some(hasUnknownType);
  return hasUnknownType(type.element);
}

function equalParts(left: Value, right: Value): boolean | undefined {
  if (left instanceof SetValue && right instanceof SetValue) {
    if ([...left.elements, ...right.elements].some((element) => element instanceof Unknown)) return undefined;
    return allEqual(left.elements, right.elements);
  }
  if (left instanceof SetValue || right instanceof SetValue) return false;
  if (isList(left)) return isList(right) ? allEqual(left, right) : false;
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length || names.some((name) => !Object.hasOwn(right, name)))
    return false;
  return allEqual(
    names.map((name) => left[name] ?? null),
    names.map((name) => right[name] ?? null),
  );
}

function allEqual(left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  let result: boolean | undefined = true;
  for (const [index, element] of left.entries()) {
    const equal = equalInLanguage(element, right[index] ?? null);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

function isScalar(value: Value): boolean {
  return typeof value !== 'object';
}
