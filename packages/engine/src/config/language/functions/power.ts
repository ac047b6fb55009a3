import { exponential, logarithm, scaled, split } from './exponential.js';

/**
 * A power as Go computes it, to the last bit: JavaScript's own is as near, and often another double. Square roots are that; else
 * the fraction of the exponent goes by logarithms, and its whole part by squaring, with a mantissa between a half and one.
 */
export function power(base: number, exponent: number): number {
  const size = Math.abs(exponent);
  if (isSpecial(base, exponent)) return special(base, exponent);
  if (size === 0.5) return exponent > 0 ? Math.sqrt(base) : 1 / Math.sqrt(base);
  let whole = Math.trunc(size);
  let fraction = size - whole;
  if (fraction !== 0 && base < 0) return Number.NaN;
  if (fraction > 0.5) {
    fraction -= 1;
    whole += 1;
  }
  let result = fraction === 0 ? 1 : exponential(fraction * logarithm(base));
  let binary = 0;
  let { mantissa, places } = split(base);
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 2)) {
    // Beyond all doubles: nothing but infinity or zero can come of it.
    if (Math.abs(places) > 4096) {
      binary += places;
      break;
    }
    if (rest % 2 === 1) {
      result *= mantissa;
      binary += places;
    }
    mantissa *= mantissa;
    places *= 2;
    if (mantissa < 0.5) {
      mantissa *= 2;
      places -= 1;
    }
  }
  return exponent < 0 ? scaled(1 / result, -binary) : scaled(result, binary);
}

/** What needs no computing, or could not be: squaring ends for neither. */
function isSpecial(base: number, exponent: number): boolean {
  return (
    base === 0 ||
    base === 1 ||
    !Number.isFinite(base) ||
    !Number.isFinite(exponent) ||
    Math.abs(exponent) >= 2 ** 53
  );
}

/** One to any power is one, of infinity as well; JavaScript has it otherwise. */
function special(base: number, exponent: number): number {
  return base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
}
