import { digitsOf, exactDigits, shortestDigits, writeOut, type Digits } from './digits.js';
import { bitLength } from './bits.js';
import { NumberRangeError, PRECISION, PreciseNumber } from './precise-number.js';

/**
 * A number of the language, in the one form that it has: an integer that a double holds exactly is a `number`, one of up to 512
 * bits a `bigint`. Of fractions a `number` stands for those that its own shortest decimal says: 0.1 is the number that Terraform
 * reads from "0.1". Everything else is a `PreciseNumber`. Infinity and the negative zero are numbers, what is no number is none.
 */
export type Numeric = number | bigint | PreciseNumber;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PreciseNumber;
}

const DECIMAL = /^([+-]?)(\d+)?(?:\.(\d*))?(?:([eEpP])([+-]?\d+))?$/;
const INFINITY = /^([+-]?)[iI]nf$/;
const SHORT_INTEGER = /^-?\d{1,15}$/;

/** Beyond 10^±10000 a number is refused: written out it would take the memory. */
const MAX_EXPONENT = 10_000;

/** Reads a number as Terraform writes and takes it; undefined where the text is none. */
export function parseNumber(text: string): Numeric | undefined {
  if (SHORT_INTEGER.test(text)) return Number(text);
  const match = DECIMAL.exec(text);
  if (match === null) return parseInfinity(text);
  const [, sign = '', whole = '', fraction = '', letter = 'e', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
  const mantissa = BigInt(whole + fraction);
  const signed = sign === '-' ? -mantissa : mantissa;
  if (mantissa === 0n) return sign === '-' ? -0 : 0;
  // `p` stands before a power of two.
  if (letter.toLowerCase() === 'p')
    return normalize(
      PreciseNumber.quotient(signed, 10n ** BigInt(fraction.length), Number(exponent), PRECISION),
    );
  const digits = digitsOf(whole + fraction, whole.length + Number(exponent));
  if (digits.point < digits.digits.length) {
    const double = Number(text);
    const own = doubleDigits(Math.abs(double));
    if (own?.digits === digits.digits && own.point === digits.point) return double;
  }
  return normalize(PreciseNumber.ofDecimal(signed, Number(exponent) - fraction.length));
}

function parseInfinity(text: string): number | undefined {
  const match = INFINITY.exec(text);
  if (match === null) return undefined;
  return match[1] === '-' ? -Infinity : Infinity;
}

/** The number in decimal notation without an exponent, as Terraform turns numbers into text. */
export function formatNumber(value: Numeric): string {
  if (typeof value !== 'number') return value.toString();
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const text = String(value);
  return text.includes('e') ? (value < 0 ? '-' : '') + writeOut(shortestOf(value)) : text;
}

/** The same number in its one form. */
export function normalize(value: Numeric): Numeric {
  if (typeof value === 'bigint') return ofInteger(value);
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? ofInteger(BigInt(value)) : value;
  if (value.precision !== PRECISION) return isPlainPrecise(value) ? value.toNumber() : value;
  if (value.isInteger)
    return value.exponent + bitLength(sizeOf(value.mantissa)) <= PRECISION
      ? ofInteger(value.truncated())
      : value;
  const double = value.toNumber();
  const read = readDouble(Math.abs(double));
  return read?.mantissa === sizeOf(value.mantissa) && read.exponent === value.exponent ? double : value;
}

function ofInteger(value: bigint): Numeric {
  if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER))
    return Number(value);
  return bitLength(sizeOf(value)) <= PRECISION ? value : PreciseNumber.rounded(value, 0, PRECISION);
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Whether a double holds it exactly, and its shortest decimal is all of it. */
function isPlainPrecise(value: PreciseNumber): boolean {
  return isPlain(value.toNumber()) && value.exponent >= -8 && bitLength(sizeOf(value.mantissa)) <= 53;
}

/** Whether a number has no more than 8 binary places and 7 digits before them: it is exact then, and so is its decimal. */
export function isPlain(value: number): boolean {
  return Number.isInteger(value * 256) && value < 1e7 && value > -1e7;
}

/** The digits of a positive fraction, as JavaScript writes them; undefined for what is none. */
function doubleDigits(value: number): Digits | undefined {
  if (value === 0 || !Number.isFinite(value)) return undefined;
  const [digits = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  return digitsOf(whole + fraction, whole.length + Number(exponent));
}

/** Numbers that were read of late: a decimal that stands in a program comes again for every instance. */
const READ = new Map<number, PreciseNumber>();
const MOST_READ = 1000;

/** The number that a positive fraction stands for; undefined for what is none. */
function readDouble(value: number): PreciseNumber | undefined {
  const known = READ.get(value);
  if (known !== undefined) return known;
  const digits = doubleDigits(value);
  if (digits === undefined) return undefined;
  const read = PreciseNumber.ofDecimal(BigInt(digits.digits), digits.point - digits.digits.length);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(value, read);
  return read;
}

/** A finite number that is not zero, as mantissa, exponent and precision. */
export function toPrecise(value: Numeric): PreciseNumber {
  if (value instanceof PreciseNumber) return value;
  if (typeof value === 'bigint' || Number.isInteger(value))
    return PreciseNumber.rounded(BigInt(value), 0, PRECISION);
  const read = readDouble(Math.abs(value));
  if (read === undefined) throw new NumberRangeError();
  return value < 0 ? PreciseNumber.rounded(-read.mantissa, read.exponent, PRECISION) : read;
}

/** The next double. */
export function toNumber(value: Numeric): number {
  return value instanceof PreciseNumber ? value.toNumber() : Number(value);
}

/** An integer as `bigint`; undefined for anything else. */
export function toBigInt(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof PreciseNumber) return value.isInteger ? value.truncated() : undefined;
  return Number.isInteger(value) ? BigInt(value) : undefined;
}

/** -1, 0 or 1. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (left instanceof PreciseNumber || right instanceof PreciseNumber) return comparePrecise(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** To Terraform two fractions are the same number where they are written the same, whatever they were computed with. */
export function sameNumber(left: Numeric, right: Numeric): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left === right;
  return numberKey(left) === numberKey(right);
}

/** Text that two numbers share only when they are the same. */
export function numberKey(value: Numeric): string {
  if (value === 0) return '0';
  return toBigInt(value)?.toString() ?? formatNumber(value);
}

export function signOf(value: Numeric): number {
  if (value instanceof PreciseNumber) return value.mantissa < 0n ? -1 : 1;
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

function comparePrecise(left: Numeric, right: Numeric): number {
  const signs = signOf(left) - signOf(right);
  if (signs !== 0) return Math.sign(signs);
  if (left === Infinity || right === -Infinity) return left === right ? 0 : 1;
  if (left === -Infinity || right === Infinity) return -1;
  const a = toPrecise(left);
  const b = toPrecise(right);
  const exponent = Math.min(a.exponent, b.exponent);
  const difference =
    (a.mantissa << BigInt(a.exponent - exponent)) - (b.mantissa << BigInt(b.exponent - exponent));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The fewest digits that say the size of a finite number. */
export function shortestOf(value: Numeric): Digits {
  if (value instanceof PreciseNumber) return shortestDigits(value);
  if (typeof value === 'number') return doubleDigits(Math.abs(value)) ?? { digits: '0', point: 1 };
  const text = sizeOf(value).toString();
  return digitsOf(text, text.length);
}

/** All the digits of the size of a finite number, however many they are. */
export function exactOf(value: Numeric): Digits {
  return typeof value === 'number' && isPlain(value) ? shortestOf(value) : exactDigits(toPrecise(value));
}
