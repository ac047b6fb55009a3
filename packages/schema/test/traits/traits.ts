import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import {
  attributeAt,
  attributesOf,
  type Attribute,
  type Attributes,
  type ResourceSchema,
} from '../../src/index';
import type { Condition } from '../../src/location';
import { bases, grounds, settings, type Ground } from './bases';
import { BESIDE, OBJECTS, WITHOUT } from './needs';
import { byPlace, scalarValues, type Names } from './values';

/** One thing that can be said of a guest: an attribute with a value. */
export interface Trait {
  /** Names on the way to the attribute; lists add no step of their own. */
  readonly names: Names;
  readonly value: Value;
}

/** A trait in a guest that holds it and little else. */
export interface Trial {
  readonly trait: Trait;
  readonly ground: Ground;
  readonly beginning: Beginning;
  readonly guest: ValueObject;
  /** The same without it. */
  readonly without: ValueObject;
}

/**
 * Every trait of a schema: each value of each attribute that is XML and may be set, and each object that says nothing. What
 * recurs in one kind of device (the source of a disk is that of the image below it too) is told where it comes first.
 */
export function traitsOf(schema: ResourceSchema): readonly Trait[] {
  const found: Trait[] = [];
  const seen = new Map<string, Set<Attribute>>();
  const isNew = (attribute: Attribute, names: Names): boolean => {
    const part = names.slice(0, names[0] === 'devices' ? 2 : 1).join('.');
    const known = seen.get(part) ?? new Set();
    seen.set(part, known);
    if (known.has(attribute)) return false;
    known.add(attribute);
    return true;
  };
  const visit = (attributes: Attributes, above: Names): void => {
    for (const [name, attribute] of Object.entries(attributes)) {
      const names = [...above, name];
      if (!isSettable(attribute) || !isNew(attribute, names)) continue;
      found.push(...valuesFor(attribute, names).map((value) => ({ names, value })));
      const inner = attributesOf(attribute);
      if (inner !== undefined) visit(inner, names);
    }
  };
  visit(schema.attributes, []);
  return found;
}

/** Whether a program may set it, here and on QEMU. */
export function isSettable({ at, presence, refused, runtime, hypervisors }: Attribute): boolean {
  return (
    at !== undefined &&
    presence !== 'read-only' &&
    refused === undefined &&
    runtime !== true &&
    (hypervisors === undefined || hypervisors.includes('qemu'))
  );
}

function valuesFor(attribute: Attribute, names: Names): readonly Value[] {
  switch (attribute.kind) {
    case 'scalar':
      return scalarValues(attribute, names);
    case 'object':
      return attribute.at?.path.length === 0 || hasRequired(attribute.attributes) ? [] : [{}];
    case 'list':
      return attribute.element === 'string' ? [['one', 'two']] : [];
  }
}

/** Beginnings that are tried in all guests before the others in some. */
const FEW = 3;

function hasRequired(attributes: Attributes): boolean {
  return Object.values(attributes).some(({ presence }) => presence === 'required');
}

/** The guests in which a trait may stand, the likeliest first. */
export function* trialsOf(schema: ResourceSchema, trait: Trait): Generator<Trial> {
  const beginnings = beginningsOf(schema, trait.names);
  const tries = [
    ...grounds.map((ground) => ({ ground, those: beginnings.slice(0, FEW) })),
    ...grounds
      .filter(({ takesAll }) => takesAll === true)
      .map((ground) => ({ ground, those: beginnings.slice(FEW) })),
  ];
  for (const { ground, those } of tries) {
    for (const beginning of those) {
      const { depth, value } = beginning;
      const guest = put(schema.attributes, ground.guest, trait, depth, value);
      const names = trait.names.slice(0, depth + 1);
      const begun = isListAt(schema, names) ? [value ?? {}] : (value ?? {});
      const without =
        value === undefined ? ground.guest : putTrait(schema, ground.guest, { names, value: begun });
      yield { trait, ground, beginning, guest, without };
    }
  }
}

/** What stands at the first list or known object on the way to a trait before the trait is added, and how deep that is. */
export interface Beginning {
  readonly depth: number;
  readonly value: ValueObject | undefined;
}

function beginningsOf(schema: ResourceSchema, names: Names): readonly Beginning[] {
  let attributes: Attributes | undefined = schema.attributes;
  for (const [index, name] of names.entries()) {
    const attribute: Attribute | undefined = attributes?.[name];
    if (attribute === undefined || index === names.length - 1) break;
    attributes = attributesOf(attribute);
    const key = names.slice(0, index + 1).join('.');
    if (attribute.kind === 'list' || settings[key] !== undefined) {
      const known = (attribute.kind === 'list' ? bases[key] : settings[key]) ?? [undefined];
      return nearestFirst(known, names.slice(index + 1)).map((value) => ({ depth: index, value }));
    }
  }
  return [{ depth: -1, value: undefined }];
}

/** Those that go furthest towards an attribute first. */
function nearestFirst(
  values: readonly (ValueObject | undefined)[],
  names: Names,
): readonly (ValueObject | undefined)[] {
  const reach = (value: Value | undefined, rest: Names): number => {
    const [name, ...further] = rest;
    if (name === undefined || value === undefined) return 0;
    const own = isList(value) ? value[0] : value;
    if (own === undefined || !isObject(own) || own[name] === undefined) return 0;
    return 1 + reach(own[name], further);
  };
  return values
    .map((value, index) => ({ value, index, far: reach(value, names) }))
    .sort((left, right) => right.far - left.far || left.index - right.index)
    .map(({ value }) => value);
}

function isListAt(schema: ResourceSchema, names: Names): boolean {
  return attributeAt(schema, names)?.kind === 'list';
}

/** With a trait put in, what it excludes taken out, and what it needs beside it given. */
export function putTrait(
  { attributes }: { readonly attributes: Attributes },
  into: ValueObject,
  trait: Trait,
): ValueObject {
  return put(attributes, into, trait, -1, undefined);
}

/** A guest with a trait put in; `beginning` is what stands at `depth` on the way before. */
function put(
  attributes: Attributes,
  into: ValueObject,
  { names, value }: Trait,
  depth: number,
  beginning: ValueObject | undefined,
  index = 0,
): ValueObject {
  const name = names[index] ?? '';
  const attribute = attributes[name];
  if (attribute === undefined) throw new TypeError(`no attribute ${names.join('.')}`);
  const inner = attributesOf(attribute);
  const there = into[name];
  const here = names.slice(0, index + 1);
  const barred = byPlace(WITHOUT, here) ?? [];
  const cleared = withAmount(
    attributes,
    Object.fromEntries(
      Object.entries({ ...withoutRivals(attributes, into, attribute), ...byPlace(BESIDE, here) }).filter(
        ([other]) => !barred.includes(other),
      ),
    ),
    attribute,
    here,
  );
  const within = (shape: Attributes, from: Value | undefined): ValueObject => {
    const known = from !== undefined && isObject(from) ? from : undefined;
    const own = (index === depth ? beginning : known) ?? byPlace(OBJECTS, names.slice(0, index + 1)) ?? {};
    return put(shape, own, { names, value }, depth, beginning, index + 1);
  };
  const part =
    index === names.length - 1 || inner === undefined
      ? // An object that says nothing leaves what is said in it.
        saysNothing(value) && there !== undefined && isObject(there)
        ? there
        : value
      : attribute.kind === 'list'
        ? [
            within(inner, there !== undefined && isList(there) ? there[0] : undefined),
            ...(there !== undefined && isList(there) && index !== depth ? there.slice(1) : []),
          ]
        : within(inner, there);
  return completed(attributes, { ...cleared, [name]: part }, names.slice(0, index));
}

function saysNothing(value: Value): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** A unit says nothing without its amount. */
function withAmount(
  attributes: Attributes,
  value: ValueObject,
  { meaning }: Attribute,
  names: Names,
): ValueObject {
  const amount = meaning?.as === 'unit-of' ? meaning.amount : undefined;
  const attribute = amount === undefined ? undefined : attributes[amount];
  if (amount === undefined || attribute === undefined || value[amount] !== undefined) return value;
  return { ...value, [amount]: least(attribute, [...names.slice(0, -1), amount]) };
}

/** Takes out what would choose another branch. */
export function withoutRivals(attributes: Attributes, value: ValueObject, chosen: Attribute): ValueObject {
  const wanted = new Map(chosen.when.map((condition) => [switchOf(condition), condition.value]));
  if (wanted.size === 0) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => {
      const other = attributes[name];
      return (
        other === undefined ||
        other.when.every(
          (condition) =>
            !wanted.has(switchOf(condition)) || wanted.get(switchOf(condition)) === condition.value,
        )
      );
    }),
  );
}

function switchOf({ path, attribute }: Condition): string {
  return `${path.map((step) => step.name).join('/')}@${attribute}`;
}

/** With what has to be given and is not. */
function completed(attributes: Attributes, value: ValueObject, names: Names): ValueObject {
  const missing = Object.entries(attributes).flatMap(([name, attribute]): (readonly [string, Value])[] => {
    if (attribute.presence !== 'required' || value[name] !== undefined) return [];
    return [[name, least(attribute, [...names, name])]];
  });
  return { ...value, ...Object.fromEntries(missing) };
}

function least(attribute: Attribute, names: Names): Value {
  switch (attribute.kind) {
    case 'scalar':
      return scalarValues(attribute, names)[0] ?? '';
    case 'object':
      return completed(attribute.attributes, {}, names);
    case 'list':
      return attribute.element === 'string' ? ['one'] : [completed(attribute.element, {}, names)];
  }
}

/** Whether a guest can have an attribute here: nothing on the way is newer than libvirt 9.0, or said to be out of reach. */
export function isReachable(schema: ResourceSchema, names: Names): boolean {
  return names.every((_name, index) => {
    const { since } = attributeAt(schema, names.slice(0, index + 1)) ?? {};
    return since === undefined || !isNewer(since);
  });
}

function isNewer(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 9 || (major === 9 && minor > 0);
}
