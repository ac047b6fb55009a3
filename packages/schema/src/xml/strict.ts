import { SaxesParser } from 'saxes';
import { XmlError } from './characters.js';
import type { XmlBuilderNode, XmlNode, XmlPosition } from './element.js';
import { dropLayout, isDeclaration, isForeign, type OpenElement } from './layout.js';
import type { XmlLimits } from './limits.js';

/**
 * Reads any document, or refuses it, with the position.
 *
 * @param text holds no character that XML cannot carry
 * @param fragment whether elements and text may stand side by side, without one that holds all
 */
export function parseStrictly(text: string, limits: XmlLimits, fragment: boolean): readonly XmlNode[] {
  // XML 1.1 knows other line breaks and lets references name control characters, which no writer of 1.0 could give back.
  const parser = new SaxesParser({
    fragment,
    position: true,
    xmlns: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const top: XmlBuilderNode[] = [];
  const open: OpenElement[] = [];
  // Of the start tag that is being read.
  let started: XmlPosition = { line: 1, column: 1 };
  let attributes = new Map<string, string>();
  let declares = false;

  const refuse = (what: string): never => {
    throw new XmlError(what, { line: parser.line, column: parser.column + 1 });
  };
  const add = (node: XmlBuilderNode): void => {
    const siblings = open.at(-1)?.element.children ?? top;
    const last = siblings.length - 1;
    const before = siblings[last];
    if (typeof node === 'string' && typeof before === 'string') siblings[last] = before + node;
    else siblings.push(node);
  };

  // Each handler becomes a property of the parser, and V8 makes objects with many of those eight times as slow: what most documents
  // do not hold is listened for only where it may occur. Without a handler of its own an error is thrown.
  parser.on('text', add);
  if (text.includes('<![CDATA[')) parser.on('cdata', add);
  if (text.includes('<!D')) parser.on('doctype', () => refuse('a DOCTYPE is not accepted'));
  const keep = (markup: string): void => {
    if (open.at(-1)?.foreign === true) add({ markup });
  };
  if (text.includes('<!--')) parser.on('comment', (comment) => keep(`<!--${comment}-->`));
  if (text.includes('<?')) {
    parser.on('processinginstruction', ({ target, body }) => {
      if (open.at(-1)?.foreign !== true) refuse(`a processing instruction (${target}) is not accepted`);
      keep(`<?${target}${body === '' ? '' : ` ${body}`}?>`);
    });
  }
  parser.on('opentagstart', ({ name }) => {
    if (open.length >= limits.depth) refuse(`elements lie more than ${limits.depth} deep`);
    started = { line: parser.line, column: Math.max(1, parser.column - name.length - 1) };
    attributes = new Map();
    declares = false;
  });
  // One by one: the object with all of them is a dictionary, and slow to go through.
  parser.on('attribute', ({ name, value }) => {
    attributes.set(name, value);
    if (isDeclaration(name)) declares = true;
  });
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1);
    const element = { name, attributes, children: [], position: started };
    add(element);
    const isRoot = parent === undefined && !fragment;
    open.push({ element, foreign: isForeign(parent, declares && !isRoot) });
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed !== undefined && !closed.foreign) dropLayout(closed.element.children);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof XmlError || !(error instanceof Error)) throw error;
    // saxes puts the position before its message; ours stands behind it.
    const message = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '');
    throw new XmlError(message, { line: parser.line, column: parser.column + 1 }, { cause: error });
  }
  dropLayout(top);
  return top;
}
