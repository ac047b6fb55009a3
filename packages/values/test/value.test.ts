import {
  isList,
  isObject,
  isUnknown,
  isWhollyKnown,
  Marked,
  SetValue,
  UNKNOWN,
  Value,
} from '@virtform/values';

const secret = new Marked('s3cret', new Set(['sensitive'] as const));
const hidden = new Marked(UNKNOWN, new Set(['sensitive'] as const));

describe('isObject', () => {
  test.each<[string, Value | undefined, boolean]>([
    ['an object', { a: 1 }, true],
    ['an empty object', {}, true],
    ['a list', [1], false],
    ['null', null, false],
    ['nothing', undefined, false],
    ['an unknown value', UNKNOWN, false],
    ['a marked object', new Marked({ a: 1 }, new Set()), false],
    ['a set', new SetValue([1]), false],
  ])('%s', (_, value, expected) => {
    expect(isObject(value)).toBe(expected);
  });
});

describe('isList', () => {
  test.each<[string, Value, boolean]>([
    ['a list', [], true],
    ['a set', new SetValue([]), false],
    ['an object', {}, false],
  ])('%s', (_, value, expected) => {
    expect(isList(value)).toBe(expected);
  });
});

describe('isUnknown looks at the value itself', () => {
  test.each<[string, Value | undefined, boolean]>([
    ['unknown', UNKNOWN, true],
    ['unknown under a mark', hidden, true],
    ['an object with an unknown part', { a: UNKNOWN }, false],
    ['a secret', secret, false],
    ['nothing', undefined, false],
  ])('%s', (_, value, expected) => {
    expect(isUnknown(value)).toBe(expected);
  });
});

describe('isWhollyKnown looks at every part', () => {
  test.each<[string, Value, boolean]>([
    ['a string', 'a', true],
    ['a big integer', 2n ** 60n, true],
    ['nested known parts', { a: [{ b: secret }] }, true],
    ['unknown in a list in an object', { a: [1, UNKNOWN] }, false],
    ['unknown in a set', new SetValue([UNKNOWN]), false],
    ['unknown under a mark, deep', [{ a: hidden }], false],
  ])('%s', (_, value, expected) => {
    expect(isWhollyKnown(value)).toBe(expected);
  });
});
