import { isObject, Value, ValueObject } from '@virtform/values';
import { compareIdentity } from '../compare/identity.js';
import { indexItems } from '../compare/item-index.js';
import type { Attribute, Attributes, ListAttribute, ScalarAttribute } from '../dsl.js';
import type { Condition, Step } from '../location.js';
import { plain, present } from '../plain.js';
import { isElement, XmlBuilder } from '../xml/element.js';
import { decodeObject, itemsOf } from './decode.js';
import { listOf, put, putItem, setText, textFor } from './encode.js';
import { append, find, holds, inOrder, isAt, Placing, reach, satisfy, told } from './navigate.js';

/** Makes an attribute say this and nothing else, as far as the schema knows it. */
export function replace(
  attribute: Attribute,
  value: Value,
  element: XmlBuilder,
  owner: Attributes,
  place: Placing,
): void {
  if (attribute.at === undefined) return;
  switch (attribute.kind) {
    case 'scalar':
      if (plain(value) === false && attribute.form.as !== 'plain') {
        clear(attribute, element, owner);
        return;
      }
      choose(attribute, element, owner, place);
      put(attribute, value, element, place);
      return;
    case 'object': {
      choose(attribute, element, owner, place);
      const own = reach(element, attribute.at.path, place);
      replaceAll(
        attribute.attributes,
        objectIn(value, attribute),
        own,
        placeWithin(attribute, place, attribute.attributes),
      );
      return;
    }
    case 'list':
      replaceItems(attribute, listOf(value, attribute), element, place);
  }
}

/** Makes the element of an object say this; what libvirt fills in by itself stays unless it is named. */
export function replaceAll(
  attributes: Attributes,
  value: ValueObject,
  element: XmlBuilder,
  place: Placing,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const part = present(value[name]);
    if (part !== undefined) replace(attribute, part, element, attributes, place);
    else if (attribute.filled !== true) clear(attribute, element, attributes, true);
  }
}

/** Elements that are known again keep what the schema does not know of them; the others go. */
function replaceItems(
  list: ListAttribute,
  wanted: readonly Value[],
  element: XmlBuilder,
  place: Placing,
): void {
  const items = itemsOf(list, element);
  const shape = list.element;
  const kept = new Set<XmlBuilder>();
  const same = shape === 'string' || list.identity.length === 0 ? undefined : sameItems(list, shape, items);
  wanted.forEach((value, index) => {
    const known = same === undefined ? items[index] : same(value).find((item) => !kept.has(item));
    if (known === undefined) {
      kept.add(putItem(list, value, element, place));
      return;
    }
    kept.add(known);
    if (shape === 'string') setText(known, textFor(value, list));
    else replaceAll(shape, objectIn(value, list), known, inOrder(shape));
    settle(list, known);
  });
  for (const item of items) if (!kept.has(item)) remove(list, element, item);
}

/** The elements that are what a value is by its identity, as the document has them before anything is changed. */
function sameItems(
  list: ListAttribute,
  shape: Attributes,
  items: readonly XmlBuilder[],
): (wanted: Value) => readonly XmlBuilder[] {
  const actual = items.map((item) => decodeObject(shape, item));
  const index = indexItems(list, actual);
  return (wanted) => {
    const value = objectIn(wanted, list);
    return index.mayBe(value).flatMap((place): readonly XmlBuilder[] => {
      const [item, is] = [items[place], actual[place]];
      if (item === undefined || is === undefined) return [];
      return compareIdentity(list, value, is) === 'same' ? [item] : [];
    });
  };
}

/** An element from which a branch was taken has the kind again that it has for want of another. */
export function settle(list: ListAttribute, item: XmlBuilder): void {
  for (const condition of list.initially) {
    if (told(condition, item) === undefined) {
      satisfy([condition], item, append);
    }
  }
}

/** Takes one element out of a list. */
export function remove(list: ListAttribute, element: XmlBuilder, item: XmlBuilder): void {
  const path = list.at?.path.slice(0, -1) ?? [];
  const siblings = find(element, path)?.children ?? [];
  const index = siblings.indexOf(item);
  if (index >= 0) siblings.splice(index, 1);
  prune(element, path);
}

/** Makes an attribute's branch the one that is set; what another branch had said goes. */
export function choose(attribute: Attribute, element: XmlBuilder, owner: Attributes, place: Placing): void {
  for (const condition of attribute.when) {
    if (told(condition, element) === condition.value) continue;
    for (const other of Object.values(owner)) {
      if (other !== attribute && other.when.some((its) => sameSwitch(its, condition)))
        clear(other, element, owner);
    }
  }
  satisfy(attribute.when, element, place);
}

function sameSwitch(left: Condition, right: Condition): boolean {
  return left.attribute === right.attribute && isSamePath(left.path, right.path);
}

function isSamePath(left: readonly Step[], right: readonly Step[]): boolean {
  return left.length === right.length && left.every((step, index) => step.name === right[index]?.name);
}

/** Takes out what an attribute says, on request all but what libvirt fills in; elements that then say nothing go with it. */
export function clear(
  attribute: Attribute,
  element: XmlBuilder,
  owner: Attributes,
  keepFilled = false,
): void {
  const { at } = attribute;
  if (at === undefined || !holds(attribute.when, element)) return;
  switch (attribute.kind) {
    case 'scalar':
      clearScalar(attribute, element);
      break;
    case 'object': {
      const own = find(element, at.path);
      if (own === undefined) return;
      // A branch goes as a whole; what was filled in belongs to it.
      const keep = keepFilled && attribute.when.length === 0;
      for (const inner of Object.values(attribute.attributes)) {
        if (!keep || inner.filled !== true) clear(inner, own, attribute.attributes, keep);
      }
      prune(element, at.path);
      break;
    }
    case 'list':
      for (const item of itemsOf(attribute, element)) remove(attribute, element, item);
  }
  for (const condition of attribute.when) {
    // A namespace that is declared may be in use elsewhere.
    if (condition.value === undefined || condition.attribute.startsWith('xmlns')) continue;
    if (isSaidApart(condition, owner)) continue;
    find(element, condition.path)?.attributes.delete(condition.attribute);
    prune(element, condition.path);
  }
}

/** Whether an attribute of its own says which branch is set: the type of a controller is not that of its settings alone. */
function isSaidApart(condition: Condition, owner: Attributes): boolean {
  return Object.values(owner).some(
    ({ kind, at }) =>
      kind === 'scalar' && at?.attribute === condition.attribute && isSamePath(at.path, condition.path),
  );
}

function clearScalar(attribute: ScalarAttribute, element: XmlBuilder): void {
  const { at, form } = attribute;
  const own = at === undefined ? undefined : find(element, at.path);
  if (at === undefined || own === undefined || form.as === 'branch') return;
  if (form.as === 'presence' || form.as === 'inner-xml' || form.as === 'xml') {
    own.children.splice(0);
    own.attributes.clear();
  } else if (at.attribute !== undefined) {
    own.attributes.delete(at.attribute);
  } else {
    setText(own, '');
    // An amount without a number but with a unit is refused by libvirt.
    if (attribute.meaning?.as === 'size') own.attributes.delete('unit');
  }
  prune(element, at.path);
}

/** Takes out elements at the end of a path that say nothing any more. */
export function prune(element: XmlBuilder, path: readonly Step[]): void {
  const step = path.at(-1);
  const own = find(element, path);
  // libvirt writes an empty element with a line of its own for its end.
  const isBlank = own?.children.every((child) => typeof child === 'string' && child.trim() === '');
  if (step === undefined || own === undefined || isBlank !== true) return;
  const telling = [...own.attributes.keys()].some((name) => name !== step.where?.attribute);
  if (telling) return;
  const above = path.slice(0, -1);
  const siblings = find(element, above)?.children ?? [];
  const index = siblings.findIndex((child) => isElement(child) && isAt(child, step));
  if (index >= 0) siblings.splice(index, 1);
  prune(element, above);
}

/** Where the elements of an object go: one without an element of its own keeps to its parent. */
export function placeWithin(attribute: Attribute, place: Placing, attributes: Attributes): Placing {
  return attribute.kind === 'object' && attribute.at?.path.length === 0 ? place : place.within(attributes);
}

/** The value of an attribute that is an object. */
export function objectIn(value: Value, attribute: Attribute): ValueObject {
  const bare = plain(value);
  if (!isObject(bare)) throw new TypeError(`expected an object: ${attribute.description}`);
  return bare;
}
