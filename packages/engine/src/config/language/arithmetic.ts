import {
  isPlain,
  normalize,
  NumberRangeError,
  type Numeric,
  PRECISION,
  PreciseNumber,
  signOf,
  toPrecise,
} from '@virtform/values';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Computes as Terraform does, in binary with 512 bits; undefined where the result is no number (zero by zero, infinity less
 * infinity, any remainder of infinity), or beyond what numbers can be.
 */
export function calculate(operator: ArithmeticOperator, left: Numeric, right: Numeric): Numeric | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const exact = ofDoubles(operator, left, right);
    if (exact !== undefined) return exact;
  }
  if (isSpecial(left) || isSpecial(right)) return ofSpecial(operator, left, right);
  try {
    return precisely(operator, toPrecise(left), toPrecise(right));
  } catch (error) {
    if (error instanceof NumberRangeError) return undefined;
    throw error;
  }
}

const DOUBLES: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** What doubles compute without losing anything, which is most of what there is; undefined where they might. */
function ofDoubles(operator: ArithmeticOperator, left: number, right: number): number | undefined {
  if (right === 0 && (operator === '/' || operator === '%')) return undefined;
  const result = DOUBLES[operator](left, right);
  const areIntegers = Number.isSafeInteger(left) && Number.isSafeInteger(right);
  // Terraform subtracts a multiple, which leaves a zero without sign.
  if (operator === '%') return areIntegers ? (left === 0 ? left : result + 0) : undefined;
  if (areIntegers && (operator === '/' ? left % right === 0 : Number.isSafeInteger(result))) return result;
  if (!isPlain(left) || !isPlain(right) || !isPlain(result)) return undefined;
  return operator !== '/' || result * right === left ? result : undefined;
}

/** Zero and infinity have no mantissa. */
function isSpecial(value: Numeric): value is number {
  return typeof value === 'number' && (value === 0 || !Number.isFinite(value));
}

function ofSpecial(operator: ArithmeticOperator, left: Numeric, right: Numeric): Numeric | undefined {
  switch (operator) {
    case '+':
      if (left === 0) return right;
      if (right === 0) return left;
      break;
    case '-':
      return calculate('+', left, negated(right));
    case '%':
      // Terraform's remainder of a division by zero is the dividend.
      return right === 0 || left === 0 ? left : undefined;
    default:
  }
  // Beside zero and infinity, only the sign of another number counts.
  const size = (value: Numeric): number => (isSpecial(value) ? value : signOf(value));
  const result = DOUBLES[operator](size(left), size(right));
  return Number.isNaN(result) ? undefined : result;
}

function precisely(operator: ArithmeticOperator, left: PreciseNumber, right: PreciseNumber): Numeric {
  const precision = Math.max(left.precision, right.precision);
  switch (operator) {
    case '+':
    case '-':
      return sum(left, right, operator === '+' ? 1n : -1n, precision);
    case '*':
      // A product has as many bits as it takes, up to 512.
      return normalize(multiplied(left, right, PRECISION).withPrecision(precision));
    case '/':
      return normalize(quotient(left, right, precision));
    case '%': {
      const times = quotient(left, right, precision).truncated();
      if (times === 0n) return normalize(left);
      const whole = PreciseNumber.rounded(times, 0, left.precision);
      return sum(left, multiplied(right, whole, left.precision), -1n, left.precision);
    }
  }
}

function sum(left: PreciseNumber, right: PreciseNumber, sign: bigint, precision: number): Numeric {
  const exponent = Math.min(left.exponent, right.exponent);
  const a = left.mantissa << BigInt(left.exponent - exponent);
  const b = right.mantissa << BigInt(right.exponent - exponent);
  const mantissa = a + sign * b;
  return mantissa === 0n ? 0 : normalize(PreciseNumber.rounded(mantissa, exponent, precision));
}

function multiplied(left: PreciseNumber, right: PreciseNumber, precision: number): PreciseNumber {
  return PreciseNumber.rounded(left.mantissa * right.mantissa, left.exponent + right.exponent, precision);
}

function quotient(left: PreciseNumber, right: PreciseNumber, precision: number): PreciseNumber {
  return PreciseNumber.quotient(left.mantissa, right.mantissa, left.exponent - right.exponent, precision);
}

export function negated(value: Numeric): Numeric {
  return value instanceof PreciseNumber
    ? PreciseNumber.rounded(-value.mantissa, value.exponent, value.precision)
    : -value;
}

/** The greatest integer not above (`floor`), or the least not below (`ceil`). */
export function roundToInteger(value: Numeric, direction: 'floor' | 'ceil'): Numeric {
  if (typeof value === 'bigint') return value;
  // Adding zero takes the sign off a zero.
  if (typeof value === 'number') return normalize(Math[direction](value) + 0);
  const whole = value.truncated();
  if (value.isInteger || (direction === 'floor') !== value.mantissa < 0n) return normalize(whole);
  return normalize(direction === 'floor' ? whole - 1n : whole + 1n);
}
