import { isObject, formatPath, Json, JsonObject, Value } from '@virtform/values';
import { indexItems, type ItemIndex } from '../compare/item-index.js';
import type { Attribute, Attributes, ListAttribute, ResourceSchema } from '../dsl.js';
import { present } from '../plain.js';
import { thaw, XmlBuilder, XmlElement } from '../xml/element.js';
import { decodeObject, itemsOf } from './decode.js';
import { putItem, setText, textFor } from './encode.js';
import { mergeInner } from './metadata.js';
import { find, holds, inOrder, Placing, reach } from './navigate.js';
import { choose, clear, objectIn, placeWithin, remove, replace, replaceAll, settle } from './replace.js';

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
      : [`${at}=${typeof value === 'bigint' ? value : JSON.stringify(value)}`];
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
  const session = newSession();
  // All elements are found before anything is changed: indexes count in the document as it was, and an element whose identity one
  // edit changes is still the same to the next one.
  for (const { path } of edits) follow(attributes, root, path, session);
  const named = new Set(edits.map((edit) => keyOf(edit.path)));
  const place = inOrder(attributes);
  for (const edit of edits) {
    const attribute = editAt(attributes, root, { ...edit, session }, 0, place);
    const unit = attribute?.meaning?.as === 'size' ? attribute.meaning.unit : undefined;
    if (unit === undefined || present(edit.value) === undefined) continue;
    const path = [...edit.path.slice(0, -1), unit];
    if (!named.has(keyOf(path))) editAt(attributes, root, { path, value: undefined, session }, 0, place);
  }
  return root;
}

/** What is known while edits are carried out. */
interface Session {
  /** Elements of lists as the document had them, by the list and the element around them. */
  readonly found: Map<ListAttribute, Map<XmlBuilder, Found>>;
  /** Elements of lists by the path that leads to them. */
  readonly items: Map<string, XmlBuilder | undefined>;
}

interface Found {
  readonly items: readonly XmlBuilder[];
  /** Made once it is asked for. */
  index?: ItemIndex;
}

function newSession(): Session {
  return { items: new Map(), found: new Map() };
}

/** An edit on its way. */
interface Task extends Edit {
  readonly session: Session;
}

function keyOf(path: EditPath): string {
  return JSON.stringify(path, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Carries out one edit, and says which attribute it was about. */
function editAt(
  attributes: Attributes,
  element: XmlBuilder,
  task: Task,
  depth: number,
  place: Placing,
): Attribute | undefined {
  const { path } = task;
  const attribute = attributeFor(attributes, path, depth);
  const value = present(task.value);
  if (depth === path.length - 1) {
    if (attribute.kind === 'scalar' && attribute.form.as === 'inner-xml') {
      mergeInner(attribute, element, task, place);
    } else if (value === undefined) clear(attribute, element, attributes);
    else replace(attribute, value, element, attributes, place);
    return attribute;
  }
  if (attribute.at === undefined) return attribute;
  switch (attribute.kind) {
    case 'scalar':
      throw new EditError('the path leads into a single value', path);
    case 'object': {
      if (value === undefined && !holds(attribute.when, element)) return attribute;
      if (value !== undefined) choose(attribute, element, attributes, place);
      const own =
        value === undefined ? find(element, attribute.at.path) : reach(element, attribute.at.path, place);
      if (own === undefined) return attribute;
      const within = placeWithin(attribute, place, attribute.attributes);
      return editAt(attribute.attributes, own, task, depth + 1, within);
    }
    case 'list':
      return editItem(attribute, element, task, depth + 1, place);
  }
}

function attributeFor(attributes: Attributes, path: EditPath, depth: number): Attribute {
  const name = path[depth];
  const attribute = typeof name === 'string' ? attributes[name] : undefined;
  if (attribute === undefined) throw new EditError('no such attribute', path);
  return attribute;
}

function editItem(
  list: ListAttribute,
  element: XmlBuilder,
  task: Task,
  depth: number,
  place: Placing,
): Attribute | undefined {
  const { path, session } = task;
  const step = path[depth];
  const last = depth === path.length - 1;
  const value = present(task.value);
  if (step === '+') {
    if (!last || value === undefined) throw new EditError('a new element has to be given as a whole', path);
    putItem(list, value, element, place);
    return list;
  }
  const key = keyOf(path.slice(0, depth + 1));
  const item = session.items.get(key) ?? itemAt(list, { items: itemsOf(list, element) }, step);
  if (item === undefined) {
    // What is to be taken out and is gone already is as it should be.
    if (value === undefined) return list;
    throw new EditError('the document has no such element', path);
  }
  if (last) {
    if (value === undefined) remove(list, element, item);
    else if (list.element === 'string') setText(item, textFor(value, list));
    else replaceAll(list.element, objectIn(value, list), item, inOrder(list.element));
    settle(list, item);
    return list;
  }
  if (list.element === 'string') throw new EditError('the path leads into a single value', path);
  const attribute = editAt(list.element, item, task, depth + 1, inOrder(list.element));
  settle(list, item);
  return attribute;
}

function itemAt(list: ListAttribute, found: Found, step: EditStep | undefined): XmlBuilder | undefined {
  const { items } = found;
  if (typeof step === 'number') return items[step];
  const shape = list.element;
  if (typeof step !== 'object' || shape === 'string') return undefined;
  found.index ??= indexItems(
    list,
    items.map((item) => decodeObject(shape, item)),
  );
  const [place] = found.index.holding(step.identity);
  return place === undefined ? undefined : items[place];
}

/** The elements of a list before anything is changed. */
function foundIn({ found }: Session, list: ListAttribute, element: XmlBuilder): Found {
  const known = found.get(list) ?? new Map<XmlBuilder, Found>();
  found.set(list, known);
  const here = known.get(element) ?? { items: itemsOf(list, element) };
  known.set(element, here);
  return here;
}

/**
 * The element that a path leads to: of a whole document, the XML of one disk.
 *
 * @returns undefined when it is not there
 * @throws EditError for a path that the schema does not know
 */
export function selectElement(
  schema: ResourceSchema,
  element: XmlElement,
  path: EditPath,
): XmlElement | undefined {
  return follow(schema.attributes, thaw(element), path, newSession());
}

/** Goes as far along a path as the document reaches, and remembers the elements of lists on the way. */
function follow(
  attributes: Attributes,
  element: XmlBuilder,
  path: EditPath,
  session: Session,
): XmlBuilder | undefined {
  let shape: Attributes | undefined = attributes;
  let at: XmlBuilder | undefined = element;
  let list: ListAttribute | undefined;
  for (const [depth, step] of path.entries()) {
    if (at === undefined) return undefined;
    if (list !== undefined) {
      at = itemAt(list, foundIn(session, list, at), step);
      session.items.set(keyOf(path.slice(0, depth + 1)), at);
      shape = list.element === 'string' ? undefined : list.element;
      list = undefined;
      continue;
    }
    const attribute = attributeFor(shape ?? {}, path, depth);
    if (attribute.kind === 'list') {
      list = attribute;
      continue;
    }
    at = attribute.at === undefined || !holds(attribute.when, at) ? undefined : find(at, attribute.at.path);
    shape = attribute.kind === 'object' ? attribute.attributes : undefined;
  }
  return at;
}
