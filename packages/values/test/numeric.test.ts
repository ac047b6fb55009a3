import fc from 'fast-check';
import {
  compareNumbers,
  exactOf,
  formatNumber,
  normalize,
  type Numeric,
  numberKey,
  parseNumber,
  PreciseNumber,
  PRECISION,
  roundedDigits,
  sameNumber,
  shortestOf,
  toBigInt,
  toNumber,
} from '../src';

function read(text: string): Numeric {
  const number = parseNumber(text);
  if (number === undefined) throw new Error(`${text} is no number`);
  return number;
}

const third = normalize(PreciseNumber.quotient(1n, 3n, 0, PRECISION));

describe('a number that is read', () => {
  it.each([
    ['0.1', 0.1],
    ['1.50', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1.5p4', 24],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['1e21', 10n ** 21n],
    ['+Inf', Infinity],
    ['-inf', -Infinity],
    ['-0', -0],
  ])('%s is a plain one', (text, number) => {
    expect(read(text)).toBe(number);
  });

  it.each(['0.12345678901234567890123', '12345678901234567890.5', `1${'0'.repeat(400)}`])(
    '%s keeps its digits, which no plain one has',
    (text) => {
      expect(read(text)).toBeInstanceOf(PreciseNumber);
      expect(formatNumber(read(text))).toBe(text);
    },
  );

  it.each(['', '-', '.', 'e5', '1e', '0x10', '1_000', ' 1', 'NaN', 'Infinity', '1e10001'])(
    '"%s" is none',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it('is written as Terraform writes it: 155 digits of a third', () => {
    expect(formatNumber(third)).toBe(`0.${'3'.repeat(154)}5`);
  });
});

/** Decimals of any length, with the point anywhere. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 180n), max: 10n ** 180n }), fc.integer({ min: -400, max: 200 }))
  .map(([mantissa, exponent]) => `${mantissa}e${exponent}`);

describe('any number', () => {
  it('is read back from what it is written as', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const number = read(text);
        expect(read(formatNumber(number))).toEqual(number);
      }),
    );
  });

  it('has one form only, so that the same text and the same number are one', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 5 }), (text, zeros) => {
        const [mantissa = '', exponent = ''] = text.split('e');
        const longer = `${mantissa}${'0'.repeat(zeros)}e${Number(exponent) - zeros}`;
        expect(read(longer)).toEqual(read(text));
      }),
    );
  });

  it('that JavaScript writes is the double that it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (double) => {
        const number = read(formatNumber(double));
        expect(toNumber(number)).toBe(double);
      }),
    );
  });

  it('has its place in one order', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [[x = '', p = ''], [y = '', q = '']] = [a.split('e'), b.split('e')];
        const least = Math.min(Number(p), Number(q));
        const left = BigInt(x) * 10n ** BigInt(Number(p) - least);
        const right = BigInt(y) * 10n ** BigInt(Number(q) - least);
        // Beyond 154 digits two may become the same number.
        const order = compareNumbers(read(a), read(b));
        expect([order, 0]).toContain(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  it('has digits that are all of it, and the shortest are the beginning of those', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const number = read(text);
        const shortest = shortestOf(number);
        expect(roundedDigits(exactOf(number), shortest.digits.length)).toEqual(shortest);
      }),
    );
  });
});

describe('numbers of different kinds', () => {
  it('compare by their value', () => {
    expect(compareNumbers(third, 1)).toBe(-1);
    expect(compareNumbers(third, read('0.3333'))).toBe(1);
    expect(compareNumbers(10n ** 30n, third)).toBe(1);
    expect(compareNumbers(-Infinity, third)).toBe(-1);
    expect(compareNumbers(third, Infinity)).toBe(-1);
    expect(compareNumbers(0, third)).toBe(-1);
  });

  it('are the same where they are written the same, whatever they were computed with', () => {
    const double = PreciseNumber.quotient(1n, 10n, 0, 53);
    expect(sameNumber(double, 0.1)).toBe(true);
    expect(compareNumbers(double, 0.1)).toBe(1);
    expect(numberKey(0)).toBe(numberKey(-0));
  });

  it('are integers or not', () => {
    expect(toBigInt(third)).toBeUndefined();
    expect(toBigInt(Infinity)).toBeUndefined();
    expect(toBigInt(read('1e400'))?.toString()).toHaveLength(401);
  });
});
