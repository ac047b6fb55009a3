import { Marked, SetValue, UNKNOWN, type Value } from '@virtform/values';
import { compareText, printCompact, printString, printValue } from '../../src/state/json-print.js';

describe('printing as Go does', () => {
  it.each<[Value, string]>([
    [1e21, '1000000000000000000000'],
    [1.5e300, `15${'0'.repeat(299)}`],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [-0, '0'],
    [12345678901234567890n, '12345678901234567890'],
    [{}, '{}'],
    [[], '[]'],
    [
      { b: [1, { c: null }], a: 'x' },
      '{\n  "a": "x",\n  "b": [\n    1,\n    {\n      "c": null\n    }\n  ]\n}',
    ],
    [{ 9: 1, 10: 2, é: 3, z: 4 }, '{\n  "10": 2,\n  "9": 1,\n  "z": 4,\n  "é": 3\n}'],
  ])('%p', (value, text) => {
    expect(printValue(value)).toBe(text);
  });

  it.each([
    ['<a & b>', '"\\u003ca \\u0026 b\\u003e"'],
    ['\u2028\u2029', '"\\u2028\\u2029"'],
    ['\b\f\n\r\t\u0001', '"\\b\\f\\n\\r\\t\\u0001"'],
    ['é😀/\u007f', '"é😀/\u007f"'],
  ])('escapes in %j what Go escapes', (text, printed) => {
    expect(printString(text)).toBe(printed);
  });

  it('prints equal values alike on one line', () => {
    expect(printCompact({ b: 1, a: [true, null] })).toBe('{"a":[true,null],"b":1}');
  });

  it.each<[string, Value]>([
    ['an unknown value', { a: [UNKNOWN] }],
    ['a marked value', { a: [new Marked('secret', new Set(['sensitive']))] }],
    ['a set', { a: [new SetValue([])] }],
    ['what is no number', { a: [Number.NaN] }],
  ])('refuses %s, says where, and does not say what', (_, value) => {
    expect(() => printValue(value)).toThrow(
      'A value at a[0] is not known, marked or a set, and cannot be stored',
    );
  });
});

describe('the order of texts', () => {
  it('is that of their bytes in UTF-8', () => {
    expect(['\uffff', '😀', 'é', 'z', 'Z', ''].sort(compareText)).toEqual([
      '',
      'Z',
      'z',
      'é',
      '\uffff',
      '😀',
    ]);
  });
});
