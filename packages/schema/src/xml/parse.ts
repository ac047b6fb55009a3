import { findUnwritable, XmlError } from './characters.js';
import { isElement, type XmlElement, type XmlNode, type XmlPosition } from './element.js';
import { XML_LIMITS, type XmlLimits } from './limits.js';
import { scanPlain } from './scan.js';
import { parseStrictly } from './strict.js';

/**
 * Reads one document. Strict: well-formed or refused, and what libvirt never writes (DOCTYPE, entities of its own, processing
 * instructions) is refused too. Comments are dropped. White space between elements is layout and dropped. Foreign elements
 * (inside `<metadata>`, or with a namespace of their own) are kept to the letter, as libvirt keeps them: with their white space,
 * comments and processing instructions; only CDATA becomes the text that it is.
 *
 * @throws XmlError with the position
 */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
  refuseUnreadable(text, limits);
  const plain = scanPlain(text, limits);
  if (plain !== undefined) return plain;
  const [root, ...rest] = parseStrictly(text, limits, false).filter((node) => isElement(node));
  if (root === undefined || rest.length > 0) throw new XmlError('the document holds no single root element');
  return root;
}

/** Reads what may stand inside an element: any number of elements and text. Layout is kept inside foreign elements only. */
export function parseXmlFragment(text: string, limits: XmlLimits = XML_LIMITS): readonly XmlNode[] {
  refuseUnreadable(text, limits);
  return parseStrictly(text, limits, true);
}

function refuseUnreadable(text: string, limits: XmlLimits): void {
  if (text.length > limits.length) {
    throw new XmlError(
      `the document has ${text.length} characters, more than the ${limits.length} that are read`,
    );
  }
  // Neither parser looks for it, and saxes joins half of a surrogate pair with whatever follows it.
  const unwritable = findUnwritable(text);
  if (unwritable !== undefined) {
    const position = positionAt(unwritable.index, text);
    throw new XmlError(`the document holds the character ${unwritable.name}`, position);
  }
}

function positionAt(index: number, text: string): XmlPosition {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
