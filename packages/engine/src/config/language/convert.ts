import {
  formatNumber,
  isList,
  isNumeric,
  isObject,
  mark,
  Mark,
  parseNumber,
  Path,
  SetValue,
  typed,
  Unknown,
  unmark,
  Value,
  ValueObject,
} from '@virtform/values';
import {
  collectionType,
  CollectionType,
  describeType,
  listOf,
  mapOf,
  ObjectType,
  sameType,
  setOf,
  sortedEntries,
  TupleType,
  Type,
  typeOf,
  unknownOf,
} from './types.js';
import { converts, unify } from './unify.js';

/** A value that does not fit a type; says what is needed, in words that follow on a colon. */
export class ConversionError extends Error {
  constructor(
    message: string,
    readonly path: Path = [],
  ) {
    super(message);
    this.name = 'ConversionError';
  }
}

/**
 * Converts a value to a type by the rules of the language; marks stay where they stand, except that a set takes those of its
 * elements.
 *
 * @throws ConversionError
 */
export function convert(marked: Value, type: Type): Value {
  const { value, marks } = unmark(marked);
  const converted = convertBare(value, type);
  return marks.size === 0 ? converted : mark(converted, marks);
}

function convertBare(value: Value, type: Type): Value {
  if (type === 'any' || value === null) return value;
  if (value instanceof Unknown) return convertUnknown(value, type);
  if (typeof type === 'string') return toPrimitive(value, type);
  switch (type.kind) {
    case 'list':
    case 'set':
      return toSequence(value, type);
    case 'map':
      return toMap(value, type);
    case 'tuple':
      return toTuple(value, type);
    case 'object':
      return toObject(value, type);
  }
}

function convertUnknown(value: Unknown, type: Type): Value {
  // Of some unknown values no more is known than that they have parts.
  const hasParts = value.type === 'list' || value.type === 'object';
  if (!converts(typeOf(value), type) || (typeof type === 'string' && hasParts)) throw mismatch(type);
  return unknownOf(type);
}

function toPrimitive(value: Value, type: 'string' | 'number' | 'bool'): Value {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      if (typeof value === 'boolean') return value ? 'true' : 'false';
      if (isNumeric(value)) return formatNumber(value);
      break;
    case 'number':
      if (isNumeric(value)) return value;
      if (typeof value === 'string') {
        const number = parseNumber(value);
        if (number !== undefined) return number;
        throw new ConversionError('a number is required');
      }
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === '1') return true;
      if (value === 'false' || value === '0') return false;
      if (typeof value === 'string') throw new ConversionError(boolHint(value));
      break;
  }
  throw mismatch(type);
}

function boolHint(text: string): string {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false'
    ? `a bool is required; to convert from string, use lowercase "${lower}"`
    : 'a bool is required';
}

function toSequence(value: Value, type: CollectionType): Value {
  const elements =
    value instanceof SetValue
      ? value.elements
      : isObject(value)
        ? undefined
        : isList(value)
          ? value
          : undefined;
  if (elements === undefined) throw mismatch(type);
  const own = collectionType(value);
  if (own !== undefined && sameType(own, type)) return value;
  const element = elementType(elements, type, type.kind);
  const converted = elements.map((part, index) => within(index, () => convert(part, element)));
  return type.kind === 'list' ? listOf(converted, element) : setOfMarked(converted, element);
}

/** A set takes the marks of its elements: nothing points into it. */
function setOfMarked(elements: readonly Value[], element: Type): Value {
  const marks = new Set<Mark>();
  const bare = elements.map((part) => {
    const inner = unmark(part);
    for (const found of inner.marks) marks.add(found);
    return inner.value;
  });
  return mark(setOf(bare, element), marks);
}

function toMap(value: Value, type: CollectionType): Value {
  if (!isObject(value)) throw mismatch(type);
  const own = collectionType(value);
  if (own !== undefined && sameType(own, type)) return value;
  const entries = sortedEntries(value);
  const element = elementType(
    entries.map(([, part]) => part),
    type,
    'map',
  );
  return mapOf(
    Object.fromEntries(entries.map(([name, part]) => [name, within(name, () => convert(part, element))])),
    element,
  );
}

/** The element type asked for, or the one that all elements convert to where any will do. */
function elementType(elements: readonly Value[], type: CollectionType, kind: string): Type {
  if (type.element !== 'any') return type.element;
  // Terraform finds no type for what is null without one beside structures; in a map it does.
  if (kind !== 'map' && elements.includes(null) && elements.some(isStructure))
    throw new ConversionError(
      `all ${kind} elements must have the same type, which null has not; leave it out`,
    );
  const common = unify(elements.map(typeOf));
  if (common === undefined) throw new ConversionError(`all ${kind} elements must have the same type`);
  return common;
}

function isStructure(element: Value): boolean {
  return typeof typeOf(element) === 'object';
}

function toTuple(value: Value, type: TupleType): Value {
  const isTuple = value !== null && isList(value) && collectionType(value) === undefined;
  if (!isTuple || value.length !== type.elements.length) throw mismatch(type);
  return withTypedNulls(
    value.map((part, index) => within(index, () => convert(part, type.elements[index] ?? 'any'))),
    (parts) => ({
      kind: 'tuple',
      elements: parts.map((part, index) => typeUnlessNull(part, type.elements[index] ?? 'any')),
    }),
  );
}

/** A null has no type of its own; what was converted says it for the null. */
function withTypedNulls<Converted extends readonly Value[] | ValueObject>(
  converted: Converted,
  type: (converted: Converted) => TupleType | ObjectType,
): Converted {
  return Object.values(converted).includes(null) ? typed(converted, type(converted)) : converted;
}

function typeUnlessNull(value: Value, wanted: Type): Type {
  return value === null ? bareType(wanted) : typeOf(value);
}

/** A type without what is said of attributes that may be left out: a value has them all. */
function bareType(type: Type): Type {
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'tuple':
      return { kind: 'tuple', elements: type.elements.map(bareType) };
    case 'object':
      return {
        kind: 'object',
        attributes: new Map([...type.attributes].map(([name, inner]) => [name, bareType(inner)])),
      };
    default:
      return { ...type, element: bareType(type.element) };
  }
}

function toObject(value: Value, type: ObjectType): Value {
  if (!isObject(value)) throw mismatch(type);
  const missing = [...type.attributes.keys()].filter(
    (name) => !Object.hasOwn(value, name) && type.optional?.has(name) !== true,
  );
  if (missing.length > 0) throw new ConversionError(missingAttributes(missing));
  const converted: ValueObject = Object.fromEntries(
    [...type.attributes].map(([name, wanted]) => {
      // A default also stands in for null: an optional attribute set to null counts as left out.
      const given = Object.hasOwn(value, name) ? (value[name] ?? null) : null;
      const part = given ?? type.optional?.get(name) ?? null;
      return [name, within(name, () => convert(part, wanted))];
    }),
  );
  return withTypedNulls(converted, (parts) => ({
    kind: 'object',
    attributes: new Map(
      [...type.attributes].map(([name, wanted]) => [name, typeUnlessNull(parts[name] ?? null, wanted)]),
    ),
  }));
}

function missingAttributes(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  const last = quoted.pop() ?? '';
  if (quoted.length === 0) return `attribute ${last} is required`;
  return `attributes ${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} and ${last} are required`;
}

function within<Result>(step: string | number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConversionError) throw new ConversionError(error.message, [step, ...error.path]);
    throw error;
  }
}

function mismatch(type: Type): ConversionError {
  return new ConversionError(`${describeType(type)} required`);
}

/** The message of a conversion error with the place it speaks of: `element "a": a number is required`. */
export function conversionMessage(error: ConversionError): string {
  const steps = error.path.map((step) =>
    typeof step === 'number' ? `element ${step}: ` : `attribute ${JSON.stringify(step)}: `,
  );
  return steps.join('') + error.message;
}

/** What a value is as text; undefined where it is none: null, unknown, or of parts. */
export function textOf(value: Value): string | undefined {
  const text = tryConvert(value, 'string');
  return typeof text === 'string' ? text : undefined;
}

/** The value as that type; undefined where it does not convert. */
export function tryConvert(value: Value, type: Type): Value | undefined {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) return undefined;
    throw error;
  }
}
