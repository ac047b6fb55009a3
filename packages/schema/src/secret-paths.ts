import { isList, isObject, type Path, type ValueObject } from '@virtform/values';
import type { Attributes } from './dsl.js';

/** Where a value holds what its schema calls a secret: a graphics password. */
export function secretPaths(attributes: Attributes, value: ValueObject, at: Path = []): readonly Path[] {
  return Object.entries(value).flatMap(([name, part]): readonly Path[] => {
    const attribute = attributes[name];
    const path = [...at, name];
    if (attribute?.kind === 'scalar') return attribute.sensitive === true ? [path] : [];
    if (attribute?.kind === 'object')
      return isObject(part) ? secretPaths(attribute.attributes, part, path) : [];
    if (attribute === undefined || attribute.element === 'string' || !isList(part)) return [];
    const inner = attribute.element;
    return part.flatMap((item, index) => (isObject(item) ? secretPaths(inner, item, [...path, index]) : []));
  });
}
