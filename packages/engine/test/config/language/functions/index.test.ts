import { FAMILIES, findFunction } from '../../../../src/config/language/functions';

test.each(Object.entries(FAMILIES))('the family %s holds what the table says', (_, { names, load }) => {
  expect(Object.keys(load()).sort()).toEqual([...names].sort());
});

it('knows nothing else', () => {
  expect(findFunction('toString')).toBeUndefined();
  expect(findFunction('__proto__')).toBeUndefined();
});
