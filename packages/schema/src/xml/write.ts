import { unwritableCharacter, XmlError } from './characters.js';
import { isElement, XmlElement, XmlNode } from './element.js';

/** An element as text, laid out as libvirt does: two spaces a level, single quotes, a line break at the end. */
export function writeXml(element: XmlElement): string {
  return `${laidOut(element, '')}\n`;
}

/** Nodes one after the other, without layout of their own. */
export function writeXmlFragment(nodes: readonly XmlNode[]): string {
  let text = '';
  for (const node of nodes) text += inline(node);
  return text;
}

function laidOut(element: XmlElement, indent: string): string {
  const { name, children } = element;
  if (children.length === 0) return indent + start(element) + '/>';
  let inside = '';
  const deeper = `${indent}  `;
  for (const child of children) {
    if (!isElement(child)) return indent + inline(element);
    inside += laidOut(child, deeper) + '\n';
  }
  return `${indent}${start(element)}>\n${inside}${indent}</${name}>`;
}

function inline(node: XmlNode): string {
  if (typeof node === 'string') return escaped(node, TEXT_SPECIAL, TEXT_ESCAPES);
  if (!isElement(node)) return checkedMarkup(node.markup);
  if (node.children.length === 0) return `${start(node)}/>`;
  return `${start(node)}>${writeXmlFragment(node.children)}</${node.name}>`;
}

/** The start tag, but for its end. */
function start({ name, attributes }: XmlElement): string {
  let text = `<${checkedName(name)}`;
  for (const [key, value] of attributes) {
    text += ` ${checkedName(key)}='${escaped(value, ATTRIBUTE_SPECIAL, ATTRIBUTE_ESCAPES)}'`;
  }
  return text;
}

// Names come from documents that were read or from the schemas; this keeps anything else from breaking out of its tag.
const NAME = /^[^\s\d<>&'"/=!?.-][^\s<>&'"/=!?]*$/u;
/** Names of libvirt's are few and known at sight; foreign ones as well, to so many. */
const NAMES_KEPT = 2_000;
const goodNames = new Set<string>();

function checkedName(name: string): string {
  if (goodNames.has(name)) return name;
  if (!NAME.test(name) || unwritableCharacter(name) !== undefined) {
    throw new XmlError(`${JSON.stringify(name)} cannot be the name of an XML element or attribute`);
  }
  if (goodNames.size < NAMES_KEPT) goodNames.add(name);
  return name;
}

const TARGET = /^(?!xml(?:\s|$))[^\s\d<>&'"/=!?.-][^\s<>&'"/=!?]*(?:\s|$)/iu;

/** Whether it is one whole comment, or one processing instruction that is no XML declaration. */
function isMarkup(text: string): boolean {
  const between = (start: string, end: string): string | undefined =>
    text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
      ? text.slice(start.length, -end.length)
      : undefined;
  const comment = between('<!--', '-->');
  if (comment !== undefined) return !comment.includes('--') && !comment.endsWith('-');
  const instruction = between('<?', '?>');
  return instruction !== undefined && !instruction.includes('?>') && TARGET.test(instruction);
}

function checkedMarkup(text: string): string {
  if (isMarkup(text) && unwritableCharacter(text) === undefined) return text;
  throw new XmlError(
    `${JSON.stringify(text.slice(0, 60))} cannot be written as a comment or a processing instruction`,
  );
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
const TEXT_SPECIAL = /[&<>\r]/g;
const ATTRIBUTE_SPECIAL = /[&<>'\r\n\t]/g;
/** What most texts are made of, and what stands for itself everywhere. */
const PLAIN = /^[\w./:+@, -]*$/;

function escaped(text: string, special: RegExp, escapes: Readonly<Record<string, string>>): string {
  if (PLAIN.test(text)) return text;
  const character = unwritableCharacter(text);
  if (character !== undefined) {
    throw new XmlError(
      `the text ${JSON.stringify(text.slice(0, 60))} holds the character ${character}, which XML cannot carry`,
    );
  }
  return text.replace(special, (found) => escapes[found] ?? found);
}
