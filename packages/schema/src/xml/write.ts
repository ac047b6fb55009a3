import { XmlElement, XmlNode } from './element.js';
import { XmlError } from './parse.js';

/** An element as text, laid out as libvirt does: two spaces a level, single quotes, a line break at the end. */
export function writeXml(element: XmlElement): string {
  const out: string[] = [];
  writeElement(element, '', out);
  return `${out.join('')}\n`;
}

/** Nodes one after the other, without layout of their own. */
export function writeXmlFragment(nodes: readonly XmlNode[]): string {
  const out: string[] = [];
  for (const node of nodes) writeInline(node, out);
  return out.join('');
}

function writeElement(element: XmlElement, indent: string, out: string[]): void {
  out.push(indent);
  if (element.children.length === 0 || element.children.some((child) => typeof child === 'string')) {
    writeInline(element, out);
    return;
  }
  writeStart(element, out);
  out.push('>');
  for (const child of element.children) {
    out.push('\n');
    if (typeof child !== 'string') writeElement(child, `${indent}  `, out);
  }
  out.push('\n', indent, '</', element.name, '>');
}

function writeInline(node: XmlNode, out: string[]): void {
  if (typeof node === 'string') {
    out.push(escapeText(node));
    return;
  }
  writeStart(node, out);
  if (node.children.length === 0) {
    out.push('/>');
    return;
  }
  out.push('>');
  for (const child of node.children) writeInline(child, out);
  out.push('</', node.name, '>');
}

function writeStart(element: XmlElement, out: string[]): void {
  out.push('<', checkName(element.name));
  for (const [name, value] of element.attributes) {
    out.push(' ', checkName(name), "='", escapeAttribute(value), "'");
  }
}

// The name characters of XML 1.0, fifth edition, with the colon that namespaces use.
const NAME_START =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NAME = new RegExp(`^[${NAME_START}][${NAME_START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`, 'u');
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_:.-]*$/;

function checkName(name: string): string {
  if (!PLAIN_NAME.test(name) && !NAME.test(name)) {
    throw new XmlError(`${JSON.stringify(name)} cannot be the name of an XML element or attribute`);
  }
  return name;
}

/** What XML 1.0 has no way to write: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The first character of a text that XML cannot carry, as `U+0007`; undefined when all of it can be written. */
export function unwritableCharacter(text: string): string | undefined {
  const found = UNWRITABLE.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};
// A reader turns line breaks and tabs in an attribute into spaces unless they are written as references.
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escapeText(text: string): string {
  return checked(text).replace(/[&<>\r]/g, (character) => TEXT_ESCAPES[character] ?? character);
}

function escapeAttribute(text: string): string {
  return checked(text).replace(/[&<>'\r\n\t]/g, (character) => ATTRIBUTE_ESCAPES[character] ?? character);
}

function checked(text: string): string {
  const character = unwritableCharacter(text);
  if (character !== undefined) {
    throw new XmlError(
      `the text ${JSON.stringify(text.slice(0, 60))} holds the character ${character}, which XML cannot carry`,
    );
  }
  return text;
}
