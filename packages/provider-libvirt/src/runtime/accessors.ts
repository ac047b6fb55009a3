import type { Attribute, Attributes } from '@virtform/schema';
import { Fn, type IInterpolatingParent, type IResolvable } from 'cdktf';
import { capitalize, type Holder, propertyName } from './names.js';

/** Where the values of a holder stand. A symbol, so that no attribute can be named like it. */
export const VALUES = Symbol('values');

/** What holds what the program said. */
export interface Valued {
  /** By property; undefined where it said nothing, a token where it gave one for the whole. */
  [VALUES]: unknown;
}

/** What attributes are read from and written to: a resource, or a reference to an object within one. */
export interface ValueHolder extends Valued, IInterpolatingParent {
  getStringAttribute(name: string): string;
  getNumberAttribute(name: string): number;
  getBooleanAttribute(name: string): IResolvable;
  getListAttribute(name: string): string[];
}

/** An attribute with attributes of its own: an object, or a list of them. */
function isNested(attribute: Attribute): boolean {
  return attribute.kind === 'object' || (attribute.kind === 'list' && attribute.element !== 'string');
}

/** Makes the reference that stands for an object or a list within a holder. */
export type MakeReference = (
  holder: ValueHolder,
  name: string,
  property: string,
  attribute: Attribute,
) => unknown;

/** What the program said of one property. */
export function valueOf(holder: Valued, property: string): unknown {
  const values = holder[VALUES];
  return typeof values === 'object' && values !== null && Object.hasOwn(values, property)
    ? (values as Readonly<Record<string, unknown>>)[property]
    : undefined;
}

/** Says something else of one property; undefined takes it back. The configuration that the program gave stays as it is. */
export function setValue(holder: Valued, property: string, value: unknown): void {
  holder[VALUES] = { ...(holder[VALUES] ?? {}), [property]: value };
}

/**
 * Gives a class what a prebuilt provider's has: for an attribute `x` a getter that refers to the value after apply, a setter or
 * `putX`, `resetX` where it may be left out, and `xInput`, what the program said.
 */
export function defineAccessors(
  prototype: object,
  attributes: Attributes,
  holder: Holder,
  makeReference: MakeReference,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const property = propertyName(name, holder);
    const writable = attribute.presence !== 'read-only';
    const nested = isNested(attribute);
    const get = nested
      ? referenceGetter(name, property, attribute, makeReference)
      : tokenGetter(name, tokenType(attribute));
    const set = writable && !nested ? { set: setter(property) } : {};
    Object.defineProperty(prototype, property, { configurable: true, enumerable: true, get, ...set });
    if (!writable) continue;
    const methods: PropertyDescriptorMap = {
      [`${property}Input`]: {
        configurable: true,
        get(this: ValueHolder) {
          return valueOf(this, property);
        },
      },
    };
    if (nested) methods[`put${capitalize(property)}`] = { configurable: true, value: setter(property) };
    if (attribute.presence === 'optional') {
      methods[`reset${capitalize(property)}`] = {
        configurable: true,
        value(this: ValueHolder) {
          setValue(this, property, undefined);
        },
      };
    }
    Object.defineProperties(prototype, methods);
  }
}

function setter(property: string) {
  return function (this: Valued, value: unknown): void {
    setValue(this, property, value);
  };
}

/** How a value that is known after apply stands in the program, by its type. */
const TOKENS = {
  string: (holder: ValueHolder, name: string): unknown => holder.getStringAttribute(name),
  number: (holder: ValueHolder, name: string): unknown => holder.getNumberAttribute(name),
  bool: (holder: ValueHolder, name: string): unknown => holder.getBooleanAttribute(name),
  dynamic: (holder: ValueHolder, name: string): unknown => holder.interpolationForAttribute(name),
  list: (holder: ValueHolder, name: string): unknown => holder.getListAttribute(name),
  // Terraform has no place in a set by which an element could be asked for.
  set: (holder: ValueHolder, name: string): unknown => Fn.tolist(holder.getListAttribute(name)),
};

type TokenType = keyof typeof TOKENS;

function tokenType(attribute: Attribute): TokenType {
  if (attribute.kind === 'scalar') return attribute.type;
  return attribute.unordered ? 'set' : 'list';
}

function tokenGetter(name: string, type: TokenType) {
  return function (this: ValueHolder): unknown {
    return TOKENS[type](this, name);
  };
}

/** References are made when they are asked for, once a holder: most of a domain's 1,173 objects nobody refers to. */
function referenceGetter(name: string, property: string, attribute: Attribute, makeReference: MakeReference) {
  const made = new WeakMap<ValueHolder, unknown>();
  return function (this: ValueHolder): unknown {
    const known = made.get(this);
    if (known !== undefined) return known;
    const reference = makeReference(this, name, property, attribute);
    made.set(this, reference);
    return reference;
  };
}
