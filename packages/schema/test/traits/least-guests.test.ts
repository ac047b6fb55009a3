import { leastGuests } from './least-guests';
import { Pairs } from './pairs';

const pairsOf = (...refused: readonly (readonly [string, string])[]): Pairs => {
  const pairs = new Pairs(['title', 'os.a', 'os.b', 'devices.cards.a', 'devices.cards.b', 'devices.cards.c']);
  for (const names of pairs.those('open')) pairs.note(...names, 'together');
  for (const names of refused) pairs.note(...names, 'refused');
  return pairs;
};
const cards = [
  ['devices.cards.a', 'devices.cards.b'],
  ['devices.cards.a', 'devices.cards.c'],
  ['devices.cards.b', 'devices.cards.c'],
] as const;

test('one guest shows all that goes together', () => {
  expect(leastGuests(pairsOf())).toBe(1);
});

test('each of what excludes each other needs a guest with each of what does so elsewhere', () => {
  expect(leastGuests(pairsOf(['os.a', 'os.b'], ...cards))).toBe(6);
});

test('but for those that do not go together', () => {
  expect(leastGuests(pairsOf(['os.a', 'os.b'], ['os.a', 'devices.cards.a'], ...cards))).toBe(5);
});

test('what excludes one of two that go together counts once', () => {
  expect(leastGuests(pairsOf(['os.a', 'os.b'], cards[0], cards[1]))).toBe(4);
});
