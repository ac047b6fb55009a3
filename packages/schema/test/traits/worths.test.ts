import type { Item } from './items';
import { Pairs } from './pairs';
import { Worths } from './worths';

const names = ['a', 'b', 'c', 'd'];
const item = (...numbers: readonly number[]): Item => ({ place: 'list', placed: [], numbers });
const none = (): number => 0;
/** A hair more than the least, so that what makes one pair new counts. */
const hair = (): number => 0.1;

test('an item is worth the pairs of its own that are new', () => {
  const items = [item(0), item(0, 1), item(0, 1, 2)];
  expect(new Worths(items, new Pairs(names), none).next()).toBe(items[2]);
});

test('and those with what is there, as it comes', () => {
  const pairs = new Pairs(names);
  pairs.note('a', 'b', 'together');
  const items = [item(0), item(1), item(2), item(3)];
  const [a, b, c] = items;
  const worths = new Worths(items, pairs, hair);
  expect(worths.next()).toBeUndefined();
  if (a === undefined || b === undefined || c === undefined) throw new Error('no items');
  worths.take(a);
  expect(worths.has(0)).toBe(true);
  expect([worths.next(), worths.next(), worths.next()]).toEqual([c, items[3], undefined]);
  worths.take(c);
  expect(worths.next()).toBe(b);
});

test('what stands there is worth nothing once more', () => {
  const items = [item(0, 1), item(0), item(2)];
  const worths = new Worths(items, new Pairs(names), hair);
  const first = worths.next();
  expect(first).toBe(items[0]);
  if (first !== undefined) worths.take(first);
  expect([worths.next(), worths.next()]).toEqual([items[2], undefined]);
});
