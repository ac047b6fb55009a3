import { createSets } from '../../../src/kinds/shared/sets.js';

test('members come and go by a name', () => {
  const sets = createSets<number>();
  sets.add('a', 1);
  sets.add('a', 2);
  sets.add('b', 1);
  sets.remove('a', 1);
  expect([...sets.of('a')]).toEqual([2]);
  expect([...sets.of('b')]).toEqual([1]);
});

test('what nobody added is in no set', () => {
  const sets = createSets<number>();
  sets.remove('a', 1);
  sets.add('a', 1);
  sets.remove('a', 1);
  expect([...sets.of('a'), ...sets.of('b')]).toEqual([]);
});
