import fc from 'fast-check';
import { type Comparing, NamePattern } from '../../../../src/config/language/functions/glob';

/** How many comparisons it takes to find out. */
function comparisonsOf(pattern: string, name: string): number {
  const comparing: Comparing = { comparisons: 0 };
  new NamePattern(pattern).matches(name, comparing);
  return comparing.comparisons;
}

/** What keeps a matcher that goes back busy for ever, against a name of nothing but `a`. */
const GREEDY: readonly (readonly [what: string, pattern: string])[] = [
  ['stars between letters', `${'*a'.repeat(500)}b`],
  ['stars between any characters', `${'*?'.repeat(500)}b`],
  ['stars alone', `${'*'.repeat(1000)}b`],
  ['letters before stars', `${'a*'.repeat(120)}b`],
  ['choices between the same', `${'{a,a}'.repeat(150)}b`],
  ['choices of different lengths', `${'{a,aa}'.repeat(150)}b`],
  ['choices of a letter or a star', `${'{a,*}'.repeat(150)}b`],
  ['many choices of nothing', `*{${','.repeat(500)}}${'a'.repeat(200)}b`],
  [
    'choices of every length',
    `*{${Array.from({ length: 40 }, (_, index) => 'a'.repeat(index)).join(',')}}*b`,
  ],
  ['classes before stars', `${'[a-z]*'.repeat(150)}b`],
  ['choices in choices', `${'{'.repeat(300)}${'a}'.repeat(300)}b`],
  ['choices in choices of stars', `${'{*,'.repeat(150)}${'a}'.repeat(150)}b`],
];

describe('a name is matched in linear time', () => {
  it.each(GREEDY)('%s', (_, pattern) => {
    const name = 'a'.repeat(255);
    // Each character of the pattern meets each of the name a few times at most.
    expect(comparisonsOf(pattern, name)).toBeLessThan(4 * pattern.length * name.length);
  });

  it('whatever the pattern and the name are', () => {
    const part = fc.constantFrom(
      '*',
      '**',
      '?',
      'a',
      'b',
      '[ab]',
      '[^a]',
      '\\a',
      '{a,b}',
      '{a,*}',
      '{,a}',
      '{*a,aa}',
    );
    const pattern = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(pattern, name, (given, called) => {
        expect(comparisonsOf(given, called)).toBeLessThanOrEqual(
          4 * (given.length + 1) * (called.length + 1),
        );
      }),
    );
  });

  it('refuses a pattern that no name needs', () => {
    expect(() => new NamePattern('*'.repeat(1025))).toThrow('at most 1024 characters');
  });
});

describe('a name is matched as a regular expression would', () => {
  /** Parts without choices, and what they are as regular expressions. */
  const PARTS: Readonly<Record<string, string>> = {
    '*': '.*',
    '?': '.',
    a: 'a',
    b: 'b',
    '.': '\\.',
    '[ab]': '[ab]',
    '[^a]': '[^a]',
    '[a-c]': '[a-c]',
    '\\*': '\\*',
    '\\?': '\\?',
    é: 'é',
  };

  it('where there are no choices, and no stars behind stars', () => {
    const parts = fc.array(fc.constantFrom(...Object.keys(PARTS)), { minLength: 1, maxLength: 8 });
    const name = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', '.', '*', '?', 'é', '😀'),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(parts, name, (given, called) => {
        fc.pre(!given.join('').includes('**'));
        const expression = new RegExp(`^${given.map((part) => PARTS[part] ?? '').join('')}$`, 'su');
        expect(new NamePattern(given.join('')).matches(called)).toBe(expression.test(called));
      }),
      { numRuns: 1000 },
    );
  });
});
