import type { XmlBuilder, XmlBuilderNode } from './element.js';

/** An element whose end has not come yet. */
export interface OpenElement {
  readonly element: XmlBuilder;
  /** White space, comments and processing instructions count. */
  readonly foreign: boolean;
}

/**
 * Whether an element is none of libvirt's.
 *
 * @param declares whether it declares a namespace, and is not the root, which does so for all
 */
export function isForeign(parent: OpenElement | undefined, declares: boolean): boolean {
  return declares || (parent !== undefined && (parent.foreign || parent.element.name === 'metadata'));
}

/** Whether an attribute declares a namespace. */
export function isDeclaration(name: string): boolean {
  return name.startsWith('xmlns') && (name.length === 5 || name[5] === ':');
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
