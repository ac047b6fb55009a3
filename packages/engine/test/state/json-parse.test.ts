import fc from 'fast-check';
import { isNumeric, toNumber } from '@virtform/values';
import { JsonSyntaxError, parseJson } from '../../src/state/json-parse.js';
import { printValue } from '../../src/state/json-print.js';

/** An integer this long makes our own reader do the work. */
const LONG = '[12345678901234567890';

describe('reading JSON', () => {
  it.each<[string, unknown]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['{"n": 12345678901234567890}', { n: 12345678901234567890n }],
    ['[1234567890123456, 0.25, -1e-7]', [1234567890123456, 0.25, -1e-7]],
    [
      `${LONG}, "\\u00e9\\ud83d\\ude00\\/\\n\u007f", true, false, null, {}, []]`,
      [12345678901234567890n, 'é😀/\n\u007f', true, false, null, {}, []],
    ],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each([
    '0.33333333333333333333333333',
    '12345678901234567890.5',
    `1${'0'.repeat(400)}`,
    '0.0000000000000000000000000000001000000000000000000001',
  ])('keeps the text of %s, which is more than a number says', (text) => {
    const read = parseJson(`{"a": [1, ${text}], "b": ${text}, "c": 0.25}`);
    expect(printValue(read)).toBe(printValue({ a: [1, 'x'], b: 'x', c: 0.25 }).replaceAll('"x"', text));
  });

  it('keeps a member called __proto__ a member', () => {
    const read = parseJson(`${LONG}, {"__proto__": 1}]`);
    expect(JSON.stringify(Array.isArray(read) && read[1])).toBe('{"__proto__":1}');
  });

  it('agrees with JSON.parse on whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const read = parseJson(`${LONG}, ${json}]`);
        const rounded = JSON.stringify(read, (_, value: unknown) =>
          isNumeric(value) ? toNumber(value) : value,
        );
        expect(rounded).toBe(JSON.stringify([Number('12345678901234567890'), JSON.parse(json)]));
      }),
      { seed: 11 },
    );
  });

  it.each([
    ['', 1, 1, 'a value is expected, and the text ends'],
    ['{"a": 1,\n\n  }', 3, 3, 'a name in double quotes is expected'],
    ['{"a" 1}', 1, 6, '":" is expected'],
    ['[1\n2]', 2, 1, '"," or "]" is expected'],
    ['["a', 1, 4, 'a string does not end, and the text ends'],
    ['["a\nb"]', 1, 4, 'a control character in a string'],
    ['["\\x"]', 1, 3, 'an escape that JSON does not have'],
    ['[01]', 1, 3, '"," or "]" is expected'],
    ['[+1]', 1, 2, 'a value is expected'],
    ['1 2', 1, 3, 'nothing more is expected after the value'],
    [`${LONG}${',' + '['.repeat(1000)}`, 1, 1022, 'nested deeper than 1000 levels'],
  ])('names the place in %j', (text, line, column, found) => {
    try {
      parseJson(text);
    } catch (error) {
      expect(error).toBeInstanceOf(JsonSyntaxError);
      expect(error).toMatchObject({ line, column, found });
      return;
    }
    throw new Error('this was read');
  });
});
