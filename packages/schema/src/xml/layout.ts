import type { XmlBuilder, XmlBuilderNode } from './element.js';

/** An element whose end has not come yet. */
export interface OpenElement {
  readonly element: XmlBuilder;
  /** White space, comments and processing instructions count. */
  readonly foreign: boolean;
}

/** Whether an element is none of libvirt's. The root declares a namespace for all, others for what is not libvirt's. */
export function isForeign(parent: OpenElement | undefined, element: XmlBuilder, isRoot: boolean): boolean {
  return (
    parent?.foreign === true ||
    parent?.element.name === 'metadata' ||
    (!isRoot && declaresNamespace(element.attributes))
  );
}

function declaresNamespace(attributes: ReadonlyMap<string, string>): boolean {
  for (const name of attributes.keys()) {
    if (name.startsWith('xmlns') && (name.length === 5 || name[5] === ':')) return true;
  }
  return false;
}

const BLANK = /^[ \t\r\n]*$/;

/** Whether a text is white space, as XML understands it. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** Takes out white space that stands beside elements; an element that holds nothing else keeps it. */
export function dropLayout(children: XmlBuilderNode[]): void {
  let elements = false;
  for (const child of children) {
    if (typeof child !== 'string') elements = true;
    else if (!isBlank(child)) return;
  }
  if (!elements) return;
  let kept = 0;
  for (const child of children) if (typeof child !== 'string') children[kept++] = child;
  children.length = kept;
}
