import { bitLength, roundedShift, trailingZeros } from './bits.js';
import { shortestDigits, writeOut } from './digits.js';

/** Bits of a mantissa that Terraform keeps of a number that it reads (zclconf/go-cty: `big.Float` with a precision of 512). */
export const PRECISION = 512;

/**
 * How far exponents go, in bits: written out, a number of 2^131072 has 39,457 digits, which is more than anybody means. Terraform
 * goes on to 2^31 bits, and takes the memory for it.
 */
const MOST_BITS = 131_072;

/** A number that is too large or too small to be written out. */
export class NumberRangeError extends Error {
  constructor() {
    super('a number is beyond 2^±131072');
    this.name = 'NumberRangeError';
  }
}

/**
 * A number that neither a double nor an integer says exactly: `mantissa × 2^exponent`, as Terraform computes. A third is one, and
 * so is a decimal of more than 17 digits.
 *
 * Zero and what is infinite are plain numbers.
 */
export class PreciseNumber {
  private constructor(
    /** Odd. */
    readonly mantissa: bigint,
    readonly exponent: number,
    /** The bits that were there for the mantissa: the shortest decimal that rounds back to the number depends on it. */
    readonly precision: number,
  ) {}

  /**
   * The number rounded to a precision, half to the even mantissa; it must not be zero.
   *
   * @throws NumberRangeError
   */
  static rounded(mantissa: bigint, exponent: number, precision: number): PreciseNumber {
    const size = mantissa < 0n ? -mantissa : mantissa;
    const excess = bitLength(size) - precision;
    const kept = excess > 0 ? roundedShift(size, excess) : size;
    const zeros = trailingZeros(kept);
    const odd = kept >> BigInt(zeros);
    const last = exponent + Math.max(0, excess) + zeros;
    if (Math.abs(last + bitLength(odd)) > MOST_BITS) throw new NumberRangeError();
    return new PreciseNumber(mantissa < 0n ? -odd : odd, last, precision);
  }

  /** `mantissa × 10^exponent`, rounded to what Terraform keeps of what it reads; the mantissa must not be zero. */
  static ofDecimal(mantissa: bigint, exponent: number): PreciseNumber {
    if (exponent >= 0) return PreciseNumber.rounded(mantissa * 10n ** BigInt(exponent), 0, PRECISION);
    return PreciseNumber.quotient(mantissa, 10n ** BigInt(-exponent), 0, PRECISION);
  }

  /** `dividend ÷ divisor × 2^exponent`, rounded; neither may be zero. */
  static quotient(dividend: bigint, divisor: bigint, exponent: number, precision: number): PreciseNumber {
    const negative = dividend < 0n !== divisor < 0n;
    const above = dividend < 0n ? -dividend : dividend;
    const below = divisor < 0n ? -divisor : divisor;
    // Two bits more than are kept, and one that says whether anything is left behind them, decide how to round.
    const shift = Math.max(0, precision + 2 + bitLength(below) - bitLength(above));
    const scaled = above << BigInt(shift);
    const digits = scaled / below;
    const withRest = (digits << 1n) | (digits * below === scaled ? 0n : 1n);
    return PreciseNumber.rounded(negative ? -withRest : withRest, exponent - shift - 1, precision);
  }

  /** The same number with so many bits, or as many as its mantissa takes. */
  withPrecision(precision: number): PreciseNumber {
    const needed = bitLength(this.mantissa < 0n ? -this.mantissa : this.mantissa);
    return new PreciseNumber(this.mantissa, this.exponent, Math.max(precision, needed));
  }

  get isInteger(): boolean {
    return this.exponent >= 0;
  }

  /** The next double. */
  toNumber(): number {
    const size = this.mantissa < 0n ? -this.mantissa : this.mantissa;
    const excess = bitLength(size) - 64;
    // What is cut off shows in the last of 64 bits, so that rounding to a double goes the right way.
    const high = excess > 0 ? (size >> BigInt(excess)) | 1n : size;
    const exponent = this.exponent + Math.max(0, excess);
    const half = Math.trunc(exponent / 2);
    const result = Number(high) * 2 ** half * 2 ** (exponent - half);
    return this.mantissa < 0n ? -result : result;
  }

  /** The integer that it is, or the next one towards zero. */
  truncated(): bigint {
    if (this.exponent >= 0) return this.mantissa << BigInt(this.exponent);
    const size = (this.mantissa < 0n ? -this.mantissa : this.mantissa) >> BigInt(-this.exponent);
    return this.mantissa < 0n ? -size : size;
  }

  /** The shortest decimal that rounds back to the number, without an exponent: what Terraform makes of a number as text. */
  toString(): string {
    return (this.mantissa < 0n ? '-' : '') + writeOut(shortestDigits(this));
  }
}
