import type { ValueObject } from '@virtform/values';
import type { Attributes } from '../dsl.js';

/**
 * The attributes that one object or the other says anything of, in the order of the schema. Objects say little of what their
 * schema knows, so that they are asked, and not all of that.
 */
export function saidIn(
  attributes: Attributes,
  one: ValueObject,
  other: ValueObject = one,
): readonly string[] {
  const order = orderOf(attributes);
  const placeOf = (name: string): number => order.get(name) ?? 0;
  const names: string[] = [];
  for (const name in one) if (order.has(name)) names.push(name);
  if (other !== one) {
    for (const name in other) if (!Object.hasOwn(one, name) && order.has(name)) names.push(name);
  }
  // Mostly they are in order already, and sorting costs more than a look.
  const isInOrder = names.every((name, at) => at === 0 || placeOf(names[at - 1] ?? '') < placeOf(name));
  return isInOrder ? names : names.sort((left, right) => placeOf(left) - placeOf(right));
}

const ORDERS = new WeakMap<Attributes, ReadonlyMap<string, number>>();

function orderOf(attributes: Attributes): ReadonlyMap<string, number> {
  const known = ORDERS.get(attributes);
  if (known !== undefined) return known;
  const order = new Map(Object.keys(attributes).map((name, place) => [name, place]));
  ORDERS.set(attributes, order);
  return order;
}
