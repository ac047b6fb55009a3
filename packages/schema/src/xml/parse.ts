import { SaxesParser } from 'saxes';
import { findUnwritable, XmlError } from './characters.js';
import { isElement, XmlBuilder, XmlBuilderNode, XmlElement, XmlNode, XmlPosition } from './element.js';

/** What the parser accepts at most. */
export interface XmlLimits {
  /** Characters in the document. libvirt itself sends no string above 4 MiB (REMOTE_STRING_MAX). */
  readonly length: number;
  /** Elements within elements. libxml2 stops at the same depth. */
  readonly depth: number;
}

export const XML_LIMITS: XmlLimits = { length: 4 * 1024 * 1024, depth: 256 };

/**
 * Reads one document. Strict: well-formed or refused, and what libvirt never writes (DOCTYPE, entities of its own, processing
 * instructions) is refused too. Comments are dropped. White space between elements is layout and dropped. Foreign elements
 * (inside `<metadata>`, or with a namespace of their own) are kept to the letter, as libvirt keeps them: with their white space,
 * comments and processing instructions; only CDATA becomes the text that it is.
 *
 * @throws XmlError with the position
 */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
  const [root, ...rest] = parse(text, limits, false).filter((node) => isElement(node));
  if (root === undefined || rest.length > 0) throw new XmlError('the document holds no single root element');
  return root;
}

/** Reads what may stand inside an element: any number of elements and text. Layout is kept inside foreign elements only. */
export function parseXmlFragment(text: string, limits: XmlLimits = XML_LIMITS): readonly XmlNode[] {
  return parse(text, limits, true);
}

interface Open {
  readonly element: XmlBuilder;
  /** White space, comments and processing instructions count. */
  readonly foreign: boolean;
}

const BLANK = /^[ \t\r\n]*$/;

function parse(text: string, limits: XmlLimits, fragment: boolean): readonly XmlNode[] {
  if (text.length > limits.length) {
    throw new XmlError(
      `the document has ${text.length} characters, more than the ${limits.length} that are read`,
    );
  }
  // saxes joins half of a surrogate pair with whatever follows it.
  const unwritable = findUnwritable(text);
  if (unwritable !== undefined) {
    const position = positionAt(unwritable.index, text);
    throw new XmlError(`the document holds the character ${unwritable.name}`, position);
  }
  // XML 1.1 knows other line breaks and lets references name control characters, which no writer of 1.0 could give back.
  const parser = new SaxesParser({
    fragment,
    position: true,
    xmlns: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const top: XmlBuilderNode[] = [];
  const open: Open[] = [];
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
    if (name.startsWith('xmlns') && (name.length === 5 || name[5] === ':')) declares = true;
  });
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1);
    // The root declares a namespace for all, others for what is not libvirt's.
    const isRoot = parent === undefined && !fragment;
    const foreign = parent?.foreign === true || parent?.element.name === 'metadata' || (!isRoot && declares);
    const element = { name, attributes, children: [], position: started };
    add(element);
    open.push({ element, foreign });
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

function positionAt(index: number, text: string): XmlPosition {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** Takes out white space that stands beside elements; an element that holds nothing else keeps it. */
function dropLayout(children: XmlBuilderNode[]): void {
  let elements = false;
  for (const child of children) {
    if (typeof child !== 'string') elements = true;
    else if (!BLANK.test(child)) return;
  }
  if (!elements) return;
  let kept = 0;
  for (const child of children) if (typeof child !== 'string') children[kept++] = child;
  children.length = kept;
}
