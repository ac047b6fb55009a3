import { matchItems } from '@virtform/schema';
import type { Attributes as Shape } from '@virtform/schema';
import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { Rule } from './rules.js';

/** The objects and lists on the way to elements that come and go by calls of their own: `dns`, `dns.host`. */
export function waysOf(rules: readonly Rule<string>[]): ReadonlySet<string> {
  const ways = rules
    .filter(({ on, path }) => on === 'remove' && path.endsWith('[]'))
    .flatMap(({ path }) => {
      const names = path.slice(0, -2).split('.');
      return names.map((_name, index) => names.slice(0, index + 1).join('.'));
    });
  return new Set(ways);
}

/**
 * Whether something was said in an element that libvirt fills in again for as long as the element is there: `<forward/>` without
 * its mode means NAT, so that what is emptied would not be taken out.
 */
function isFilledIn(shape: Shape, said: ValueObject): boolean {
  return Object.keys(said).some((name) => {
    const attribute = shape[name];
    return attribute?.kind === 'scalar' && attribute.filled === true;
  });
}

/**
 * The wanted attributes with what was taken out as a whole left in place and emptied, where elements in it can go one by one:
 * that is gentler than to define the whole anew.
 */
export function openRemoved(
  shape: Shape,
  wanted: ValueObject,
  applied: ValueObject,
  actual: ValueObject,
  ways: ReadonlySet<string>,
  at = '',
): ValueObject {
  const opened: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(shape)) {
    const here = at === '' ? name : `${at}.${name}`;
    const [before, there] = [applied[name], actual[name]];
    if (before === undefined || there === undefined) continue;
    if (attribute.kind === 'object' && ways.has(here) && isObject(before) && isObject(there)) {
      const value = wanted[name] ?? (isFilledIn(attribute.attributes, before) ? undefined : {});
      if (value !== undefined && isObject(value))
        opened[name] = openRemoved(attribute.attributes, value, before, there, ways, here);
    } else if (
      attribute.kind === 'list' &&
      attribute.element !== 'string' &&
      isList(before) &&
      isList(there)
    ) {
      const inner = attribute.element;
      const value = wanted[name] ?? (ways.has(here) ? [] : undefined);
      const inside = `${here}[]`;
      if (value === undefined || !isList(value)) continue;
      if (value.length === 0 || ![...ways].some((way) => way.startsWith(`${inside}.`))) {
        opened[name] = value;
        continue;
      }
      const [places, old] = [matchItems(attribute, value, there), matchItems(attribute, value, before)];
      opened[name] = value.map((item, index) => {
        const [now, was] = [there[places[index] ?? -1], before[old[index] ?? -1]];
        return isObject(item) && isObject(now) && isObject(was)
          ? openRemoved(inner, item, was, now, ways, inside)
          : item;
      });
    }
  }
  return { ...wanted, ...opened };
}
