import { isList, isObject, type Path, type Value, type ValueObject } from '@virtform/values';
import type { Attribute, Attributes } from './dsl.js';

/** Where a value holds what its schema calls a secret: a graphics password. */
export function secretPaths(attributes: Attributes, value: ValueObject, at: Path = []): readonly Path[] {
  const known = KNOWN.get(value);
  if (at.length === 0 && known?.attributes === attributes) return known.paths;
  const paths: Path[] = [];
  collect(attributes, value, [...at], paths);
  if (at.length === 0) KNOWN.set(value, { attributes, paths });
  return paths;
}

/** Whether a value of one attribute is a secret, or holds one. */
export function holdsSecret(attribute: Attribute, value: Value): boolean {
  const found: Path[] = [];
  collectPart(attribute, value, [], found);
  return found.length > 0;
}

/** A plan asks of the same object several times. */
const KNOWN = new WeakMap<
  ValueObject,
  { readonly attributes: Attributes; readonly paths: readonly Path[] }
>();

/** @param at the way to the value, which is put down only where a secret is found: hardly any object holds one */
function collect(attributes: Attributes, value: ValueObject, at: (string | number)[], found: Path[]): void {
  for (const name in value) {
    const attribute = attributes[name];
    const part = value[name];
    if (attribute === undefined || part === undefined) continue;
    at.push(name);
    collectPart(attribute, part, at, found);
    at.pop();
  }
}

function collectPart(attribute: Attribute, part: Value, at: (string | number)[], found: Path[]): void {
  if (attribute.kind === 'scalar') {
    if (attribute.sensitive === true) found.push([...at]);
  } else if (attribute.kind === 'object') {
    if (isObject(part)) collect(attribute.attributes, part, at, found);
  } else if (attribute.element !== 'string' && isList(part)) {
    const shape = attribute.element;
    part.forEach((item, index) => {
      if (!isObject(item)) return;
      at.push(index);
      collect(shape, item, at, found);
      at.pop();
    });
  }
}
