/* eslint-disable @typescript-eslint/no-require-imports --
   The library that reads YAML takes long to load; it is loaded when a text is first decoded. */
import type { Alias, Document, Node, Scalar, ScalarTag, YAMLMap } from 'yaml';
import { isNumeric, normalize, parseNumber, type Value } from '@virtform/values';
import { FunctionProblem } from './function.js';

/** Words that YAML 1.1 takes for booleans, and Terraform with it. */
const TRUE_WORDS = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const FALSE_WORDS = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

const DATE = String.raw`(\d{4})-(\d\d?)-(\d\d?)`;
const CLOCK = String.raw`(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?`;
/** A day, a moment with an offset behind a T, or one of UTC behind a space. */
const MOMENT = new RegExp(`^${DATE}(?:(?:[Tt]${CLOCK}(Z|[+-]\\d\\d:\\d\\d))|(?: ${CLOCK}))?$`);

/** As RFC 3339 has it, to the second; text that only looks like a moment stays as it is. */
function momentText(text: string): string {
  const [, year = '', month = '', day = '', ...clock] = MOMENT.exec(text) ?? [];
  const two = (part = '0'): string => part.padStart(2, '0');
  const time = [clock[0] ?? clock[4], clock[1] ?? clock[5], clock[2] ?? clock[6]].map(two).join(':');
  const moment = `${year}-${two(month)}-${two(day)}T${time}`;
  const exists = new Date(`${moment}Z`);
  const isReal = !Number.isNaN(exists.getTime()) && exists.toISOString().startsWith(moment);
  return isReal ? moment + (clock[3] ?? 'Z') : text;
}

const EXTRA_TAGS: readonly ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:bool', default: true, test: TRUE_WORDS, resolve: () => true },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: FALSE_WORDS, resolve: () => false },
  { tag: 'tag:yaml.org,2002:timestamp', default: true, test: MOMENT, resolve: momentText },
];

/** How many values may come of aliases: more is an attempt to exhaust memory. */
const MOST_OF_ALIASES = 100_000;

// eslint-disable-next-line no-control-regex -- YAML forbids them
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * The value of a text in YAML.
 *
 * @throws FunctionProblem
 */
export function fromYaml(text: string): Value {
  const library = require('yaml') as typeof import('yaml');
  if (FORBIDDEN.test(text)) throw new FunctionProblem('control characters are not allowed in YAML', 0);
  const version = /^%YAML[ \t]+(\S+)/m.exec(text)?.[1];
  if (version !== undefined && version !== '1.1')
    throw new FunctionProblem(`this is YAML ${version}; version 1.1 is read here`, 0);
  const documents = library.parseAllDocuments(text, {
    intAsBigInt: true,
    merge: true,
    uniqueKeys: false,
    customTags: (tags) => [...EXTRA_TAGS, ...tags],
  });
  const [document, another] = Array.isArray(documents) ? documents : [];
  if (document === undefined || document.contents === null)
    throw new FunctionProblem('unexpected end of the text: it holds no value', 0);
  if (another !== undefined) throw new FunctionProblem('unexpected extra content after value', 0);
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new FunctionProblem(`this is no YAML: ${problem.message.split('\n')[0] ?? ''}`, 0);
  return new Reader(library, document).value(document.contents);
}

type YamlNode = Node | null;

class Reader {
  /** The nodes that aliases lead through to here: one that is met again holds itself. */
  private readonly open = new Set<unknown>();
  private made = 0;

  constructor(
    private readonly library: typeof import('yaml'),
    private readonly document: Document.Parsed,
  ) {}

  value(node: YamlNode): Value {
    if (this.open.size > 0 && (this.made += 1) > MOST_OF_ALIASES)
      throw new FunctionProblem(`aliases make more than ${MOST_OF_ALIASES} values`, 0);
    if (this.library.isAlias(node)) return this.throughAlias(node);
    if (this.library.isScalar(node)) return this.scalar(node);
    if (this.library.isSeq<YamlNode>(node)) {
      this.refuseTag(node.tag, 'seq');
      return node.items.map((item) => this.value(item));
    }
    return this.library.isMap<YamlNode, YamlNode>(node) ? this.map(node) : null;
  }

  private throughAlias(alias: Alias): Value {
    const target = alias.resolve(this.document);
    if (target === undefined) throw new FunctionProblem(`nothing is anchored as ${alias.source}`, 0);
    if (this.open.has(target))
      throw new FunctionProblem(`what is anchored as ${alias.source} holds itself`, 0);
    this.open.add(target);
    const value = this.value(target);
    this.open.delete(target);
    return value;
  }

  private map(node: YAMLMap<YamlNode, YamlNode>): Value {
    this.refuseTag(node.tag, 'map');
    // Of members that share a name the last one counts, merged or not.
    const entries = node.items.flatMap(({ key, value }): readonly [string, Value][] => {
      if (this.library.isScalar(key) && key.source === '<<' && key.tag === undefined)
        return this.entriesOf(value);
      const name = this.value(key);
      if (typeof name === 'string' || typeof name === 'boolean' || isNumeric(name))
        return [[String(name), this.value(value)]];
      throw new FunctionProblem('only strings can be the keys of a mapping', 0);
    });
    return Object.fromEntries(entries);
  }

  /** What a merge key brings along. */
  private entriesOf(node: YamlNode): readonly [string, Value][] {
    const value = this.value(node);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new FunctionProblem('only a mapping can be merged into a mapping', 0);
    return Object.entries(value);
  }

  private scalar(node: Scalar): Value {
    const plain = node.type === 'PLAIN';
    const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '');
    const source = node.source ?? '';
    switch (tag) {
      case undefined:
        return fromResolved(node.value, source);
      case 'str':
        return source;
      case 'binary':
        if (
          !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(source.replace(/\s/g, ''))
        )
          throw new FunctionProblem('!!binary stands before base64 text', 0);
        return source;
      case 'int':
      case 'float':
      case 'bool':
      case 'null':
      case 'timestamp':
        // What stands in quotes is text, whatever its tag says.
        return plain ? this.tagged(tag, source) : source;
      default:
        throw new FunctionProblem(`unsupported tag ${JSON.stringify(node.tag ?? '')}`, 0);
    }
  }

  /** A plain scalar that says of which type it is. */
  private tagged(tag: 'int' | 'float' | 'bool' | 'null' | 'timestamp', source: string): Value {
    if (tag === 'null') return null;
    if (tag === 'timestamp' && MOMENT.test(source)) return momentText(source);
    const value = tag === 'timestamp' ? source : fromYaml(source);
    if (tag === 'bool' ? typeof value !== 'boolean' : !isNumeric(value))
      throw new FunctionProblem(`${JSON.stringify(source)} is no !!${tag}`, 0);
    return value;
  }

  private refuseTag(tag: string | undefined, own: 'seq' | 'map'): void {
    if (tag !== undefined && tag !== `tag:yaml.org,2002:${own}`)
      throw new FunctionProblem(`unsupported tag ${JSON.stringify(tag)}`, 0);
  }
}

/** What the library makes of a scalar, as a value. */
function fromResolved(read: unknown, source: string): Value {
  if (typeof read === 'string') return read.normalize('NFC');
  if (read === null || typeof read === 'boolean') return read;
  if (!isNumeric(read)) return null;
  if (Number.isNaN(read)) throw new FunctionProblem('.nan is no number', 0);
  // A decimal is read as it is written, not as the double that is next to it.
  return parseNumber(source.replaceAll('_', '')) ?? normalize(read);
}
