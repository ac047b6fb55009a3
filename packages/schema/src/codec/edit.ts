import { formatPath, isObject, Json, JsonObject, Value, ValueObject } from '@virtform/values';
import { compareIdentity, matchesPart } from '../compare/match.js';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from '../dsl.js';
import type { Condition, Step } from '../location.js';
import { plain, present } from '../plain.js';
import { thaw, XmlBuilder, XmlElement, XmlNode } from '../xml/element.js';
import { parseXmlFragment } from '../xml/parse.js';
import { decodeObject, itemsOf } from './decode.js';
import { listOf, put, putItem, setText, textFor } from './encode.js';
import { find, holds, inOrder, isAt, Placing, reach, satisfy } from './navigate.js';

/** A step on the way to what is edited: a name; the place of a list's element, or what it is known by; `'+'`: a new one at the end. */
export type EditStep = string | number | { readonly identity: JsonObject };

/** The way to what is edited: `['devices', 'disks', {identity: {target: {dev: 'vdb'}}}, 'driver', 'cache']`. */
export type EditPath = readonly EditStep[];

/** One thing to set, or, with undefined or null, to take out. It is plain data, so that a step of a plan can hold it; unknown
 * parts have to be known by the time it is applied. */
export interface Edit {
  readonly path: EditPath;
  readonly value: Value | undefined;
  /** What was there by our own doing. It matters for `metadata.xml` alone: only those elements are taken out again. */
  readonly before?: Value | undefined;
}

/** An edit that does not fit the document. */
export class EditError extends Error {
  constructor(
    message: string,
    readonly path: EditPath,
  ) {
    super(`${message} (at ${formatEditPath(path)})`);
    this.name = 'EditError';
  }
}

/** An edit path as people write it: `devices.disks[target.dev=vdb].driver`. */
export function formatEditPath(path: EditPath): string {
  const leaves = (value: Json, at: string): readonly string[] =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, at === '' ? name : `${at}.${name}`))
      : [`${at}=${String(value)}`];
  return path
    .map((step, index) => {
      if (typeof step === 'object') return `[${leaves(step.identity, '').join(',')}]`;
      return step === '+'
        ? '[+]'
        : `${typeof step === 'string' && index > 0 ? '.' : ''}${formatPath([step])}`;
    })
    .join('');
}

/**
 * A document of libvirt's with single things set or taken out, and everything else as it was: elements that the schema does not
 * know, UUIDs, MACs, aliases, addresses, foreign namespaces, at their places.
 *
 * Setting an object or a list replaces what the schema knows of it; what libvirt fills in by itself stays unless it is named.
 * Setting a branch (`source.volume`) takes out the branch that was set before. Setting a size without its unit takes out the
 * unit, so that the number counts in libvirt's default one. Taking out an element of a list takes out all of it.
 *
 * @throws EditError when a path leads nowhere: an attribute that is not known, an element that is not in the document
 */
export function applyEdits(schema: ResourceSchema, element: XmlElement, edits: readonly Edit[]): XmlElement {
  return editObject(schema.attributes, element, edits);
}

/** The same for the element of an object or of a list's item. */
export function editObject(attributes: Attributes, element: XmlElement, edits: readonly Edit[]): XmlElement {
  const root = thaw(element);
  const named = new Set(edits.map((edit) => JSON.stringify(edit.path)));
  const place = inOrder(attributes);
  for (const edit of edits) {
    const attribute = editAt(attributes, root, edit, 0, place);
    const unit = attribute?.meaning?.as === 'size' ? attribute.meaning.unit : undefined;
    if (unit === undefined || edit.value === undefined) continue;
    const path = [...edit.path.slice(0, -1), unit];
    if (!named.has(JSON.stringify(path))) editAt(attributes, root, { path, value: undefined }, 0, place);
  }
  return root;
}

/** Carries out one edit, and says which attribute it was about. */
function editAt(
  attributes: Attributes,
  element: XmlBuilder,
  edit: Edit,
  depth: number,
  place: Placing,
): Attribute | undefined {
  const name = edit.path[depth];
  const attribute = typeof name === 'string' ? attributes[name] : undefined;
  if (attribute === undefined) throw new EditError('no such attribute', edit.path);
  const value = edit.value === null ? undefined : edit.value;
  if (depth === edit.path.length - 1) {
    if (attribute.kind === 'scalar' && attribute.form.as === 'inner-xml')
      mergeInner(attribute, element, edit, place);
    else if (value === undefined) clear(attribute, element);
    else replace(attribute, value, element, attributes, place);
    return attribute;
  }
  if (attribute.at === undefined) return attribute;
  switch (attribute.kind) {
    case 'scalar':
      throw new EditError('the path leads into a single value', edit.path);
    case 'object': {
      if (value === undefined && !holds(attribute.when, element)) return attribute;
      if (value !== undefined) choose(attribute, element, attributes, place);
      const own =
        value === undefined ? find(element, attribute.at.path) : reach(element, attribute.at.path, place);
      if (own === undefined) return attribute;
      return editAt(
        attribute.attributes,
        own,
        edit,
        depth + 1,
        placeWithin(attribute, place, attribute.attributes),
      );
    }
    case 'list':
      return editItem(attribute, element, edit, depth + 1, place);
  }
}

function placeWithin(attribute: Attribute, place: Placing, attributes: Attributes): Placing {
  return attribute.kind === 'object' && attribute.at?.path.length === 0 ? place : place.within(attributes);
}

function editItem(
  list: ListAttribute,
  element: XmlBuilder,
  edit: Edit,
  depth: number,
  place: Placing,
): Attribute {
  const step = edit.path[depth];
  const last = depth === edit.path.length - 1;
  const value = edit.value === null ? undefined : edit.value;
  if (step === '+') {
    if (!last || value === undefined)
      throw new EditError('a new element has to be given as a whole', edit.path);
    putItem(list, value, element, place);
    return list;
  }
  const item = itemAt(list, element, step);
  if (item === undefined) {
    // What is to be taken out and is gone already is as it should be.
    if (value === undefined) return list;
    throw new EditError('the document has no such element', edit.path);
  }
  if (last) {
    if (value === undefined) remove(list, element, item);
    else if (list.element === 'string') setText(item, textFor(value, list));
    else replaceAll(list.element, objectIn(value, list), item, inOrder(list.element));
    return list;
  }
  if (list.element === 'string') throw new EditError('the path leads into a single value', edit.path);
  return editAt(list.element, item, edit, depth + 1, inOrder(list.element)) ?? list;
}

function itemAt(
  list: ListAttribute,
  element: XmlBuilder,
  step: EditStep | undefined,
): XmlBuilder | undefined {
  const items = itemsOf(list, element);
  if (typeof step === 'number') return items[step];
  const shape = list.element;
  if (typeof step !== 'object' || shape === 'string') return undefined;
  return items.find((item) => matchesPart(shape, step.identity, decodeObject(shape, item)));
}

/**
 * The element that a path leads to: of a whole document, the XML of one disk.
 *
 * @returns undefined when it is not there
 */
export function selectElement(
  schema: ResourceSchema,
  element: XmlElement,
  path: EditPath,
): XmlElement | undefined {
  let attributes: Attributes | undefined = schema.attributes;
  let at: XmlBuilder | undefined = thaw(element);
  let list: ListAttribute | undefined;
  for (const step of path) {
    if (at === undefined) return undefined;
    if (list !== undefined) {
      at = itemAt(list, at, step);
      attributes = list.element === 'string' ? undefined : list.element;
      list = undefined;
      continue;
    }
    const attribute: Attribute | undefined = typeof step === 'string' ? attributes?.[step] : undefined;
    if (attribute === undefined) throw new EditError('no such attribute', path);
    if (attribute.kind === 'list') {
      list = attribute;
      continue;
    }
    at = attribute.at === undefined || !holds(attribute.when, at) ? undefined : find(at, attribute.at.path);
    attributes = attribute.kind === 'object' ? attribute.attributes : undefined;
  }
  return at;
}

/** Makes an attribute say this and nothing else, as far as the schema knows it. */
function replace(
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
        clear(attribute, element);
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

function replaceAll(attributes: Attributes, value: ValueObject, element: XmlBuilder, place: Placing): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const part = present(value[name]);
    if (part !== undefined) replace(attribute, part, element, attributes, place);
    else if (attribute.filled !== true) clear(attribute, element);
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
  wanted.forEach((value, index) => {
    const known =
      shape === 'string' || list.identity.length === 0
        ? items[index]
        : items.find((item) => !kept.has(item) && matchesIdentity(list, value, decodeObject(shape, item)));
    if (known === undefined) {
      kept.add(putItem(list, value, element, place));
      return;
    }
    kept.add(known);
    if (shape === 'string') setText(known, textFor(value, list));
    else replaceAll(shape, objectIn(value, list), known, inOrder(shape));
  });
  for (const item of items) if (!kept.has(item)) remove(list, element, item);
}

function matchesIdentity(list: ListAttribute, wanted: Value, actual: ValueObject): boolean {
  const bare = plain(wanted);
  return isObject(bare) && list.element !== 'string' && compareIdentity(list, bare, actual) === 'same';
}

function remove(list: ListAttribute, element: XmlBuilder, item: XmlBuilder): void {
  const path = list.at?.path.slice(0, -1) ?? [];
  const siblings = find(element, path)?.children ?? [];
  const index = siblings.indexOf(item);
  if (index >= 0) siblings.splice(index, 1);
  prune(element, path);
}

/** Makes an attribute's branch the one that is set; what another branch had said goes. */
function choose(attribute: Attribute, element: XmlBuilder, owner: Attributes, place: Placing): void {
  for (const condition of attribute.when) {
    const current = find(element, condition.path)?.attributes.get(condition.attribute);
    if (current === condition.value) continue;
    for (const other of Object.values(owner)) {
      if (other !== attribute && other.when.some((its) => sameSwitch(its, condition))) clear(other, element);
    }
  }
  satisfy(attribute.when, element, place);
}

function sameSwitch(left: Condition, right: Condition): boolean {
  return (
    left.attribute === right.attribute &&
    left.path.length === right.path.length &&
    left.path.every((step, index) => step.name === right.path[index]?.name)
  );
}

/** Takes out what an attribute says; elements that then say nothing go with it. */
function clear(attribute: Attribute, element: XmlBuilder): void {
  const { at } = attribute;
  if (at === undefined || !holds(attribute.when, element)) return;
  switch (attribute.kind) {
    case 'scalar':
      clearScalar(attribute, element);
      break;
    case 'object': {
      const own = find(element, at.path);
      if (own === undefined) return;
      for (const inner of Object.values(attribute.attributes)) clear(inner, own);
      prune(element, at.path);
      break;
    }
    case 'list':
      for (const item of itemsOf(attribute, element)) remove(attribute, element, item);
  }
  for (const condition of attribute.when) {
    // A namespace that is declared may be in use elsewhere.
    if (condition.value === undefined || condition.attribute.startsWith('xmlns')) continue;
    find(element, condition.path)?.attributes.delete(condition.attribute);
    prune(element, condition.path);
  }
}

function clearScalar(attribute: ScalarAttribute, element: XmlBuilder): void {
  const { at, form } = attribute;
  const own = at === undefined ? undefined : find(element, at.path);
  if (at === undefined || own === undefined || form.as === 'branch') return;
  if (form.as === 'presence' || form.as === 'inner-xml') {
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
function prune(element: XmlBuilder, path: readonly Step[]): void {
  const step = path.at(-1);
  const own = find(element, path);
  if (step === undefined || own === undefined || own.children.length > 0) return;
  const telling = [...own.attributes.keys()].some((name) => name !== step.where?.attribute);
  if (telling) return;
  const above = path.slice(0, -1);
  const siblings = find(element, above)?.children ?? [];
  const index = siblings.findIndex((child) => typeof child !== 'string' && isAt(child, step));
  if (index >= 0) siblings.splice(index, 1);
  prune(element, above);
}

/**
 * Puts elements into `<metadata>` or takes ours out of it: an element of the same name and namespace is replaced at its place,
 * those of other programs stay.
 */
function mergeInner(attribute: ScalarAttribute, element: XmlBuilder, edit: Edit, place: Placing): void {
  const path = attribute.at?.path ?? [];
  const wanted = elementsIn(edit.value);
  const before = elementsIn(edit.before);
  const target = wanted.length > 0 ? reach(element, path, place) : find(element, path);
  if (target === undefined) return;
  const nothingKnown = edit.before === undefined || edit.before === null;
  const added = new Set(wanted);
  const children = target.children.flatMap((child): (XmlBuilder | string)[] => {
    if (typeof child === 'string') return [child];
    const replacement = wanted.find((node) => added.has(node) && qualified(node) === qualified(child));
    if (replacement !== undefined) {
      added.delete(replacement);
      return [thaw(replacement)];
    }
    const ours =
      (wanted.length === 0 && nothingKnown) || before.some((node) => qualified(node) === qualified(child));
    return ours ? [] : [child];
  });
  target.children.splice(0, target.children.length, ...children, ...[...added].map(thaw));
  prune(element, path);
}

function elementsIn(xml: Value | undefined): readonly XmlElement[] {
  if (typeof xml !== 'string') return [];
  return parseXmlFragment(xml).filter((node: XmlNode): node is XmlElement => typeof node !== 'string');
}

/** A name that tells an element from those of other programs: with the namespace that it declares. */
function qualified(node: XmlElement): string {
  const [prefix, local] = node.name.includes(':') ? node.name.split(':', 2) : [undefined, node.name];
  const space = node.attributes.get(prefix === undefined ? 'xmlns' : `xmlns:${prefix}`);
  return `{${space ?? prefix ?? ''}}${local ?? ''}`;
}

function objectIn(value: Value, attribute: Attribute): ValueObject {
  const bare = plain(value);
  if (!isObject(bare)) throw new TypeError(`expected an object: ${attribute.description}`);
  return bare;
}
