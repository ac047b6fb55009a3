import {
  type Digits,
  exactOf,
  formatNumber,
  isNumeric,
  type Numeric,
  roundedDigits,
  shortestOf,
  signOf,
  toBigInt,
  type Value,
} from '@virtform/values';
import { ConversionError, convert, textOf } from './convert.js';
import { FunctionProblem } from './functions/function.js';
import { toJson } from './functions/encoding.js';
import { graphemes } from './text.js';

const VERB = /%([-+ 0#]*)(\d+)?(?:\.(\d+)?)?(?:\[(\d+)\])?(.)/su;

interface Verb {
  readonly flags: string;
  readonly width: number;
  /** undefined: none given. */
  readonly precision: number | undefined;
  readonly letter: string;
}

/** The format language of Terraform's `format`, which is that of Go's fmt for values of the language. */
export function formatText(pattern: string, values: readonly Value[]): string {
  let result = '';
  let next = 0;
  let used = 0;
  let rest = pattern;
  let explicit = false;
  for (;;) {
    const at = rest.indexOf('%');
    if (at === -1) break;
    result += rest.slice(0, at);
    const match = VERB.exec(rest.slice(at));
    if (match?.index !== 0)
      throw new FunctionProblem(`unrecognized format sequence ${JSON.stringify(rest.slice(at))}`, 0);
    rest = rest.slice(at + match[0].length);
    const [whole, flags = '', width = '0', precision, argument, letter = ''] = match;
    if (letter === '%') {
      result += '%';
      continue;
    }
    if (argument !== undefined) {
      next = Number(argument) - 1;
      explicit = true;
    }
    const value = values[next];
    if (value === undefined)
      throw new FunctionProblem(
        `not enough arguments for ${JSON.stringify(whole)} at ${pattern.length - rest.length - whole.length}: need index ${next + 1} but have ${values.length} total`,
        0,
      );
    const hasPoint = whole.includes('.');
    const verb: Verb = {
      flags,
      width: Number(width),
      precision: precision === undefined ? (hasPoint ? 0 : undefined) : Number(precision),
      letter,
    };
    result += applyVerb(verb, value, next, whole);
    next += 1;
    used = Math.max(used, next);
  }
  if (!explicit && used < values.length)
    throw new FunctionProblem(
      used === 0
        ? 'too many arguments; no verbs in format string'
        : `too many arguments; only ${used} used by format string`,
      used + 1,
    );
  return result + rest;
}

function applyVerb(verb: Verb, value: Value, index: number, whole: string): string {
  const { letter } = verb;
  switch (letter) {
    case 'v':
      return pad(verb, plain(verb, value));
    case 's':
      return pad(verb, cut(verb, argument(value, 'string', index, whole)));
    case 'q':
      return pad(verb, toJson(argument(value, 'string', index, whole)));
    case 't':
      return pad(verb, argument(value, 'bool', index, whole));
    case 'd':
    case 'b':
    case 'o':
    case 'x':
    case 'X':
      return pad(verb, integer(verb, wholeNumber(value, index, whole)));
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return padNumber(verb, numeric(value, index, whole));
    default:
      throw new FunctionProblem(`unsupported format verb ${JSON.stringify(letter)} in ${whole}`, 0);
  }
}

function argument(value: Value, type: 'string' | 'bool', index: number, whole: string): string {
  return textOf(converted(value, type, index, whole)) ?? '';
}

function converted(value: Value, type: 'string' | 'bool' | 'number', index: number, whole: string): Value {
  const unsuitable = (why: string): FunctionProblem =>
    new FunctionProblem(`unsupported value for ${JSON.stringify(whole)}: ${why}`, index + 1);
  if (value === null) throw unsuitable('null value cannot be formatted');
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw unsuitable(error.message);
    throw error;
  }
}

function numeric(value: Value, index: number, whole: string): Numeric {
  const number = converted(value, 'number', index, whole);
  return isNumeric(number) ? number : 0;
}

/** %v: text as it is, everything that has parts as JSON. */
function plain(verb: Verb, value: Value): string {
  if (verb.flags.includes('#')) return toJson(value);
  if (typeof value === 'string') return cut(verb, value);
  if (isNumeric(value)) return fraction({ ...verb, letter: 'g' }, value);
  return toJson(value);
}

function cut({ precision }: Verb, text: string): string {
  return precision === undefined ? text : graphemes(text).slice(0, precision).join('');
}

function cased(letter: string, text: string): string {
  return letter === 'X' ? text.toUpperCase() : text;
}

const BASES: Readonly<Record<string, { readonly base: number; readonly prefix: string }>> = {
  d: { base: 10, prefix: '' },
  b: { base: 2, prefix: '0b' },
  o: { base: 8, prefix: '0' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
};

function wholeNumber(value: Value, index: number, whole: string): bigint {
  const integer = toBigInt(numeric(value, index, whole));
  if (integer !== undefined) return integer;
  throw new FunctionProblem(
    `unsupported value for ${JSON.stringify(whole)}: a whole number is required`,
    index + 1,
  );
}

function integer(verb: Verb, whole: bigint): string {
  const { base, prefix } = BASES[verb.letter] ?? { base: 10, prefix: '' };
  const digits = cased(verb.letter, (whole < 0n ? -whole : whole).toString(base));
  const padded = digits.padStart(verb.precision ?? 0, '0');
  return sign(verb, whole < 0n) + (verb.flags.includes('#') ? prefix : '') + padded;
}

function sign({ flags }: Verb, negative: boolean): string {
  if (negative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
}

function fraction(verb: Verb, value: Numeric): string {
  if (value === Infinity || value === -Infinity) return formatNumber(value);
  const upper = verb.letter === 'E' || verb.letter === 'G';
  const isNegative = signOf(value) < 0 || Object.is(value, -0);
  return sign(verb, isNegative) + cased(upper ? 'X' : 'x', digitsOf(verb, value));
}

/** Of a number that is cut to a precision all digits count, of which the shortest text shows fewer. */
function digitsOf({ letter, precision }: Verb, value: Numeric): string {
  switch (letter) {
    case 'f': {
      const size = exactOf(value);
      return positional(roundedDigits(size, size.point + (precision ?? 6)), precision ?? 6);
    }
    case 'e':
    case 'E':
      return scientific(roundedDigits(exactOf(value), (precision ?? 6) + 1), precision ?? 6);
    default:
      return general(precision === undefined ? shortestOf(value) : exactOf(value), precision);
  }
}

/** %g: without a precision the shortest that reads back the same, with an exponent from a million on, as in Go. */
function general(size: Digits, precision: number | undefined): string {
  const wanted = precision === undefined ? undefined : Math.max(1, precision);
  const kept = wanted === undefined ? size : roundedDigits(size, wanted);
  const digits = kept.digits.length;
  const limit = wanted === undefined ? 6 : wanted > digits && digits >= kept.point ? digits : wanted;
  const exponent = kept.point - 1;
  if (exponent < -4 || exponent >= limit) return scientific(kept, digits - 1);
  return positional(kept, Math.max(0, digits - kept.point));
}

function positional({ digits, point }: Digits, decimals: number): string {
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits;
  const split = Math.max(1, point);
  const whole = padded.slice(0, split);
  return decimals === 0 ? whole : `${whole}.${padded.slice(split).padEnd(decimals, '0')}`;
}

function scientific({ digits, point }: Digits, decimals: number): string {
  const exponent = point - 1;
  const mantissa =
    decimals === 0 ? digits.slice(0, 1) : `${digits.slice(0, 1)}.${digits.slice(1).padEnd(decimals, '0')}`;
  const size = Math.abs(exponent).toString().padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** What is infinite has no digits, which zeros could stand before. */
function padNumber(verb: Verb, value: Numeric): string {
  const isFinite = value !== Infinity && value !== -Infinity;
  return pad(isFinite ? verb : { ...verb, flags: verb.flags.replaceAll('0', '') }, fraction(verb, value));
}

function pad({ flags, width }: Verb, text: string): string {
  const missing = width - graphemes(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0')) return ' '.repeat(missing) + text;
  const signed = /^[-+ ]/.test(text);
  return signed ? text.slice(0, 1) + '0'.repeat(missing) + text.slice(1) : '0'.repeat(missing) + text;
}
