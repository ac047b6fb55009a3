import { matchItems, secretPaths } from '@virtform/schema';
import type { Attributes as Shape } from '@virtform/schema';
import { isList, isObject, type Value, type ValueObject } from '@virtform/values';

/**
 * What libvirt says, with the secrets put back that it does not tell read-only clients, and what it does not tell beside them:
 * taken for what was applied last. So only what the program changed of them is a change.
 *
 * @param lender where the secrets are known from
 */
export function lendSecrets(shape: Shape, actual: ValueObject, lender: ValueObject): ValueObject {
  // Most objects have none, and matching their lists would be for nothing.
  if (secretPaths(shape, lender).length === 0) return actual;
  const lent: Record<string, Value> = {};
  for (const [name, value] of Object.entries(lender)) {
    const attribute = shape[name];
    const there = actual[name];
    if (there === undefined && (attribute?.sensitive === true || attribute?.veiled === true)) {
      lent[name] = value;
    } else if (attribute?.kind === 'scalar') {
      continue;
    } else if (attribute?.kind === 'object') {
      if (isObject(value) && isObject(there)) lent[name] = lendSecrets(attribute.attributes, there, value);
    } else if (
      attribute !== undefined &&
      attribute.element !== 'string' &&
      isList(value) &&
      there !== undefined &&
      isList(there)
    ) {
      const inner = attribute.element;
      const places = matchItems(attribute, value, there);
      lent[name] = there.map((item, index) => {
        const from = value[places.indexOf(index)];
        return isObject(item) && isObject(from) ? lendSecrets(inner, item, from) : item;
      });
    }
  }
  return { ...actual, ...lent };
}
