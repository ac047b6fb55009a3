import fc from 'fast-check';
import { hasLongNumber, isDeep } from '../../src/state/json-search.js';

/** Texts of which many hold what is looked for, at every place from which the search may start. */
function texts(pieces: readonly string[]): fc.Arbitrary<string> {
  const before = fc.integer({ min: 0, max: 420 }).map((count) => 'x'.repeat(count));
  const piece = fc.constantFrom(...pieces);
  return fc.tuple(before, fc.array(piece, { maxLength: 12 })).map(([start, all]) => start + all.join(''));
}

describe('numbers that say more than JavaScript does', () => {
  it.each([
    '9007199254740993',
    '{"a":1234567890123456}',
    '[-1234567890123456',
    '0.12345678901234',
    '{"a": 1e400}',
    '1E-300',
    '[12e+100]',
  ])('are in %s', (text) => {
    expect(hasLongNumber(text)).toBe(true);
  });

  it.each([
    '123456789012345',
    '0.1234567890123',
    '"8d1f2e90-1234-4567-8901-123456789012"',
    '1e99',
    '"3e123f"',
  ])('are not in %s', (text) => {
    expect(hasLongNumber(text)).toBe(false);
  });

  it('are found wherever they stand', () => {
    const pieces = ['1', '23', '4567890', '123456789012', '.', ' ', '-', ':', 'e', 'é', ','];
    fc.assert(
      fc.property(texts(pieces), (text) => {
        const found = /(?:^|[\s:[,-])\d{16}|\d\.\d{14}|\d[eE][+-]?\d{3,}(?:[\s,\]}]|$)/.test(text);
        expect(hasLongNumber(text)).toBe(found);
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});

describe('values nested too deep', () => {
  it.each([
    [199, false],
    [200, true],
    [1000, true],
  ])('%d brackets closed at once: %s', (count, deep) => {
    for (const closed of ['}', ']', ' ]', '}\n', `}${' '.repeat(300)}`]) {
      expect(isDeep(`{"a": ${closed.repeat(count)}`)).toBe(deep);
    }
  });

  it('are found wherever they stand', () => {
    const pieces = [']'.repeat(40), '}'.repeat(99), '}', '\n', ' '.repeat(150), '\t]', '"', ',', 'é'];
    fc.assert(
      fc.property(texts(pieces), (text) => {
        expect(isDeep(text)).toBe(/[\]}](?:\s*[\]}]){199}/.test(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('are looked for once in a run of spaces, however long', () => {
    expect(isDeep(' '.repeat(20_000_000))).toBe(false);
  });
});
