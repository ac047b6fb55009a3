import { unwritableCharacter, XmlError } from './characters.js';
import { XmlElement, XmlNode } from './element.js';

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

// Names come from documents that were read or from the schemas; this keeps anything else from breaking out of its tag.
const NAME = /^[^\s\d<>&'"/=!?.-][^\s<>&'"/=!?]*$/u;

function checkName(name: string): string {
  if (!NAME.test(name) || unwritableCharacter(name) !== undefined) {
    throw new XmlError(`${JSON.stringify(name)} cannot be the name of an XML element or attribute`);
  }
  return name;
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
