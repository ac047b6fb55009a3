import { isObject, isUnknown, type Value, type ValueObject } from '@virtform/values';
import type { Attribute } from './dsl.js';
import type { Facts, Where } from './facts.js';
import { elementsOf, plain, present } from './plain.js';

/**
 * Whether libvirt pays no heed to an attribute where it stands.
 *
 * @param around the element of a list that it lies in, or the whole object where it lies in none
 * @param beside the object that it stands in
 */
export function isIdle({ idle, runtime, presence }: Facts, around: ValueObject, beside = around): boolean {
  // What is there only while a guest runs is read, and taken from nobody.
  if (runtime === true && presence !== 'read-only') return true;
  if (idle === undefined) return false;
  if (idle === 'everywhere') return true;
  return [idle].flat().some((where) => holds(where, around, beside));
}

function holds(where: Where, around: ValueObject, beside: ValueObject): boolean {
  const from = where.isBeside === true ? beside : around;
  const said = saidAt(where.path, from);
  // What is not known yet may turn out to be what makes it count.
  if (said !== undefined && isUnknown(said)) return false;
  if (where.exceptBeside !== undefined && saidAt(where.exceptBeside, from) !== undefined) return false;
  if (where.isUnset === true) return said === undefined;
  if (where.isSet === true) return said !== undefined;
  if (where.isNoneOf !== undefined) return typeof said === 'string' && !where.isNoneOf.includes(said);
  return where.is === undefined ? said !== where.isNot : said === where.is;
}

/** What stands at a path, or the unknown value on the way there. */
function saidAt(path: readonly string[], from: ValueObject): Value | undefined {
  let said: Value | undefined = from;
  for (const name of path) {
    if (said !== undefined && isUnknown(said)) return said;
    const part = present(partOf(said, name));
    said = part === undefined ? undefined : plain(part);
  }
  return said;
}

function partOf(value: Value | undefined, name: string): Value | undefined {
  if (isObject(value)) return value[name];
  return value === undefined ? undefined : elementsOf(value)?.[Number(name)];
}

/** Whether a value leaves the choice to libvirt, by itself or with all that is in it. */
export function isLeft(attribute: Attribute, value: Value): boolean {
  const bare = plain(value);
  const { leftToLibvirt: left } = attribute;
  if (attribute.kind !== 'object' || !isObject(bare)) return left !== undefined && bare === left;
  const where = typeof left === 'object' ? left : undefined;
  let isEmpty = true;
  for (const name in bare) {
    const part = present(bare[name]);
    if (part === undefined) continue;
    isEmpty = false;
    const inner = attribute.attributes[name];
    if (where === undefined || inner?.kind !== 'scalar') {
      if (inner === undefined || !isLeft(inner, part)) return false;
    } else if (where[name] !== undefined && plain(part) !== where[name]) return false;
  }
  return where !== undefined || !isEmpty;
}

/** Whether libvirt pays no heed to any of a value. */
export function isAllIdle(attribute: Attribute, value: Value, around: ValueObject, beside = around): boolean {
  if (isIdle(attribute, around, beside) || isLeft(attribute, value)) return true;
  const bare = plain(value);
  if (attribute.kind !== 'object' || !isObject(bare)) return false;
  const parts = Object.entries(bare).filter(([, part]) => present(part) !== undefined);
  return (
    parts.length > 0 &&
    parts.every(([name, part]) => {
      const inner = attribute.attributes[name];
      return inner !== undefined && isAllIdle(inner, part, around, bare);
    })
  );
}
