import { identityOf, matchItems } from '@virtform/schema';
import type { Attributes as Shape, ListAttribute } from '@virtform/schema';
import { equalValues, isList, isObject } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';

/**
 * Ties elements that bear no identity of their own to those that they were made as: an interface without a MAC that was applied
 * before is given the MAC that libvirt gave it then. So an interface that is put in front detaches nobody.
 *
 * @param applied what was asked for last
 * @param actual what is there
 */
export function anchorElements(
  shape: Shape,
  wanted: ValueObject,
  applied: ValueObject,
  actual: ValueObject,
): ValueObject {
  const anchored: Record<string, Value> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const attribute = shape[name];
    const [before, there] = [applied[name], actual[name]];
    if (attribute?.kind === 'object' && isObject(value) && isObject(before) && isObject(there)) {
      anchored[name] = anchorElements(attribute.attributes, value, before, there);
    } else if (attribute?.kind === 'list' && isList(value) && isListed(before) && isListed(there)) {
      anchored[name] = anchorList(attribute, value, before, there);
    } else {
      anchored[name] = value;
    }
  }
  return anchored;
}

function isListed(value: Value | undefined): value is readonly Value[] {
  return value !== undefined && isList(value);
}

function anchorList(
  list: ListAttribute,
  wanted: readonly Value[],
  applied: readonly Value[],
  actual: readonly Value[],
): readonly Value[] {
  if (list.identity.length === 0) return wanted;
  const madeAs = matchItems(list, applied, actual);
  const free = new Set(applied.keys());
  return wanted.map((item) => {
    if (!isObject(item) || identityOf(list, item) !== undefined) return item;
    const before = [...free].find((index) => equalValues(applied[index], item));
    if (before === undefined) return item;
    free.delete(before);
    const made = actual[madeAs[before] ?? -1];
    const identity = isObject(made) ? identityOf(list, made) : undefined;
    return identity === undefined ? item : merge(item, identity);
  });
}

function merge(item: ValueObject, identity: ValueObject): ValueObject {
  const merged = Object.entries(identity).map(([name, value]): readonly [string, Value] => {
    const there = item[name];
    return [name, isObject(value) && isObject(there) ? merge(there, value) : value];
  });
  return { ...item, ...Object.fromEntries(merged) };
}
