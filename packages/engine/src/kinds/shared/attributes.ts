import { isList, isObject, type Path, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';

/** The value at a path; undefined where the way ends before. */
export function attributeAt(attributes: Value | undefined, path: Path): Value | undefined {
  let value = attributes;
  for (const step of path) {
    if (value === undefined) return undefined;
    if (typeof step === 'number') value = isList(value) ? value[step] : undefined;
    else value = isObject(value) ? value[step] : undefined;
  }
  return value;
}

/** A copy with the value at the path; objects on the way are made, list elements have to be there. */
export function withAttribute(attributes: Attributes, path: Path, value: Value): Attributes {
  const [name, ...rest] = path;
  if (typeof name !== 'string') throw new TypeError('a path into attributes begins with a name');
  return { ...attributes, [name]: replaced(attributes[name], rest, value) };
}

function replaced(part: Value | undefined, path: Path, value: Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const inner = isObject(part) ? part : {};
    return { ...inner, [step]: replaced(inner[step], rest, value) };
  }
  if (part === undefined || !isList(part)) throw new TypeError(`there is no list to change at [${step}]`);
  return part.map((element, index) => (index === step ? replaced(element, rest, value) : element));
}

/** A copy without the value at the path; a list element that is taken out leaves no hole. */
export function withoutAttribute(attributes: Attributes, path: Path): Attributes {
  const removed = without(attributes, path);
  return isObject(removed) ? removed : attributes;
}

function without(part: Value | undefined, path: Path): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined || part === undefined) return undefined;
  if (typeof step === 'number') {
    if (!isList(part)) return part;
    return part.flatMap((element, index): readonly Value[] => {
      if (index !== step) return [element];
      const left = without(element, rest);
      return left === undefined ? [] : [left];
    });
  }
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, inner]): readonly (readonly [string, Value])[] => {
      if (name !== step) return [[name, inner]];
      const left = without(inner, rest);
      return left === undefined ? [] : [[name, left]];
    }),
  );
}

/** The text at a path; undefined where there is none, or something else. */
export function textAt(attributes: Value | undefined, path: Path): string | undefined {
  const value = attributeAt(attributes, path);
  return typeof value === 'string' ? value : undefined;
}

/** The boolean at a path. */
export function flagAt(attributes: Value | undefined, path: Path): boolean | undefined {
  const value = attributeAt(attributes, path);
  return typeof value === 'boolean' ? value : undefined;
}

/** The number at a path. */
export function numberAt(attributes: Value | undefined, path: Path): number | undefined {
  const value = attributeAt(attributes, path);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

/** The elements of the list at a path; none where there is no list. */
export function elementsAt(attributes: Value | undefined, path: Path): readonly Value[] {
  const value = attributeAt(attributes, path);
  return value !== undefined && isList(value) ? value : [];
}
