import { isList, type Json, parseType, printType, SetValue, typeOf } from '@virtform/values';
import { dynamicJson, dynamicValue } from '../../src/state/dynamic.js';
import { encodeValue, decodeValue } from '../../src/plan/encoding.js';

const SAMPLES: readonly (readonly [string, Json, Json])[] = [
  ['a tuple', ['a', 1], ['tuple', ['string', 'number']]],
  ['a list', ['a', 'b'], ['list', 'string']],
  ['an empty list', [], ['list', 'string']],
  ['a set', ['a', 'b'], ['set', 'string']],
  ['a map', { a: 'b' }, ['map', 'string']],
  ['an object', { a: 'b', c: [true] }, ['object', { a: 'string', c: ['list', 'bool'] }]],
  ['a null of a type', { a: null }, ['object', { a: 'string' }]],
  ['a list of objects', [{ a: null }], ['list', ['object', { a: ['map', 'number'] }]]],
  ['sets in a tuple', [[1], 2], ['tuple', [['set', 'number'], 'number']]],
  ['a value of any type', { a: null }, ['object', { a: 'dynamic' }]],
];

describe('an attribute of any type', () => {
  test.each(SAMPLES)('is written as it was read: %s', (_, value, type) => {
    expect(dynamicJson(dynamicValue({ value, type }))).toEqual({ value, type });
  });

  test.each(SAMPLES)('comes through a plan file with its type: %s', (_, value, type) => {
    const read = dynamicValue({ value, type });
    expect(dynamicJson(decodeValue(encodeValue(read)))).toEqual({ value, type });
  });

  test('is a set where its type says so', () => {
    expect(dynamicValue({ value: ['a'], type: ['set', 'string'] })).toBeInstanceOf(SetValue);
  });

  test.each<[string, Json, Json]>([
    ['a list for an object', ['a'], ['object', { a: 'string' }]],
    ['a map for a list', { a: 1 }, ['list', 'number']],
    ['a tuple that is too short', ['a', 'b'], ['tuple', ['string']]],
    ['what is no type', ['a'], ['heap', 'string']],
  ])('counts as what it is where its type is of something else: %s', (_, value, type) => {
    const read = dynamicValue({ value, type });
    expect(read).toEqual(value);
    expect(typeOf(read)).toMatchObject({ kind: isList(value) ? 'tuple' : 'object' });
  });

  test('that is null stands for itself', () => {
    expect(dynamicJson(dynamicValue(null))).toBeNull();
  });
});

test.each(SAMPLES)('a type reads as it was written: %s', (_, __, type) => {
  expect(printType(parseType(type))).toEqual(type);
});
