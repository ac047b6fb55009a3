import {
  childElements,
  childNamed,
  element,
  isElement,
  parseXmlFragment,
  writeXmlFragment,
  type XmlElement,
  type XmlNode,
} from '@virtform/schema';
import type { Attributes, OwnershipMark } from '../kind.js';
import { attributeAt, withAttribute } from './attributes.js';

/** The namespace of the mark; the number behind it rises with its form. */
export const OWNER_NAMESPACE = 'https://virtform.dev/xmlns/owner/1';
const OWNER_ELEMENT = 'virtform:owner';
const METADATA = ['metadata', 'xml'] as const;

/** The element that says whose an object is; it stands in `<metadata>`. */
export function ownerElement(mark: OwnershipMark): XmlElement {
  return element(OWNER_ELEMENT, {
    'xmlns:virtform': OWNER_NAMESPACE,
    lineage: mark.lineage,
    address: mark.address,
  });
}

/** The mark in an object's XML: domains and networks can carry one, pools and volumes cannot (libvirt drops it). */
export function markOf(root: XmlElement): OwnershipMark | undefined {
  const metadata = childNamed(root, 'metadata');
  const owner = metadata === undefined ? undefined : childElements(metadata).find(isOwner);
  const lineage = owner?.attributes.get('lineage');
  const address = owner?.attributes.get('address');
  return lineage === undefined || address === undefined ? undefined : { lineage, address };
}

/** The lineage, in the text of a mark; one that has to be resolved first is not found. */
const LINEAGE = /\slineage=(?:'([^'&]*)'|"([^"&]*)")/;

/** Whether an object carries the mark of another lineage. It is parsed only where its text leaves that open. */
export function isMarkedByOthers(
  object: { readonly xml: string; readonly element: XmlElement },
  lineage: string,
): boolean {
  const { xml } = object;
  const at = xml.indexOf(OWNER_NAMESPACE);
  if (at === -1) return false;
  const [, single, double] = LINEAGE.exec(xml.slice(xml.lastIndexOf('<', at), xml.indexOf('>', at))) ?? [];
  const isOnlyOne = !xml.includes(OWNER_NAMESPACE, at + 1);
  if (isOnlyOne && (single ?? double) === lineage) return false;
  const mark = markOf(object.element);
  return mark !== undefined && mark.lineage !== lineage;
}

/** Whether an element is our mark, under whatever prefix libvirt or a person wrote it. */
export function isOwner(candidate: XmlElement): boolean {
  const [prefix, name] = candidate.name.includes(':') ? candidate.name.split(':') : ['', candidate.name];
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix ?? ''}`;
  return name === 'owner' && candidate.attributes.get(declaration) === OWNER_NAMESPACE;
}

/** The attributes with the mark added to the metadata that the program asked for. */
export function withMark(attributes: Attributes, mark: OwnershipMark): Attributes {
  const own = attributeAt(attributes, METADATA);
  const nodes: readonly XmlNode[] = typeof own === 'string' ? parseXmlFragment(own) : [];
  return withAttribute(attributes, METADATA, writeXmlFragment([...nodes, ownerElement(mark)]));
}

/** Metadata as people compare it: without the mark, and laid out in one way, whatever white space it was written with. */
export function readableMetadata(text: string): string {
  const nodes = parseXmlFragment(text).filter(
    (node) => !isBlank(node) && !(isElement(node) && isOwner(node)),
  );
  return nodes.map((node) => writeXmlFragment([isElement(node) ? laidOut(node, '\n') : node])).join('\n');
}

/** Each child on a line of its own, where nothing but elements and comments stands beside it. */
function laidOut(parent: XmlElement, line: string): XmlElement {
  const children = parent.children.filter((node) => !isBlank(node));
  if (children.length === 0 || children.some((node) => typeof node === 'string')) return parent;
  const inner = `${line}  `;
  return {
    ...parent,
    children: [...children.flatMap((node) => [inner, isElement(node) ? laidOut(node, inner) : node]), line],
  };
}

function isBlank(node: XmlNode): boolean {
  return typeof node === 'string' && node.trim() === '';
}
