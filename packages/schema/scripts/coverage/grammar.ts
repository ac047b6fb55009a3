import { readFileSync } from 'node:fs';
import path from 'node:path';
import { childElements, parseXml, textOf, type XmlElement } from '@virtform/schema';
import { boundsOf, takesOf, type Takes } from './datatypes.js';

/** What one of libvirt's RELAX NG schemas lets stand in an element, in whatever branch. */
export interface Content {
  /** Attributes by name, with the values that they are held to. */
  readonly attributes: ReadonlyMap<string, Values>;
  /** Child elements by name; one name may have several definitions, one a branch. */
  readonly children: ReadonlyMap<string, readonly Definition[]>;
  /** Text, with the values that it is held to; undefined where there is none. */
  readonly text: Values | undefined;
}

/** What an attribute or a text may say. */
export interface Values {
  /** Values that are named one by one. */
  readonly listed: ReadonlySet<string>;
  /** Every text that may stand there, those that are named included. */
  readonly takes: Takes;
  /** The numbers at which it begins or ends to take numbers, as far as they are named. */
  readonly bounds: readonly bigint[];
}

/** An `<element>` of the grammar. */
export interface Definition {
  readonly element: XmlElement;
  readonly grammar: Grammar;
  /** The namespace of its name, as our schemas spell it: empty, or with its colon. */
  readonly prefix: string;
}

/** The named parts of a schema; a part that is defined twice is either. */
export interface Grammar {
  readonly start: readonly XmlElement[];
  readonly defines: ReadonlyMap<string, readonly XmlElement[]>;
}

/** How our schemas spell the namespaces of libvirt's drivers. */
const PREFIXES: Readonly<Record<string, string>> = {
  'http://libvirt.org/schemas/domain/qemu/1.0': 'qemu:',
  'http://libvirt.org/schemas/domain/lxc/1.0': 'lxc:',
  'http://libvirt.org/schemas/domain/xen/1.0': 'xen:',
  'http://libvirt.org/schemas/domain/bhyve/1.0': 'bhyve:',
  'http://libvirt.org/schemas/domain/vmware/1.0': 'vmware:',
  'http://libvirt.org/schemas/network/dnsmasq/1.0': 'dnsmasq:',
  'http://libvirt.org/schemas/storagepool/fs/1.0': 'fs:',
  'http://libvirt.org/schemas/storagepool/rbd/1.0': 'rbd:',
};

/** Reads a schema and what it includes. What stands inside an `<include>` replaces what the included file defines. */
export function readGrammar(file: string): Grammar {
  const start: XmlElement[] = [];
  const defines = new Map<string, XmlElement[]>();
  const read = (name: string, replaced: ReadonlySet<string>): void => {
    const visit = (parent: XmlElement): void => {
      for (const child of childElements(parent)) {
        const defined = child.attributes.get('name') ?? '';
        if (child.name === 'start' && !replaced.has('start')) start.push(child);
        else if (child.name === 'define' && !replaced.has(defined)) {
          defines.set(defined, [...(defines.get(defined) ?? []), child]);
        } else if (child.name === 'include') {
          const own = childElements(child).map((part) => part.attributes.get('name') ?? part.name);
          read(child.attributes.get('href') ?? '', new Set([...replaced, ...own]));
          visit(child);
        } else if (child.name === 'div') visit(child);
      }
    };
    visit(parseXml(readFileSync(path.join(path.dirname(file), name), 'utf8')));
  };
  read(path.basename(file), new Set());
  return { start, defines };
}

/** The root elements of a schema. */
export function rootsOf(grammar: Grammar): ReadonlyMap<string, readonly Definition[]> {
  return contentOf(grammar.start.map((element) => ({ element, grammar, prefix: '' }))).children;
}

/** What may stand in an element, over all its definitions. */
export function contentOf(definitions: readonly Definition[]): Content {
  const attributes = new Map<string, Values>();
  const children = new Map<string, Definition[]>();
  let text: Values | undefined;
  for (const { element, grammar, prefix } of definitions) {
    const seen = new Set<string>();
    // A namespace counts for what is written inside, not for what is referred to.
    const visit = (pattern: XmlElement, around: string): void => {
      switch (pattern.name) {
        case 'ref': {
          const name = pattern.attributes.get('name') ?? '';
          if (seen.has(name)) return;
          seen.add(name);
          for (const define of grammar.defines.get(name) ?? []) {
            for (const part of childElements(define)) visit(part, '');
          }
          return;
        }
        case 'element': {
          if (childElements(pattern, 'notAllowed').length > 0) return;
          const own = prefixOf(pattern, around);
          for (const name of namesOf(pattern)) {
            const known = children.get(own + name) ?? [];
            children.set(own + name, [...known, { element: pattern, grammar, prefix: own }]);
          }
          return;
        }
        case 'attribute': {
          const name = pattern.attributes.get('name') ?? '*';
          attributes.set(name, union(attributes.get(name), valuesOf(pattern, grammar)));
          return;
        }
        case 'value':
        case 'data':
        case 'text':
          text = union(text, valuesOf(pattern, grammar));
          return;
        case 'name':
        case 'anyName':
        case 'nsName':
          return;
        default:
          for (const part of childElements(pattern)) visit(part, around);
      }
    };
    for (const part of childElements(element)) visit(part, prefix);
  }
  return { attributes, children, text };
}

function prefixOf(element: XmlElement, around: string): string {
  const namespace = element.attributes.get('ns');
  return namespace === undefined ? around : (PREFIXES[namespace] ?? `{${namespace}}`);
}

/** An element may have several names (`<choice><name>…`), or any; `*` then. */
function namesOf(element: XmlElement): readonly string[] {
  const name = element.attributes.get('name');
  if (name !== undefined) return [name];
  const names: string[] = [];
  const visit = (part: XmlElement): void => {
    if (part.name === 'name') names.push(textOf(part).trim());
    else if (part.name === 'anyName' || part.name === 'nsName') names.push('*');
    else if (part.name === 'choice') childElements(part).forEach(visit);
  };
  const [first] = childElements(element);
  if (first !== undefined) visit(first);
  return names;
}

const NOTHING: Values = { listed: new Set(), takes: () => false, bounds: [] };

function union(one: Values = NOTHING, other: Values): Values {
  return {
    listed: new Set([...one.listed, ...other.listed]),
    takes: (text) => one.takes(text) || other.takes(text),
    bounds: [...one.bounds, ...other.bounds],
  };
}

const anything: Takes = () => true;

function valuesOf(pattern: XmlElement, grammar: Grammar): Values {
  const listed = new Set<string>();
  const takes: Takes[] = [(text) => listed.has(text)];
  const bounds: bigint[] = [];
  const seen = new Set<string>();
  const visit = (part: XmlElement): void => {
    if (part.name === 'value') listed.add(textOf(part));
    else if (part.name === 'data') {
      wordsOf(part).forEach((word) => listed.add(word));
      takes.push(takesOf(part));
      bounds.push(...boundsOf(part));
    } else if (part.name === 'text' || part.name === 'list') takes.push(anything);
    else if (part.name === 'ref') {
      const name = part.attributes.get('name') ?? '';
      if (seen.has(name)) return;
      seen.add(name);
      for (const define of grammar.defines.get(name) ?? []) childElements(define).forEach(visit);
    } else childElements(part).forEach(visit);
  };
  if (pattern.name === 'attribute') {
    const inner = childElements(pattern);
    if (inner.length === 0) takes.push(anything);
    inner.forEach(visit);
  } else visit(pattern);
  return { listed, takes: (text) => takes.some((one) => one(text)), bounds };
}

/** Lists of values are also written as patterns: `(yes|no)`. */
function wordsOf(data: XmlElement): readonly string[] {
  return childElements(data, 'param')
    .filter((part) => part.attributes.get('name') === 'pattern')
    .flatMap((part) => /^\(?([\w-]+(?:\|[\w-]+)+)\)?$/.exec(textOf(part))?.[1]?.split('|') ?? []);
}
