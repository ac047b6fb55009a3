import fc from 'fast-check';
import { conformsToPlan, equalValues, mark, SetValue, UNKNOWN, Value } from '@virtform/values';

describe('equalValues', () => {
  test.each<[string, Value | undefined, Value | undefined, boolean]>([
    ['equal objects, other order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['an attribute more', { a: 1 }, { a: 1, b: 2 }, false],
    ['null and absent differ', { a: null }, {}, false],
    ['number and text differ', 1, '1', false],
    ['number and big integer of one value', 5, 5n, true],
    ['big integers past what a number holds', 2n ** 53n + 1n, 2n ** 53n, false],
    ['lists in another order', [1, 2], [2, 1], false],
    ['sets in another order', new SetValue([1, 2]), new SetValue([2, 1]), true],
    ['a set and a list', new SetValue([1]), [1], false],
    ['marks do not count', mark('x', ['sensitive']), 'x', true],
    ['unknown equals nothing', UNKNOWN, UNKNOWN, false],
    ['nothing equals nothing', undefined, undefined, true],
    ['a list and its beginning', [1, 2], [1], false],
  ])('%s', (_, left, right, expected) => {
    expect(equalValues(left, right)).toBe(expected);
  });
});

describe('conformsToPlan', () => {
  test.each<[string, Value | undefined, Value | undefined, boolean]>([
    ['unknown in the plan allows anything', { path: UNKNOWN }, { path: '/x' }, true],
    ['known in the plan must come true', { path: '/x' }, { path: '/y' }, false],
    ['unknown at apply never keeps a promise', { path: '/x' }, { path: UNKNOWN }, false],
    ['nothing may be added', { a: UNKNOWN }, { a: 1, b: 2 }, false],
  ])('%s', (_, planned, actual, expected) => {
    expect(conformsToPlan(planned, actual)).toBe(expected);
  });

  test('holds for any value and itself', () => {
    const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.bigInt(), fc.string());
    const shallow = fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar));
    const deep: fc.Arbitrary<Value> = fc.oneof(fc.array(shallow), fc.dictionary(fc.string(), shallow));
    fc.assert(fc.property(deep, (value) => conformsToPlan(value, structuredClone(value))));
  });
});
