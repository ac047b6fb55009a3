// Logarithms and exponentials as Go computes them on x86-64, to the last bit: those of JavaScript are as near, and often another
// double. The methods are well known; what counts is in which order they round.
import { PreciseNumber } from '@virtform/values';

/** The natural logarithm of 2, as a part that few bits say and the rest. */
const LOG_2_HIGH = 6.9314718036912381649e-1;
const LOG_2_LOW = 1.90821492927058770002e-10;

/** What `log(1 + f) - f` is approximated by, in powers of `f / (2 + f)`: the odd and the even coefficients, highest first. */
const LOG_ODD = [
  1.479819860511658591e-1, 1.818357216161805012e-1, 2.857142874366239149e-1, 6.66666666666673513e-1,
] as const;
const LOG_EVEN = [1.531383769920937332e-1, 2.222219843214978396e-1, 3.999999999940941908e-1] as const;

/** The natural logarithm: of a mantissa around one, by a polynomial, and of the power of two by a product. */
export function logarithm(value: number): number {
  if (value <= 0 || !Number.isFinite(value)) return Math.log(value);
  let { mantissa, places } = split(value);
  if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    places -= 1;
  }
  const fraction = mantissa - 1;
  const ratio = fraction / (2 + fraction);
  const square = ratio * ratio;
  const fourth = square * square;
  const polynomial = (coefficients: readonly number[]): number =>
    coefficients.reduce((sum, coefficient) => sum * fourth + coefficient);
  const rest = square * polynomial(LOG_ODD) + fourth * polynomial(LOG_EVEN);
  const half = 0.5 * fraction * fraction;
  return places * LOG_2_HIGH - (half - (ratio * (half + rest) + places * LOG_2_LOW) - fraction);
}

const BITS_PER_E = Math.LOG2E;
const BIT_HIGH = 0.693147180559663;
const BIT_LOW = 2.8235290563031577e-13;

/** What the powers of the series are divided by, from the eighth down. */
const FACTORIALS: readonly number[] = [40320, 5040, 720, 120, 24, 6, 2, 1];

/** e to a power that is neither too great nor too small for a double: by a series for a sixteenth of it, and squaring. */
export function exponential(power: number): number {
  const places = roundedToEven(BITS_PER_E * power);
  const rest = fused(-places, BIT_LOW, fused(-places, BIT_HIGH, power)) * 0.0625;
  // e^x - 1 all along: e^2x - 1 is (e^x - 1)(e^x + 1).
  let lessOne =
    rest * FACTORIALS.map((factorial) => 1 / factorial).reduce((sum, part) => fused(rest, sum, part));
  for (let doubled = 0; doubled < 3; doubled += 1) lessOne *= lessOne + 2;
  return scaled(fused(lessOne + 2, lessOne, 1), places);
}

function roundedToEven(value: number): number {
  const below = Math.floor(value);
  const isUp = value - below === 0.5 ? below % 2 !== 0 : value - below > 0.5;
  return isUp ? below + 1 : below;
}

/** `left × right + more`, rounded once: what processors do in one step and JavaScript cannot. */
function fused(left: number, right: number, more: number): number {
  if (left === 0 || right === 0 || more === 0) return left * right + more;
  const [a, b, c] = [wholeOf(left), wholeOf(right), wholeOf(more)];
  const places = Math.min(a.places + b.places, c.places);
  const product = (a.whole * b.whole) << BigInt(a.places + b.places - places);
  const sum = product + (c.whole << BigInt(c.places - places));
  return sum === 0n ? 0 : PreciseNumber.rounded(sum, places, DOUBLE_PRECISION).toNumber();
}

/** Bits of a double. */
const DOUBLE_PRECISION = 53;

/** A double exactly: `whole × 2^places`. */
function wholeOf(value: number): { readonly whole: bigint; readonly places: number } {
  const { mantissa, places } = split(value);
  return { whole: BigInt(mantissa * 2 ** DOUBLE_PRECISION), places: places - DOUBLE_PRECISION };
}

/** `mantissa × 2^places`, the mantissa from a half to one. */
export function split(value: number): { mantissa: number; places: number } {
  let places = Math.floor(Math.log2(Math.abs(value))) + 1;
  let mantissa = scaled(value, -places);
  if (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    places += 1;
  } else if (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    places -= 1;
  }
  return { mantissa, places };
}

/** `value × 2^places`, in steps that no double is left by before its end. */
export function scaled(value: number, places: number): number {
  const bound = Math.max(-4400, Math.min(4400, places));
  let result = value;
  let rest = bound;
  while (rest !== 0) {
    const step = Math.max(-1000, Math.min(1000, rest));
    result *= 2 ** step;
    rest -= step;
  }
  return result;
}
