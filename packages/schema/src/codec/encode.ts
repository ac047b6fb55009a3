import { isObject, isUnknown, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from '../dsl.js';
import { build, isElement, thaw, thawNode, XmlBuilder, XmlElement } from '../xml/element.js';
import { parseXmlFragment } from '../xml/parse.js';
import { isIdle, isLeft } from '../idle.js';
import { elementsOf, plain, present } from '../plain.js';
import { append, make, Placing, reach, satisfy, setAttribute } from './navigate.js';

/**
 * The XML that says a value, elements in the order in which libvirt's schemas want them. Null counts as absent. What is not
 * XML (`running`, `create`) is left out. The value has to conform to the schema.
 *
 * @throws TypeError where the schema has no XML element, and where the value holds unknown parts or what `conform` would refuse
 * @throws XmlError for a text that XML cannot carry
 */
export function encode(schema: ResourceSchema, value: ValueObject): XmlElement {
  if (schema.root === undefined) throw new TypeError(`${schema.type} is nothing that is written as XML`);
  return encodeObject(schema.attributes, value, schema.root);
}

/** The same for an object or a list's item that has an element of its own: one disk for a hot-plug, say. */
export function encodeObject(attributes: Attributes, value: ValueObject, name: string): XmlElement {
  const element = build(name);
  putAll(attributes, value, element, append, value);
  return element;
}

/**
 * Writes every attribute of a value into the element of its object.
 *
 * @param around the element of a list that they lie in, or the whole object; undefined: not known
 */
function putAll(
  attributes: Attributes,
  value: ValueObject,
  element: XmlBuilder,
  place: Placing,
  around: ValueObject | undefined,
): void {
  for (const name in attributes) {
    const attribute = attributes[name];
    const part = present(value[name]);
    if (attribute !== undefined && part !== undefined) put(attribute, part, element, place, around, value);
  }
}

/** Writes one attribute into the element of its object. */
export function put(
  attribute: Attribute,
  value: Value,
  element: XmlBuilder,
  place: Placing,
  around?: ValueObject,
  beside?: ValueObject,
): void {
  if (attribute.at === undefined || isLeft(attribute, value)) return;
  if (around !== undefined && attribute.filled !== true && isIdle(attribute, around, beside)) return;
  switch (attribute.kind) {
    case 'scalar':
      putScalar(attribute, value, element, place);
      return;
    case 'object':
      satisfy(attribute.when, element, place);
      putAll(
        attribute.attributes,
        objectOf(value, attribute),
        reach(element, attribute.at.path, place),
        attribute.at.path.length === 0 ? place : place.within(attribute.attributes),
        around,
      );
      return;
    case 'list':
      for (const item of listOf(value, attribute)) putItem(attribute, item, element, place);
  }
}

/** Adds one element to a list, behind those that are there; returns it. */
export function putItem(
  attribute: ListAttribute,
  value: Value,
  element: XmlBuilder,
  place: Placing,
): XmlBuilder {
  const path = attribute.at?.path ?? [];
  const step = path.at(-1);
  if (step === undefined)
    throw new TypeError(`a list without an element of its own: ${attribute.description}`);
  satisfy(attribute.when, element, place);
  const parent = reach(element, path.slice(0, -1), place);
  const item = make(step);
  satisfy(attribute.initially, item, append);
  if (attribute.element === 'string') setText(item, textFor(value, attribute));
  else {
    const device = objectOf(value, attribute);
    putAll(attribute.element, device, item, append, device);
  }
  (parent === element ? place : append).add(parent, item);
  return item;
}

function putScalar(attribute: ScalarAttribute, value: Value, element: XmlBuilder, place: Placing): void {
  const { at, form } = attribute;
  if (at === undefined) return;
  switch (form.as) {
    case 'branch':
      if (plain(value) === true) satisfy(attribute.when, element, place);
      return;
    case 'presence':
      if (plain(value) !== true) return;
      satisfy(attribute.when, element, place);
      reach(element, at.path, place);
      return;
    case 'inner-xml': {
      const target = reach(element, at.path, place);
      const nodes = parseXmlFragment(textFor(value, attribute));
      target.children.splice(0, target.children.length, ...nodes.map(thawNode));
      return;
    }
    case 'xml': {
      const target = reach(element, at.path, place);
      const [node] = parseXmlFragment(textFor(value, attribute));
      if (node === undefined || !isElement(node) || node.name !== target.name) {
        throw new TypeError(`expected XML of an element <${target.name}>: ${attribute.description}`);
      }
      const { attributes, children } = thaw(node);
      target.attributes.clear();
      for (const [name, text] of attributes) target.attributes.set(name, text);
      target.children.splice(0, target.children.length, ...children);
      return;
    }
    case 'plain':
    case 'hexadecimal': {
      const text = textFor(value, attribute);
      // To Terraform's provider an empty text is no text, and libvirt has few places where it means anything.
      if (text === '' && attribute.presence !== 'required') return;
      satisfy(attribute.when, element, place);
      const target = reach(element, at.path, place);
      if (at.attribute === undefined) setText(target, text);
      else setAttribute(target, at.attribute, text);
    }
  }
}

/** Replaces the text of an element; its child elements stay. */
export function setText(element: XmlBuilder, text: string): void {
  const elements = element.children.filter((child) => isElement(child));
  element.children.splice(0, element.children.length, ...(text === '' ? [] : [text]), ...elements);
}

/** A scalar as it is written. */
export function textFor(value: Value, attribute: ScalarAttribute | ListAttribute): string {
  const bare = plain(value);
  switch (typeof bare) {
    case 'string':
      return bare;
    case 'boolean':
      if (attribute.kind === 'scalar' && attribute.form.as === 'plain' && attribute.form.isSwitched === true)
        return bare ? 'on' : 'off';
      return bare ? 'yes' : 'no';
    case 'number':
    case 'bigint':
      return attribute.kind === 'scalar' && attribute.form.as === 'hexadecimal' && bare >= 0
        ? `0x${bare.toString(16).padStart(attribute.form.digits, '0')}`
        : bare.toString();
    default:
      throw mismatch(value, attribute);
  }
}

function objectOf(value: Value, attribute: Attribute): ValueObject {
  const bare = plain(value);
  if (!isObject(bare)) throw mismatch(value, attribute);
  return bare;
}

/** The elements of a list or a set. */
export function listOf(value: Value, attribute: Attribute): readonly Value[] {
  const elements = elementsOf(value);
  if (elements === undefined) throw mismatch(value, attribute);
  return elements;
}

function mismatch(value: Value, attribute: Attribute): TypeError {
  const what = isUnknown(value)
    ? 'a value that is not known yet'
    : `a value of another type (${typeof value})`;
  return new TypeError(
    `${what} cannot be written as XML; expected ${attribute.kind}: ${attribute.description}`,
  );
}
