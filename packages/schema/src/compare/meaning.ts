import { bytesInUnit, Json, Value, ValueObject } from '@virtform/values';
import type { ScalarAttribute } from '../dsl.js';
import type { Meaning } from '../facts.js';
import { plain, present } from '../plain.js';
import { isElement, XmlElement } from '../xml/element.js';
import { parseXmlFragment } from '../xml/parse.js';
import { netmaskOfPrefix, parseIp, parseNumberSet, prefixOfMask, prefixOfNetmask } from './syntax.js';

/** The objects in which two values stand: units and the like are said by their siblings. */
export interface MeaningContext {
  readonly wanted: ValueObject;
  readonly actual: ValueObject;
}

type Of<K extends Meaning['as']> = Extract<Meaning, { readonly as: K }>;
type Judge<K extends Meaning['as']> = (
  wanted: Value | undefined,
  actual: Value | undefined,
  meaning: Of<K>,
  context: MeaningContext,
) => boolean;

/**
 * Whether two values of one attribute mean the same to libvirt: 512 MiB and 524288 KiB, `q35` and `pc-q35-7.2`, `""` and nothing.
 * An unknown value means the same as nothing, not even as itself.
 */
export function sameScalar(
  attribute: ScalarAttribute,
  wanted: Value | undefined,
  actual: Value | undefined,
  context: MeaningContext,
): boolean {
  const left = spoken(attribute, wanted);
  const right = spoken(attribute, actual);
  const { meaning } = attribute;
  if (left === right) return meaning?.as !== 'size' || sameSize(left, right, meaning, context);
  if (meaning === undefined) return sameText(attribute, left, right);
  return judge(meaning, left, right, context);
}

/** What a value says: nothing (undefined) where it is empty, false for an element that would not be there, or libvirt's default. */
function spoken(attribute: ScalarAttribute, value: Value | undefined): Value | undefined {
  const bare = value === undefined ? undefined : plain(value);
  if (present(bare) === undefined || bare === '') return undefined;
  if (bare === false && attribute.form.as !== 'plain') return undefined;
  return bare === attribute.default ? undefined : bare;
}

function sameText(attribute: ScalarAttribute, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined || !comparable(left) || !comparable(right)) return false;
  if (attribute.type !== 'number') return String(left) === String(right);
  const number = numberSpelled(left);
  return number !== undefined && number === numberSpelled(right);
}

// A state may hold "64" or "true" where the schema says number or boolean.
function comparable(value: Value): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function numberSpelled(value: string | number | bigint | boolean): string | undefined {
  if (typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+$/.test(value))) {
    return BigInt(value).toString();
  }
  const number = Number(value);
  return Number.isInteger(number)
    ? BigInt(number).toString()
    : Number.isNaN(number)
      ? undefined
      : `${number}`;
}

/**
 * One spelling for all values that mean the same: two that `sameScalar` takes for the same have the same one. Nothing is spelled
 * as ''; undefined where a spelling cannot tell: amounts, machines, XML.
 */
export function spellingOf(attribute: ScalarAttribute, value: Value | undefined): string | undefined {
  const said = spoken(attribute, value);
  if (said === undefined) return '';
  if (!comparable(said)) return undefined;
  const { meaning } = attribute;
  if (meaning === undefined)
    return (attribute.type === 'number' ? numberSpelled(said) : undefined) ?? String(said);
  if (meaning.as === 'number') return numberNamed(said, meaning.names)?.toString() ?? String(said);
  if (!isSpelled(meaning.as)) return undefined;
  return (typeof said === 'string' ? spellings[meaning.as](said) : undefined) ?? String(said);
}

function judge(
  meaning: Meaning,
  wanted: Value | undefined,
  actual: Value | undefined,
  context: MeaningContext,
): boolean {
  switch (meaning.as) {
    case 'size':
      return sameSize(wanted, actual, meaning, context);
    case 'unit-of':
      // Judged with its amount.
      return true;
    case 'netmask':
      return sameNetmask(wanted, actual, meaning, context);
    case 'prefix':
      return samePrefix(wanted, actual, meaning, context);
    case 'number':
      return sameNumber(wanted, actual, meaning, context);
    case 'image-name':
      return sameImageName(wanted, actual, meaning, context);
    case 'display-port':
      return sameDisplayPort(wanted, actual, meaning, context);
    case 'ports-picked':
      return samePicking(wanted, actual, meaning, context);
    default:
      return (
        typeof wanted === 'string' && typeof actual === 'string' && sameTexts(meaning.as, wanted, actual)
      );
  }
}

/** The meanings that need more than two texts to be told: what stands beside them, or names of the schema's. */
type InContext =
  'size' | 'unit-of' | 'netmask' | 'prefix' | 'number' | 'image-name' | 'display-port' | 'ports-picked';

function sameTexts(as: Exclude<Meaning['as'], InContext>, wanted: string, actual: string): boolean {
  if (as === 'machine') return sameMachine(wanted, actual) || sameMachine(actual, wanted);
  if (as === 'xml') return holdsAll(wanted, actual);
  const spelling = spellings[as](wanted);
  return spelling !== undefined && spelling === spellings[as](actual);
}

/** The meanings of which a text says everything, and each its one spelling; undefined for a text that is none. */
const spellings: Readonly<
  Record<Exclude<Meaning['as'], InContext | 'machine' | 'xml'>, (text: string) => string | undefined>
> = {
  ip: (text) => {
    const parsed = parseIp(text);
    return parsed === undefined ? undefined : `${parsed.version} ${parsed.value}`;
  },
  'case-insensitive': (text) => text.toLowerCase(),
  uuid: (text) => text.replaceAll('-', '').toLowerCase(),
  'number-set': (text) => {
    const numbers = parseNumberSet(text);
    return numbers === undefined ? undefined : [...numbers].sort((left, right) => left - right).join();
  },
  octal: (text) => (/^[0-7]+$/.test(text) ? `${parseInt(text, 8)}` : undefined),
  mask: (text) => prefixOfMask(text)?.toString(),
  'word-sets': sortedWords,
  decimal: (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? undefined : `${Number(text)}`),
  path: tidyPath,
};

function isSpelled(as: Meaning['as']): as is keyof typeof spellings {
  return as in spellings;
}

/** QEMU's aliases: `q35` stands for the newest `pc-q35-…`, `pc` for the newest `pc-i440fx-…`, `virt` for the newest `virt-…`. */
function sameMachine(alias: string, full: string): boolean {
  const family = { q35: 'pc-q35', pc: 'pc-i440fx' }[alias] ?? alias;
  return full.startsWith(`${family}-`) && /^\d+(?:\.\d+)*$/.test(full.slice(family.length + 1));
}

function tidyPath(text: string): string {
  return text.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

/** An amount in bytes; undefined where it is not known, or its unit is none that libvirt knows. */
export function sizeInBytes(
  amount: Value | undefined,
  meaning: Of<'size'>,
  siblings: ValueObject,
): bigint | undefined {
  const bare = amount === undefined ? undefined : plain(amount);
  const unit = meaning.unit === undefined ? undefined : present(siblings[meaning.unit]);
  const name = unit === undefined || plain(unit) === '' ? meaning.defaultUnit : plain(unit);
  const bytes = typeof name === 'string' ? bytesInUnit(name) : undefined;
  if (bytes === undefined) return undefined;
  if (typeof bare === 'bigint') return bare * bytes;
  if (typeof bare === 'number' && Number.isSafeInteger(bare)) return BigInt(bare) * bytes;
  return typeof bare === 'string' && /^\d+$/.test(bare) ? BigInt(bare) * bytes : undefined;
}

function sameSize(
  wanted: Value | undefined,
  actual: Value | undefined,
  meaning: Of<'size'>,
  context: MeaningContext,
): boolean {
  if (wanted === undefined && actual === undefined) return true;
  const left = sizeInBytes(wanted, meaning, context.wanted);
  const right = sizeInBytes(actual, meaning, context.actual);
  if (left === undefined || right === undefined) return sameAsWritten(wanted, actual, meaning, context);
  // libvirt counts in whole default units, and in some places in larger ones.
  const steps = [bytesInUnit(meaning.defaultUnit) ?? 1n, ...meaning.granularity.map(BigInt)];
  return left === right || steps.some((step) => roundUp(left, step) === right);
}

/** Amounts in a unit that is not known can only be compared letter by letter. */
function sameAsWritten(
  wanted: Value | undefined,
  actual: Value | undefined,
  meaning: Of<'size'>,
  context: MeaningContext,
): boolean {
  const text = (amount: Value | undefined, siblings: ValueObject): string => {
    const unit = meaning.unit === undefined ? undefined : siblings[meaning.unit];
    return [amount, unit ?? '']
      .map((part) => (part !== undefined && comparable(part) ? String(part) : '?'))
      .join(' ');
  };
  const [left, right] = [text(wanted, context.wanted), text(actual, context.actual)];
  return left === right && !left.includes('?');
}

function roundUp(value: bigint, step: bigint): bigint {
  return ((value + step - 1n) / step) * step;
}

const sameNetmask: Judge<'netmask'> = (wanted, actual, meaning, context) => {
  const said = typeof wanted === 'string' ? prefixOfNetmask(wanted) : undefined;
  const other = context.actual[meaning.other];
  const there =
    typeof actual === 'string' ? prefixOfNetmask(actual) : typeof other === 'number' ? other : undefined;
  return said !== undefined && said === there;
};

const samePrefix: Judge<'prefix'> = (wanted, actual, meaning, context) => {
  const other = context.actual[meaning.other];
  const there = actual ?? (typeof other === 'string' ? prefixOfNetmask(other) : undefined);
  return (typeof wanted === 'number' || typeof wanted === 'string') && Number(wanted) === Number(there);
};

const sameNumber: Judge<'number'> = (wanted, actual, { names }) => {
  const number = numberNamed(wanted, names);
  return number !== undefined && number === numberNamed(actual, names);
};

const sameImageName: Judge<'image-name'> = (wanted, actual, { protocol }, context) => {
  const isIscsi = protocol === undefined || context.wanted[protocol] === 'iscsi';
  if (!isIscsi || typeof wanted !== 'string' || typeof actual !== 'string') return false;
  return withUnit(wanted) === withUnit(actual);
};

/** libvirt takes the first unit of an iSCSI target where none is named. */
function withUnit(name: string): string {
  return name.includes('/') ? name : `${name}/0`;
}

/** Of 0 libvirt keeps nothing, and of the port of a display that picks its ports whatever it makes of it. */
const sameDisplayPort: Judge<'display-port'> = (wanted, actual, { auto, ports }, context) =>
  context.wanted[auto] === true ||
  (context.actual[auto] === true && arePicked(ports, context.wanted)) ||
  numberIn(wanted ?? 0) === numberIn(actual ?? 0);

function numberIn(value: Value): string | undefined {
  return comparable(value) ? numberSpelled(value) : undefined;
}

/** libvirt makes one of the other: virDomainGraphicsDefParseXMLVNC, virDomainGraphicsDefParseXMLSpice. */
const samePicking: Judge<'ports-picked'> = (_wanted, actual, { ports }, context) =>
  actual === true && arePicked(ports, context.wanted);

function arePicked(ports: readonly string[], display: ValueObject): boolean {
  return ports.every((port) => display[port] === -1);
}

function numberNamed(value: Value | undefined, names: Readonly<Record<string, number>>): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = names[value.toLowerCase()] ?? Number(value);
  return Number.isNaN(number) ? undefined : number;
}

function sortedWords(text: string): string {
  return text
    .split('/')
    .map((group) => group.split(',').sort().join())
    .join('/')
    .toLowerCase();
}

/** libvirt's value in the form that was asked for, where only the other form is there: a netmask as prefix, and the reverse. */
export function inFormOf(meaning: Meaning | undefined, actual: ValueObject): Value | undefined {
  const other = meaning?.as === 'prefix' || meaning?.as === 'netmask' ? actual[meaning.other] : undefined;
  if (meaning?.as === 'prefix' && typeof other === 'string') return prefixOfNetmask(other);
  if (meaning?.as === 'netmask' && typeof other === 'number') return netmaskOfPrefix(other);
  return undefined;
}

/** Whether every wanted element is there, layout and order of attributes aside. */
function holdsAll(wanted: string, actual: string): boolean {
  const there = new Set(canonical(actual));
  return canonical(wanted).every((text) => there.has(text));
}

function canonical(xml: string): readonly string[] {
  const parts = (node: XmlElement): Json => [
    node.name,
    [...node.attributes]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => [name, value]),
    // Comments and processing instructions say nothing.
    node.children.flatMap((child) => {
      if (isElement(child)) return [parts(child)];
      return typeof child !== 'string' || child.trim() === '' ? [] : [child.trim()];
    }),
  ];
  // Written once, from the top: each level that is written by itself doubles the escapes of those within.
  return parseXmlFragment(xml).flatMap((node) => (isElement(node) ? [JSON.stringify(parts(node))] : []));
}
