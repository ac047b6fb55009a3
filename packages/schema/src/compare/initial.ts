import { isObject, type Value, type ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute } from '../dsl.js';
import { isAllIdle } from '../idle.js';
import { plain, present } from '../plain.js';

/**
 * What an element of a list says that reading does not tell, because it has that kind for want of another: of a serial port that
 * it is a pseudo-terminal, whatever path is given for it.
 *
 * @returns the parts of `wanted` that say no more than that, where `actual` says nothing else in their place
 */
export function initialParts(
  list: ListAttribute,
  shape: Attributes,
  wanted: ValueObject,
  actual: ValueObject,
): ValueObject {
  if (list.initially.length === 0) return NOTHING;
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, part]) => {
      const attribute = shape[name];
      if (attribute?.kind !== 'object' || attribute.at?.path.length !== 0) return false;
      return present(actual[name]) === undefined && isInitialOnly(list, attribute.attributes, part, wanted);
    }),
  );
}

/** An element of a list without them. */
export function withoutInitial(
  list: ListAttribute,
  shape: Attributes,
  wanted: ValueObject,
  actual: ValueObject,
): ValueObject {
  const initial = initialParts(list, shape, wanted, actual);
  const names = Object.keys(initial);
  if (names.length === 0) return wanted;
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !names.includes(name)));
}

const NOTHING: ValueObject = {};

function isInitialOnly(list: ListAttribute, branches: Attributes, part: Value, around: ValueObject): boolean {
  const bare = plain(part);
  if (!isObject(bare)) return false;
  const told = Object.entries(bare).filter(([, content]) => present(content) !== undefined);
  return (
    told.length > 0 &&
    told.every(([name, content]) => {
      const branch = branches[name];
      return branch !== undefined && isInitial(list, branch) && isBare(branch, content, around);
    })
  );
}

function isBare(branch: Attribute, content: Value, around: ValueObject): boolean {
  const bare = plain(content);
  if (!isObject(bare)) return false;
  return (
    Object.values(bare).every((part) => present(part) === undefined) || isAllIdle(branch, content, around)
  );
}

function isInitial(list: ListAttribute, branch: Attribute): boolean {
  return list.initially.every((condition) =>
    branch.when.some(
      ({ attribute, value }) => attribute === condition.attribute && value === condition.value,
    ),
  );
}
