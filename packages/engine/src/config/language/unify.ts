import { CollectionType, ObjectType, sameType, TupleType, Type } from './types.js';

/**
 * The one type that all of these convert to: what the two sides of a conditional become, and the elements of `tolist`.
 *
 * @returns undefined where there is none
 */
export function unify(types: readonly Type[]): Type | undefined {
  const known = types.filter((type) => type !== 'any');
  const [first, ...others] = known;
  if (first === undefined) return 'any';
  if (others.every((type) => sameType(type, first))) return first;
  const structures = known.filter((type) => typeof type !== 'string');
  return structures.length === known.length ? unifyStructures(structures) : preferred(known);
}

function unifyStructures(structures: readonly Exclude<Type, string>[]): Type | undefined {
  const kinds = new Set(structures.map((type) => type.kind));
  const only = (...allowed: readonly string[]): boolean => [...kinds].every((kind) => allowed.includes(kind));
  if (only('object')) return unifyObjects(structures.filter((type) => type.kind === 'object'));
  if (only('tuple')) return unifyTuples(structures.filter((type) => type.kind === 'tuple'));
  if (only('map', 'object')) return collection('map', structures);
  if (only('list', 'tuple')) return collection('list', structures);
  if (only('set', 'tuple') || only('set', 'list', 'tuple'))
    return collection(kinds.has('list') ? 'list' : 'set', structures);
  return undefined;
}

function unifyObjects(objects: readonly ObjectType[]): Type | undefined {
  const names = [...(objects[0]?.attributes.keys() ?? [])];
  const alike = objects.every(
    ({ attributes }) => attributes.size === names.length && names.every((name) => attributes.has(name)),
  );
  if (!alike) return collection('map', objects);
  const attributes = new Map<string, Type>();
  for (const name of names) {
    const type = unify(objects.map((object) => object.attributes.get(name) ?? 'any'));
    if (type === undefined) return undefined;
    attributes.set(name, type);
  }
  return { kind: 'object', attributes };
}

function unifyTuples(tuples: readonly TupleType[]): Type | undefined {
  const length = tuples[0]?.elements.length ?? 0;
  if (tuples.some((tuple) => tuple.elements.length !== length)) return collection('list', tuples);
  const elements: Type[] = [];
  for (let index = 0; index < length; index += 1) {
    const type = unify(tuples.map((tuple) => tuple.elements[index] ?? 'any'));
    if (type === undefined) return undefined;
    elements.push(type);
  }
  return { kind: 'tuple', elements };
}

function collection(
  kind: CollectionType['kind'],
  structures: readonly Exclude<Type, string>[],
): Type | undefined {
  const element = unify(structures.flatMap(elementTypes));
  return element === undefined ? undefined : { kind, element };
}

/** The types of the parts of a structure. */
export function elementTypes(type: Exclude<Type, string>): readonly Type[] {
  if (type.kind === 'tuple') return type.elements;
  if (type.kind === 'object') return [...type.attributes.values()];
  return [type.element];
}

/** The first of the types that all the others convert to, text before all else. */
function preferred(types: readonly Type[]): Type | undefined {
  const candidates = [...types].sort((left, right) => Number(right === 'string') - Number(left === 'string'));
  return candidates.find((candidate) => types.every((type) => converts(type, candidate)));
}

/** Whether values of one type may convert to another: whether they do can depend on the value (`"5"` to a number). */
export function converts(from: Type, to: Type): boolean {
  if (from === 'any' || to === 'any' || sameType(from, to)) return true;
  if (typeof to === 'string') return typeof from === 'string' && (to === 'string' || from === 'string');
  if (typeof from === 'string') return false;
  switch (to.kind) {
    case 'list':
    case 'set':
      return (
        (from.kind === 'list' || from.kind === 'set' || from.kind === 'tuple') &&
        elementTypes(from).every((element) => converts(element, to.element))
      );
    case 'map':
      return (
        (from.kind === 'map' || from.kind === 'object') &&
        elementTypes(from).every((element) => converts(element, to.element))
      );
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, index) => converts(element, to.elements[index] ?? 'any'))
      );
    case 'object':
      if (from.kind === 'map')
        return [...to.attributes.values()].every((type) => converts(from.element, type));
      return (
        from.kind === 'object' &&
        [...to.attributes].every(([name, type]) => {
          const given = from.attributes.get(name);
          return given === undefined ? to.optional?.has(name) === true : converts(given, type);
        })
      );
  }
}
