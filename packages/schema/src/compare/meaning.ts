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
  if (left === undefined || right === undefined) return false;
  if (attribute.type === 'number')
    return (
      comparable(left) &&
      comparable(right) &&
      Number(left) === Number(right) &&
      BigInt(left) === BigInt(right)
    );
  // A state may hold "64" or "true" where the schema says number or boolean.
  return comparable(left) && comparable(right) && String(left) === String(right);
}

function comparable(value: Value): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
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
    default:
      return typeof wanted === 'string' && typeof actual === 'string' && texts[meaning.as](wanted, actual);
  }
}

/** The meanings of which the two texts say everything. */
const texts: Readonly<
  Record<
    Exclude<Meaning['as'], 'size' | 'unit-of' | 'netmask' | 'prefix' | 'number'>,
    (wanted: string, actual: string) => boolean
  >
> = {
  machine: (wanted, actual) => sameMachine(wanted, actual) || sameMachine(actual, wanted),
  ip: (wanted, actual) => {
    const [left, right] = [parseIp(wanted), parseIp(actual)];
    return left !== undefined && left.version === right?.version && left.value === right.value;
  },
  'case-insensitive': (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  uuid: (wanted, actual) => bareUuid(wanted) === bareUuid(actual),
  'number-set': (wanted, actual) => {
    const [left, right] = [parseNumberSet(wanted), parseNumberSet(actual)];
    return left !== undefined && left.size === right?.size && [...left].every((number) => right.has(number));
  },
  octal: (wanted, actual) => /^[0-7]+$/.test(wanted) && parseInt(wanted, 8) === parseInt(actual, 8),
  mask: (wanted, actual) => {
    const [left, right] = [prefixOfMask(wanted), prefixOfMask(actual)];
    return left !== undefined && left === right;
  },
  'word-sets': (wanted, actual) => sortedWords(wanted) === sortedWords(actual),
  decimal: (wanted, actual) => wanted.trim() !== '' && Number(wanted) === Number(actual),
  path: (wanted, actual) => tidyPath(wanted) === tidyPath(actual),
  xml: (wanted, actual) => holdsAll(wanted, actual),
};

/** QEMU's aliases: `q35` stands for the newest `pc-q35-…`, `pc` for the newest `pc-i440fx-…`, `virt` for the newest `virt-…`. */
function sameMachine(alias: string, full: string): boolean {
  const family = { q35: 'pc-q35', pc: 'pc-i440fx' }[alias] ?? alias;
  return full.startsWith(`${family}-`) && /^\d+(?:\.\d+)*$/.test(full.slice(family.length + 1));
}

function bareUuid(text: string): string {
  return text.replaceAll('-', '').toLowerCase();
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
  return left === right || meaning.granularity.some((step) => roundUp(left, BigInt(step)) === right);
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
  const read = (value: Value | undefined): number =>
    typeof value !== 'string' || value.trim() === '' ? NaN : (names[value.toLowerCase()] ?? Number(value));
  return read(wanted) === read(actual);
};

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
