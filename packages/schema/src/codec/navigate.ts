import { type Condition, ELEMENT_NAME, type Step } from '../location.js';
import type { Attributes } from '../dsl.js';
import { build, isElement, XmlBuilder, XmlElement, XmlNode } from '../xml/element.js';

/** Whether an element is the one that a step leads to. */
export function isAt(element: XmlElement, step: Step): boolean {
  return (
    (element.name === step.name || step.others?.includes(element.name) === true) &&
    (step.where === undefined || element.attributes.get(step.where.attribute) === step.where.value)
  );
}

/** The names that the element of a step may bear. */
export function namesOf({ name, others = [] }: Step): readonly string[] {
  return [name, ...others];
}

/** The element at the end of a path, the first one where there are several; undefined where there is none. */
export function find(from: XmlBuilder, path: readonly Step[]): XmlBuilder | undefined;
export function find(from: XmlElement, path: readonly Step[]): XmlElement | undefined;
export function find(from: XmlElement, path: readonly Step[]): XmlElement | undefined {
  let at: XmlElement = from;
  for (const step of path) {
    let next: XmlElement | undefined;
    for (const child of at.children) {
      if (isElement(child) && isAt(child, step)) {
        next = child;
        break;
      }
    }
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** Whether the XML says that a branch is the one that is set. */
export function holds(conditions: readonly Condition[], element: XmlElement): boolean {
  return conditions.every((condition) => told(condition, element) === condition.value);
}

/** What stands where a condition looks: the value of an attribute, or the name of an element; undefined where it is missing. */
export function told({ path, attribute }: Condition, element: XmlElement): string | undefined {
  const own = find(element, path);
  return attribute === ELEMENT_NAME ? own?.name : own?.attributes.get(attribute);
}

/** Where new elements go among those that are there. */
export interface Placing {
  add(parent: XmlBuilder, child: XmlBuilder): void;
  /** The same inside the element of an object with these attributes. */
  within(attributes: Attributes): Placing;
}

/** Behind everything else. */
export const append: Placing = {
  add: (parent, child) => {
    parent.children.push(child);
  },
  within: () => append,
};

const ranks = new WeakMap<Attributes, ReadonlyMap<string, number>>();

/** The child elements of an object's element, numbered in the order of its attributes. */
function ranksOf(attributes: Attributes): ReadonlyMap<string, number> {
  const known = ranks.get(attributes);
  if (known !== undefined) return known;
  const made = new Map<string, number>();
  const walk = (inner: Attributes): void => {
    for (const attribute of Object.values(inner)) {
      const step = attribute.at?.path[0];
      if (step !== undefined) {
        const rank = made.size;
        for (const name of namesOf(step)) if (!made.has(name)) made.set(name, rank);
      } else if (attribute.at !== undefined && attribute.kind === 'object') walk(attribute.attributes);
    }
  };
  walk(attributes);
  ranks.set(attributes, made);
  return made;
}

/** At the place that libvirt's schemas give it: behind what comes before it or bears its name. Elements that are not known stay put. */
export function inOrder(attributes: Attributes): Placing {
  const rank = ranksOf(attributes);
  const rankOf = (node: XmlNode): number | undefined => (isElement(node) ? rank.get(node.name) : undefined);
  return {
    add: (parent, child) => {
      const own = rank.get(child.name) ?? Infinity;
      const before = parent.children.findLastIndex(
        (other) => (rankOf(other) ?? Infinity) <= own && rankOf(other) !== undefined,
      );
      const after = parent.children.findIndex((other) => (rankOf(other) ?? -1) > own);
      const index = before >= 0 ? before + 1 : after >= 0 ? after : parent.children.length;
      parent.children.splice(index, 0, child);
    },
    within: inOrder,
  };
}

/** The element at the end of a path; what is missing on the way is made, the first step at its place, the others behind. */
export function reach(from: XmlBuilder, path: readonly Step[], place: Placing): XmlBuilder {
  let at = from;
  let placeHere = place;
  for (const step of path) {
    let next = find(at, [step]);
    if (next === undefined) {
      next = make(step);
      placeHere.add(at, next);
    }
    at = next;
    placeHere = append;
  }
  return at;
}

/** A new element as a step wants it. */
export function make(step: Step): XmlBuilder {
  const made = build(step.name);
  if (step.where !== undefined) made.attributes.set(step.where.attribute, step.where.value);
  return made;
}

/** Makes the XML say that a branch is the one that is set. */
export function satisfy(conditions: readonly Condition[], element: XmlBuilder, place: Placing): void {
  for (const { path, attribute, value } of conditions) {
    if (value === undefined) find(element, path)?.attributes.delete(attribute);
    else if (attribute === ELEMENT_NAME) reach(element, path, place).name = value;
    else setAttribute(reach(element, path, place), attribute, value, 'first');
  }
}

/** Sets an attribute; a new one goes behind the others, or, for what says the kind of the element, before them. */
export function setAttribute(
  element: XmlBuilder,
  name: string,
  value: string,
  position: 'first' | 'last' = 'last',
): void {
  const { attributes } = element;
  if (position === 'last' || attributes.has(name) || attributes.size === 0) {
    attributes.set(name, value);
    return;
  }
  const others = [...attributes];
  attributes.clear();
  attributes.set(name, value);
  for (const [key, other] of others) attributes.set(key, other);
}
