import { bitLength } from './bits.js';

/** A binary number: `mantissa × 2^exponent`, and the bits that were there for the mantissa. */
export interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly precision: number;
}

/** The digits of a number that is not negative: `0.digits × 10^point`. Zero is one digit 0 with its point behind it. */
export interface Digits {
  /** No zero at either end, unless it is the only digit. */
  readonly digits: string;
  readonly point: number;
}

/** Leading and trailing zeros say nothing. */
export function digitsOf(text: string, point: number): Digits {
  const leading = /^0*/.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > leading && text[end - 1] === '0') end -= 1;
  return end === leading
    ? { digits: '0', point: 1 }
    : { digits: text.slice(leading, end), point: point - leading };
}

/** All digits of the size of a number; in binary every number ends, and so it does in decimal. */
export function exactDigits({ mantissa, exponent }: Binary): Digits {
  const text = scaled(mantissa < 0n ? -mantissa : mantissa, exponent);
  return digitsOf(text, text.length + Math.min(0, exponent));
}

/** `size × 2^exponent` in decimal digits, with as many of them behind the point as a negative exponent says. */
function scaled(size: bigint, exponent: number): string {
  return (exponent >= 0 ? size << BigInt(exponent) : size * 5n ** BigInt(-exponent)).toString();
}

/**
 * The fewest digits that tell a number from its neighbours of the same precision, and of those the nearest.
 *
 * All that lies between the halves of the way to both neighbours rounds to the number; the ends themselves do where its mantissa is
 * even. Digit by digit, the first place at which a cut stays in between is where the digits end.
 */
export function shortestDigits({ mantissa, exponent, precision }: Binary): Digits {
  const size = mantissa < 0n ? -mantissa : mantissa;
  const shift = precision + 1 - bitLength(size);
  const center = size << BigInt(shift);
  const last = exponent - shift;
  const texts = [center - 1n, center, center + 1n].map((bound) => scaled(bound, last));
  const length = Math.max(...texts.map((text) => text.length));
  const [low = '', text = '', high = ''] = texts.map((each) => each.padStart(length, '0'));
  const isEven = (center & 2n) === 0n;
  const point = length + Math.min(0, last);
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at);
    const above = high.charCodeAt(at);
    const mayCut = low.charCodeAt(at) !== digit || (isEven && isZeroBehind(low, at));
    const mayRaise = above !== digit && (isEven || digit + 1 < above || !isZeroBehind(high, at));
    if (!mayCut && !mayRaise) continue;
    const up = mayRaise && (!mayCut || roundsUp(text, at + 1));
    const kept = text.slice(0, at + 1);
    if (!up) return digitsOf(kept, point);
    const raised = (BigInt(kept) + 1n).toString();
    const grown = Math.max(raised.length, kept.length);
    return digitsOf(raised.padStart(kept.length, '0'), point + grown - kept.length);
  }
  return digitsOf(text, point);
}

function isZeroBehind(text: string, at: number): boolean {
  for (let next = at + 1; next < text.length; next += 1) if (text[next] !== '0') return false;
  return true;
}

/** Whether digits that are cut off here round the last one kept up; half goes to the even digit. */
export function roundsUp(text: string, length: number): boolean {
  const next = text[length] ?? '0';
  if (next !== '5' || !isZeroBehind(text, length)) return next >= '5';
  return Number(text[length - 1] ?? '0') % 2 === 1;
}

/** The number with so many digits at most; half goes to the even digit. */
export function roundedDigits({ digits, point }: Digits, length: number): Digits {
  if (digits.length <= length) return { digits, point };
  if (length < 0) return { digits: '0', point: 1 };
  const kept = digits.slice(0, length);
  const raised = (BigInt(kept === '' ? '0' : kept) + (roundsUp(digits, length) ? 1n : 0n)).toString();
  return digitsOf(raised.padStart(kept.length, '0'), point + Math.max(0, raised.length - kept.length));
}

/** In decimal notation without an exponent. */
export function writeOut({ digits, point }: Digits): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
