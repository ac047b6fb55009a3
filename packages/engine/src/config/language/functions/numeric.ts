import {
  compareNumbers,
  normalize,
  type Numeric,
  PreciseNumber,
  signOf,
  toBigInt,
  toNumber,
  type Value,
} from '@virtform/values';
import { calculate, negated, roundToInteger } from '../arithmetic.js';
import { listOf } from '../types.js';
import { convert } from '../convert.js';
import {
  asElements,
  asInteger,
  asNumber,
  asText,
  FunctionFamily,
  FunctionProblem,
  FunctionSpec,
  listType,
  parameter,
} from './function.js';
import { logarithm } from './exponential.js';
import { power } from './power.js';

function ofNumber(run: (number: Numeric) => Value): FunctionSpec {
  return {
    parameters: [parameter('num', 'number')],
    returns: 'number',
    run: ([value]) => run(asNumber(value)),
  };
}

/** The greatest (1) or the least (-1) of all arguments. */
function extreme(sign: 1 | -1): FunctionSpec {
  return {
    parameters: [],
    rest: parameter('numbers', 'number'),
    returns: 'number',
    run: (values) => {
      const [first, ...others] = values.map(asNumber);
      if (first === undefined) throw new FunctionProblem('must pass at least one number');
      return others.reduce((best, each) => (compareNumbers(each, best) === sign ? each : best), first);
    },
  };
}

/** As many elements as Terraform makes at most. */
const LONGEST_RANGE = 1024;

function range(values: readonly Value[]): readonly Value[] {
  const [first = 0, second, third] = values.map(asNumber);
  if (values.length < 1 || values.length > 3)
    throw new FunctionProblem('must have one, two or three arguments');
  const start = second === undefined ? 0 : first;
  const end = second ?? first;
  const down = compareNumbers(end, start) < 0;
  const step = third ?? (down ? -1 : 1);
  if (step === 0 && compareNumbers(start, end) === 0) return listOf([], 'number');
  if (step === 0) throw new FunctionProblem('step must not be zero', 2);
  if (down && signOf(step) > 0)
    throw new FunctionProblem('end must be greater than start when step is positive', 1);
  if (!down && signOf(step) < 0)
    throw new FunctionProblem('end must be less than start when step is negative', 1);
  const elements: Numeric[] = [];
  for (
    let at: Numeric = start;
    down ? compareNumbers(at, end) > 0 : compareNumbers(at, end) < 0;
    at = calculate('+', at, step) ?? end
  ) {
    if (elements.length >= LONGEST_RANGE)
      throw new FunctionProblem(
        `more than ${LONGEST_RANGE} values were generated; either decrease the difference between start and end or use a smaller step`,
      );
    elements.push(at);
  }
  return listOf(elements, 'number');
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Up to base 36 letters count in either case; above, upper case stands for 36 to 61. */
function parseInteger(text: string, base: number): Numeric {
  if (!Number.isInteger(base) || base < 2 || base > 62)
    throw new FunctionProblem('base must be a whole number between 2 and 62 inclusive', 1);
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  let result = 0n;
  for (const character of base <= 36 ? digits.toLowerCase() : digits) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0 || digit >= base) throw unparsable(text, base);
    result = result * BigInt(base) + BigInt(digit);
  }
  if (digits === '') throw unparsable(text, base);
  return normalize(negative ? -result : result);
}

function unparsable(text: string, base: number): FunctionProblem {
  return new FunctionProblem(`cannot parse ${JSON.stringify(text)} as a base ${base} integer`, 0);
}

/** Bits of a double: what comes of floating point has no more. */
const DOUBLE_PRECISION = 53;

/** What is computed in doubles keeps their precision, and is written out to no more digits than that. */
function ofDouble(result: number, what: string): Numeric {
  if (Number.isNaN(result)) throw new FunctionProblem(`the ${what} is not a number`);
  if (result === 0 || !Number.isFinite(result)) return result;
  const exponent = Math.floor(Math.log2(Math.abs(result))) - DOUBLE_PRECISION;
  const half = Math.trunc(exponent / 2);
  const mantissa = BigInt(result / 2 ** half / 2 ** (exponent - half));
  return normalize(PreciseNumber.rounded(mantissa, exponent, DOUBLE_PRECISION));
}

function sum(value: Value | undefined): Numeric {
  const elements = asElements(value, 0);
  if (elements.length === 0) throw new FunctionProblem('cannot sum an empty list', 0);
  return elements
    .map((element) => {
      if (element === null)
        throw new FunctionProblem('argument must be list, set, or tuple of number values', 0);
      return asNumber(convert(element, 'number'));
    })
    .reduce((total, each) => {
      const sum = calculate('+', total, each);
      if (sum === undefined) throw new FunctionProblem('the sum is not a number', 0);
      return sum;
    });
}

export const NUMERIC: FunctionFamily = {
  abs: ofNumber((number) => (signOf(number) < 0 ? negated(number) : number === 0 ? 0 : number)),
  ceil: ofNumber((number) => roundToInteger(number, 'ceil')),
  floor: ofNumber((number) => roundToInteger(number, 'floor')),
  signum: ofNumber((number) => {
    const whole = toBigInt(number);
    // Terraform takes what a machine's integer holds.
    if (whole === undefined || BigInt.asIntN(64, whole) !== whole)
      throw new FunctionProblem('a whole number of no more than 64 bits is required', 0);
    return signOf(number);
  }),
  log: {
    parameters: [parameter('num', 'number'), parameter('base', 'number')],
    returns: 'number',
    run: ([number, base]) =>
      ofDouble(logarithm(toNumber(asNumber(number))) / logarithm(toNumber(asNumber(base))), 'logarithm'),
  },
  max: extreme(1),
  min: extreme(-1),
  parseint: {
    parameters: [parameter('number', 'any'), parameter('base', 'number')],
    returns: 'number',
    run: ([text, base]) => {
      if (typeof text !== 'string') throw new FunctionProblem('first argument must be a string', 0);
      return parseInteger(asText(text), asInteger(base, 1));
    },
  },
  pow: {
    parameters: [parameter('num', 'number'), parameter('power', 'number')],
    returns: 'number',
    run: ([base, exponent]) =>
      ofDouble(power(toNumber(asNumber(base)), toNumber(asNumber(exponent))), 'power'),
  },
  range: {
    parameters: [],
    rest: parameter('params', 'number'),
    returns: listType('number'),
    run: range,
  },
  sum: { parameters: [parameter('list', 'any')], returns: 'number', run: ([list]) => sum(list) },
};
