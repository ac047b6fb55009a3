import { isNumeric, sameNumber } from './numeric.js';
import { isList, isObject, Marked, SetValue, Unknown, Value } from './value.js';

/** Whether two values are the same, marks aside. Unknown values equal nothing, not even each other. */
export function equalValues(left: Value | undefined, right: Value | undefined): boolean {
  return compare(left, right, false);
}

/**
 * Whether `actual` is a value that `planned` allows: equal wherever the plan was known. This is how steps that were shown are
 * held against those computed again at apply.
 */
export function conformsToPlan(planned: Value | undefined, actual: Value | undefined): boolean {
  return compare(planned, actual, true);
}

function compare(left: Value | undefined, right: Value | undefined, leftUnknownMatches: boolean): boolean {
  // Most of what is compared is the same text or number.
  if (left === right && typeof left !== 'object') return true;
  if (left instanceof Marked) return compare(left.value, right, leftUnknownMatches);
  if (right instanceof Marked) return compare(left, right.value, leftUnknownMatches);
  if (left instanceof Unknown) return leftUnknownMatches;
  if (right instanceof Unknown) return false;
  if (left === undefined || right === undefined) return left === right;
  if (left instanceof SetValue || right instanceof SetValue) {
    return (
      left instanceof SetValue && right instanceof SetValue && sameElements(left, right, leftUnknownMatches)
    );
  }
  if (isList(left)) {
    return (
      isList(right) &&
      left.length === right.length &&
      left.every((element, index) => compare(element, right[index], leftUnknownMatches))
    );
  }
  if (isObject(left)) {
    if (!isObject(right)) return false;
    for (const name in left) {
      if (!compare(left[name], right[name], leftUnknownMatches)) return false;
    }
    for (const name in right) {
      if (!Object.hasOwn(left, name) && !compare(undefined, right[name], leftUnknownMatches)) return false;
    }
    return true;
  }
  return isNumeric(left) && isNumeric(right) ? sameNumber(left, right) : left === right;
}

function sameElements(left: SetValue, right: SetValue, leftUnknownMatches: boolean): boolean {
  return (
    left.elements.length === right.elements.length &&
    left.elements.every((element) =>
      right.elements.some((other) => compare(element, other, leftUnknownMatches)),
    )
  );
}
