/** A number of the language: an integer of any size, or what a double can say. Integers that a double holds exactly are `number`. */
export type Numeric = number | bigint;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** `mantissa × 10^exponent`, exact. */
interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Beyond 10^±10000 a number is refused: written out it would take the memory. */
export const MAX_EXPONENT = 10_000;

/** Digits kept of a quotient; a double holds 17. */
const QUOTIENT_DIGITS = 40;

/** Reads a number as Terraform writes and takes it; undefined where the text is none. */
export function parseNumber(text: string): Numeric | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
  return fromDecimal({
    mantissa: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    exponent: Number(exponent) - fraction.length,
  });
}

/** The number in decimal notation without an exponent, as Terraform turns numbers into text. */
export function formatNumber(value: Numeric): string {
  if (typeof value === 'bigint') return value.toString();
  const text = String(value);
  return text.includes('e') ? writeOut(toDecimal(value)) : text;
}

/** The same number in its one form: an integer that a double holds exactly as `number`, a greater one as `bigint`. */
export function normalize(value: Numeric): Numeric {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
  return value;
}

/** -1, 0 or 1. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** Computes in decimal, so that 0.1 + 0.2 is 0.3 as in Terraform; undefined for a division by zero. */
export function calculate(operator: ArithmeticOperator, left: Numeric, right: Numeric): Numeric | undefined {
  if (operator === '/' && right == 0) return undefined;
  // Terraform's remainder of a division by zero is the dividend.
  if (operator === '%' && right == 0) return left;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    const exact = ofSmallIntegers(operator, Number(left), Number(right));
    if (exact !== undefined) return exact;
  }
  const exact = ofDecimals(operator, toDecimal(left), toDecimal(right));
  if (typeof left !== 'number' || typeof right !== 'number' || typeof exact !== 'number') return exact;
  // A third has lost its tail: three of them make 1 in doubles, and 0.1 and 0.2 make 0.3 in decimals. Who is right says less.
  const inDoubles = normalize(DOUBLES[operator](left, right));
  return formatNumber(inDoubles).length < formatNumber(exact).length ? inDoubles : exact;
}

const DOUBLES: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

function ofSmallIntegers(operator: ArithmeticOperator, left: number, right: number): number | undefined {
  const result = DOUBLES[operator](left, right);
  return Number.isSafeInteger(result) || operator === '/' ? result + 0 : undefined;
}

function ofDecimals(operator: ArithmeticOperator, left: Decimal, right: Decimal): Numeric {
  const exponent = Math.min(left.exponent, right.exponent);
  const a = scaled(left, exponent);
  const b = scaled(right, exponent);
  switch (operator) {
    case '+':
      return fromDecimal({ mantissa: a + b, exponent });
    case '-':
      return fromDecimal({ mantissa: a - b, exponent });
    case '*':
      return fromDecimal({
        mantissa: left.mantissa * right.mantissa,
        exponent: left.exponent + right.exponent,
      });
    case '/':
      return a % b === 0n
        ? normalize(a / b)
        : fromDecimal({ mantissa: (a * 10n ** BigInt(QUOTIENT_DIGITS)) / b, exponent: -QUOTIENT_DIGITS });
    case '%':
      return fromDecimal({ mantissa: a % b, exponent });
  }
}

/** The greatest integer not above (`floor`), or the least not below (`ceil`). */
export function roundToInteger(value: Numeric, direction: 'floor' | 'ceil'): Numeric {
  return typeof value === 'bigint' ? value : normalize(Math[direction](value) + 0);
}

/** An integer as `bigint`; undefined for a fraction. */
export function toBigInt(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return Number.isInteger(value) ? BigInt(value) : undefined;
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

function toDecimal(value: Numeric): Decimal {
  if (typeof value === 'bigint') return { mantissa: value, exponent: 0 };
  const [digits = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  return { mantissa: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function scaled({ mantissa, exponent }: Decimal, to: number): bigint {
  return mantissa * 10n ** BigInt(exponent - to);
}

function fromDecimal({ mantissa, exponent }: Decimal): Numeric {
  if (exponent >= 0) return normalize(mantissa * 10n ** BigInt(exponent));
  const unit = 10n ** BigInt(-exponent);
  if (mantissa % unit === 0n) return normalize(mantissa / unit);
  return Number(`${mantissa}e${exponent}`);
}

function writeOut({ mantissa, exponent }: Decimal): string {
  const sign = mantissa < 0n ? '-' : '';
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString();
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  const point = padded.length + exponent;
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** The digits of a number that is not negative: `0.digits × 10^point`. Zero is one digit 0 with its point behind it. */
export interface Significant {
  /** No zero at either end, unless it is the only digit. */
  readonly digits: string;
  readonly point: number;
}

export function significantOf(value: Numeric): Significant {
  const { mantissa, exponent } = toDecimal(value);
  if (mantissa === 0n) return { digits: '0', point: 1 };
  const digits = mantissa.toString();
  return { digits: digits.replace(/0+$/, ''), point: digits.length + exponent };
}

/** The number with so many digits at most; half goes to the even digit. */
export function roundedTo({ digits, point }: Significant, length: number): Significant {
  if (digits.length <= length) return { digits, point };
  if (length < 0) return { digits: '0', point: 1 };
  const kept = digits.slice(0, length);
  const rest = digits.slice(length);
  const isHalf = /^50*$/.test(rest);
  const up = isHalf ? Number(kept.at(-1) ?? '0') % 2 === 1 : rest >= '5';
  const rounded = (BigInt(kept === '' ? '0' : kept) + (up ? 1n : 0n)).toString();
  if (rounded === '0') return { digits: '0', point: 1 };
  const grown = point + (rounded.length - Math.max(1, kept.length)) + (kept === '' ? 1 : 0);
  return { digits: rounded.replace(/0+$/, ''), point: grown };
}
