import { build, childElements, childNamed, isElement, parseXml, textOf, thaw } from '@virtform/schema';
import type { XmlBuilder, XmlElement } from '@virtform/schema';
import { refuse } from './refusals.js';

// XML as the simulated host keeps it: elements that can be changed in place.

/** Reads a document that a client sent. */
export function read(xml: string, root: string): XmlBuilder {
  let document: XmlElement;
  try {
    document = parseXml(xml);
  } catch (error) {
    throw refuse('xml', `XML error: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (document.name !== root) {
    throw refuse('xml', `XML error: unexpected root element <${document.name}>, expecting <${root}>`);
  }
  return squeeze(thaw(document));
}

/** Without the blanks between elements: libvirt writes its own. */
function squeeze(element: XmlBuilder): XmlBuilder {
  const elements = children(element);
  if (elements.length > 0) element.children.splice(0, element.children.length, ...elements.map(squeeze));
  return element;
}

export function children(parent: XmlBuilder, name?: string): readonly XmlBuilder[] {
  return parent.children.filter(
    (child): child is XmlBuilder => isElement(child) && (name === undefined || child.name === name),
  );
}

/** The element down a path of names; undefined where a step is missing. */
export function at(parent: XmlBuilder, ...path: readonly string[]): XmlBuilder | undefined {
  return path.reduce<XmlBuilder | undefined>(
    (found, name) => (found === undefined ? undefined : children(found, name)[0]),
    parent,
  );
}

/** The element down a path of names, made where it is missing. */
export function ensure(parent: XmlBuilder, ...path: readonly string[]): XmlBuilder {
  return path.reduce((found, name) => {
    const there = children(found, name)[0];
    if (there !== undefined) return there;
    const made = build(name);
    found.children.push(made);
    return made;
  }, parent);
}

/** The text of a child element. */
export function text(parent: XmlElement, name: string): string | undefined {
  const child = childNamed(parent, name);
  return child === undefined ? undefined : textOf(child);
}

export function setText(element: XmlBuilder, content: string): void {
  element.children.splice(0, element.children.length, content);
}

/** Gives an element attributes that it does not have. */
export function fill(element: XmlBuilder, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!element.attributes.has(name)) element.attributes.set(name, value);
  }
}

/** Takes child elements of a name out. */
export function drop(parent: XmlBuilder, ...names: readonly string[]): void {
  const kept = parent.children.filter((child) => !isElement(child) || !names.includes(child.name));
  parent.children.splice(0, parent.children.length, ...kept);
}

/** An attribute of the element down a path. */
export function attribute(parent: XmlElement, path: readonly string[], name: string): string | undefined {
  const found = path.reduce<XmlElement | undefined>(
    (element, step) => (element === undefined ? undefined : childElements(element, step)[0]),
    parent,
  );
  return found?.attributes.get(name);
}
