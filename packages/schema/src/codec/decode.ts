import { isObject, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from '../dsl.js';
import { isElement, textOf, XmlBuilder, XmlElement } from '../xml/element.js';
import { writeXmlFragment } from '../xml/write.js';
import { find, holds, isAt } from './navigate.js';

/**
 * What an element says, in the words of the schema. What is not in the XML is not in the result; what the schema does not know
 * stays behind (see `applyEdits` for changes that keep it).
 */
export function decode(schema: ResourceSchema, element: XmlElement): ValueObject {
  return decodeObject(schema.attributes, element);
}

/** The same for the element of an object or of a list's item: one disk, say. */
export function decodeObject(attributes: Attributes, element: XmlElement): ValueObject {
  const result: Record<string, Value> = {};
  const there = childNames(element);
  for (const { name, attribute, child } of membersOf(attributes)) {
    if (child !== undefined && !there.has(child)) continue;
    const value = decodeAttribute(attribute, element);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** An attribute, and the child element without which it is not set. */
interface Member {
  readonly name: string;
  readonly attribute: Attribute;
  readonly child: string | undefined;
}

const members = new WeakMap<Attributes, readonly Member[]>();

/** A device may say a hundred things, and says ten: what it does not say is passed over by the names of its child elements. */
function membersOf(attributes: Attributes): readonly Member[] {
  const known = members.get(attributes);
  if (known !== undefined) return known;
  const made = Object.entries(attributes).map(([name, attribute]) => {
    const first = attribute.at?.path[0];
    return { name, attribute, child: first?.others === undefined ? first?.name : undefined };
  });
  members.set(attributes, made);
  return made;
}

const NONE: ReadonlySet<string> = new Set();

function childNames({ children }: XmlElement): ReadonlySet<string> {
  if (children.length === 0) return NONE;
  const names = new Set<string>();
  for (const child of children) if (isElement(child)) names.add(child.name);
  return names;
}

/** What the element of the parent says about one attribute. */
function decodeAttribute(attribute: Attribute, element: XmlElement): Value | undefined {
  if (attribute.at === undefined) return undefined;
  if (attribute.when.length > 0 && !holds(attribute.when, element)) return undefined;
  switch (attribute.kind) {
    case 'scalar':
      return decodeScalar(attribute, element);
    case 'object': {
      const own = find(element, attribute.at.path);
      if (own === undefined) return undefined;
      const value = decodeObject(attribute.attributes, own);
      return own !== element || isChosen(attribute) || Object.keys(value).length > 0 ? value : undefined;
    }
    case 'list':
      return decodeList(attribute, element);
  }
}

/** A branch is there when its conditions hold, even with nothing in it; one that only wants an attribute missing is not. */
function isChosen(attribute: Attribute): boolean {
  return attribute.when.some((condition) => condition.value !== undefined);
}

function decodeList(attribute: ListAttribute, element: XmlElement): Value | undefined {
  const items = itemsOf(attribute, element);
  if (items.length === 0) return undefined;
  const shape = attribute.element;
  return shape === 'string' ? items.map(textOf) : items.map((item) => decodeItem(attribute, shape, item));
}

/** An element of a list. The kind that it has for want of another is not told: nobody chose it. */
function decodeItem(list: ListAttribute, shape: Attributes, item: XmlElement): ValueObject {
  const value = decodeObject(shape, item);
  if (list.initially.length === 0 || !holds(list.initially, item)) return value;
  const told = Object.entries(value).flatMap(([name, part]): readonly (readonly [string, Value])[] => {
    const attribute = shape[name];
    if (attribute?.kind !== 'object' || attribute.at?.path.length !== 0 || !isObject(part))
      return [[name, part]];
    const branches = Object.entries(part).filter(
      ([branch, content]) =>
        !(isObject(content) && isEmpty(content) && isInitial(list, attribute.attributes[branch])),
    );
    return branches.length === 0 ? [] : [[name, Object.fromEntries(branches)]];
  });
  return Object.fromEntries(told);
}

function isEmpty(value: ValueObject): boolean {
  return Object.keys(value).length === 0;
}

function isInitial(list: ListAttribute, branch: Attribute | undefined): boolean {
  return list.initially.every((condition) =>
    branch?.when.some(
      ({ attribute, value }) => attribute === condition.attribute && value === condition.value,
    ),
  );
}

/** The elements of a list, in document order. */
export function itemsOf(attribute: ListAttribute, element: XmlBuilder): readonly XmlBuilder[];
export function itemsOf(attribute: ListAttribute, element: XmlElement): readonly XmlElement[];
export function itemsOf(attribute: ListAttribute, element: XmlElement): readonly XmlElement[] {
  const path = attribute.at?.path ?? [];
  const last = path.at(-1);
  if (last === undefined) return [];
  const parent = path.length === 1 ? element : find(element, path.slice(0, -1));
  if (parent === undefined) return [];
  return parent.children.filter((child): child is XmlElement => isElement(child) && isAt(child, last));
}

function decodeScalar(attribute: ScalarAttribute, element: XmlElement): Value | undefined {
  const { at, form } = attribute;
  if (form.as === 'branch') return true;
  const own = at === undefined ? undefined : find(element, at.path);
  if (at === undefined || own === undefined) return undefined;
  if (form.as === 'presence') return true;
  if (form.as === 'xml') return writeXmlFragment([own]);
  if (form.as === 'inner-xml') return own.children.length === 0 ? undefined : writeXmlFragment(own.children);
  if (at.attribute !== undefined) return readScalar(attribute.type, own.attributes.get(at.attribute));
  const text = textOf(own);
  return text === '' ? undefined : readScalar(attribute.type, text);
}

const NUMBER = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)\s*$/;
const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  true: true,
  no: false,
  off: false,
  false: false,
};

function readScalar(type: ScalarAttribute['type'], text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  switch (type) {
    case 'string':
      return text;
    case 'bool':
      return BOOLEANS[text];
    case 'number':
      return readNumber(text);
    case 'dynamic':
      return undefined;
  }
}

/** A whole number, decimal or hexadecimal; a bigint where a number would lose digits. undefined for anything else. */
function readNumber(text: string): number | bigint | undefined {
  const [, sign, digits] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return sign === '-' ? -BigInt(digits) : BigInt(digits);
  return sign === '-' && value !== 0 ? -value : value;
}
