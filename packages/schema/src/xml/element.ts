/** Where something began in the text; both count from 1. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * An XML element. Names keep their prefix as written, and `xmlns` declarations stay among the attributes, so that foreign
 * elements survive as they came.
 */
export interface XmlElement {
  readonly name: string;
  /** In document order. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Where its start tag began, if it was read from text. */
  readonly position?: XmlPosition;
}

/**
 * What foreign elements may hold beside elements and text, and libvirt keeps: a comment or a processing instruction, as it is
 * written: `<!-- … -->`, `<?target …?>`.
 */
export interface XmlMarkup {
  readonly name?: undefined;
  readonly markup: string;
}

/** A child: an element, text, or what says nothing to libvirt and is kept all the same. */
export type XmlNode = XmlElement | XmlMarkup | string;

/** An element that is being built or changed. */
export interface XmlBuilder extends XmlElement {
  name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlBuilderNode[];
}

/** A child of such an element. */
export type XmlBuilderNode = XmlBuilder | XmlMarkup | string;

/** Whether a child is an element. */
export function isElement<T extends XmlElement>(node: T | XmlMarkup | string): node is T {
  return typeof node !== 'string' && node.name !== undefined;
}

/** A new, empty element. */
export function build(name: string): XmlBuilder {
  return { name, attributes: new Map(), children: [] };
}

/** A copy that can be changed. Positions are dropped: it is no longer what was read. */
export function thaw(element: XmlElement): XmlBuilder {
  return {
    name: element.name,
    attributes: new Map(element.attributes),
    children: element.children.map(thawNode),
  };
}

/** The same for any child. */
export function thawNode(node: XmlNode): XmlBuilderNode {
  return isElement(node) ? thaw(node) : node;
}

/** An element from its parts; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  const present = Object.entries(attributes).flatMap(
    ([key, value]): readonly (readonly [string, string])[] => (value === undefined ? [] : [[key, value]]),
  );
  return { name, attributes: new Map(present), children };
}

/** The first child element of that name. */
export function childNamed(parent: XmlElement, name: string): XmlElement | undefined {
  for (const child of parent.children) {
    if (isElement(child) && child.name === name) return child;
  }
  return undefined;
}

/** All child elements, or those of one name. */
export function childElements(parent: XmlElement, name?: string): readonly XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement => isElement(child) && (name === undefined || child.name === name),
  );
}

/** The text directly inside an element. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) if (typeof child === 'string') text += child;
  return text;
}
