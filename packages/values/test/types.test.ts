import {
  collectionType,
  type CollectionType,
  mark,
  remark,
  sameTyped,
  SetValue,
  type Type,
  typed,
  typeOf,
  Unknown,
  unknownOf,
  unmarkDeep,
  type Value,
} from '../src/index.js';

const LIST: CollectionType = { kind: 'list', element: 'string' };
const MAP: CollectionType = { kind: 'map', element: 'number' };

describe('typeOf', () => {
  test.each<[string, Value, Type]>([
    ['text', 'a', 'string'],
    ['a number', 1, 'number'],
    ['a large number', 2n ** 70n, 'number'],
    ['a truth', true, 'bool'],
    ['null', null, 'any'],
    ['an array', ['a', 1], { kind: 'tuple', elements: ['string', 'number'] }],
    ['an array that is a list', typed(['a'], LIST), LIST],
    [
      'an object',
      { b: 1, a: null },
      {
        kind: 'object',
        attributes: new Map<string, Type>([
          ['a', 'any'],
          ['b', 'number'],
        ]),
      },
    ],
    ['an object that is a map', typed({ a: 1 }, MAP), MAP],
    ['a set', new SetValue([null, 'a']), { kind: 'set', element: 'string' }],
    ['what is marked', mark(typed(['a'], LIST), ['sensitive']), LIST],
    ['what is not known', new Unknown('string'), 'string'],
    ['a list that is not known', unknownOf(LIST), LIST],
  ])('of %s', (_, value, type) => {
    expect(typeOf(value)).toEqual(type);
  });
});

test('only lists, sets and maps are collections', () => {
  expect(collectionType(typed(['a'], LIST))).toBe(LIST);
  expect(collectionType(['a'])).toBeUndefined();
  expect(collectionType(typed([null], { kind: 'tuple', elements: ['string'] }))).toBeUndefined();
});

test('marks come off and on without the type being lost', () => {
  const inner = typed({ a: mark(1, ['sensitive']) }, MAP);
  const bare = unmarkDeep({ list: typed(['a', mark('b', ['sensitive'])], LIST), inner });
  expect(typeOf(bare.value)).toEqual({
    kind: 'object',
    attributes: new Map<string, Type>([
      ['inner', MAP],
      ['list', LIST],
    ]),
  });
  expect(typeOf(remark(bare))).toEqual(typeOf(bare.value));
});

describe('sameTyped', () => {
  test.each<[string, Value, Value, boolean]>([
    ['two lists', typed(['a'], LIST), typed(['a'], LIST), true],
    ['a list and a tuple', typed(['a'], LIST), ['a'], false],
    ['a map and an object', { x: typed({ a: 1 }, MAP) }, { x: { a: 1 } }, false],
    ['other values', typed(['a'], LIST), typed(['b'], LIST), false],
    [
      'a null of a type and a plain one',
      typed({ a: null }, { kind: 'object', attributes: new Map([['a', 'string']]) }),
      { a: null },
      true,
    ],
  ])('of %s', (_, left, right, same) => {
    expect(sameTyped(left, right)).toBe(same);
  });
});
