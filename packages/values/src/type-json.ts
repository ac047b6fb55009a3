import type { Type } from './told-types.js';
import { isList, isObject, type Json } from './value.js';

/** A type as Terraform's JSON writes it: `"string"`, `["tuple", ["string", "number"]]`. */
export function printType(type: Type): Json {
  if (type === 'any') return 'dynamic';
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'tuple':
      return ['tuple', type.elements.map(printType)];
    case 'object':
      return [
        'object',
        Object.fromEntries([...type.attributes].map(([name, inner]) => [name, printType(inner)])),
      ];
    default:
      return [type.kind, printType(type.element)];
  }
}

/** Reads it back; what is none is of any type. */
export function parseType(json: Json): Type {
  if (json === 'string' || json === 'number' || json === 'bool') return json;
  if (!isList(json)) return 'any';
  const [kind, inner = 'dynamic'] = json;
  switch (kind) {
    case 'list':
    case 'set':
    case 'map':
      return { kind, element: parseType(inner) };
    case 'tuple':
      return isList(inner) ? { kind, elements: inner.map(parseType) } : 'any';
    case 'object':
      return isObject(inner)
        ? { kind, attributes: new Map(Object.entries(inner).map(([name, part]) => [name, parseType(part)])) }
        : 'any';
    default:
      return 'any';
  }
}
