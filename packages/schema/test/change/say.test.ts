import { sayCosts, type AttributeCosts } from '../../src/index';

const next = { impact: 'next-boot' } as const;
const live = { impact: 'live' } as const;

test.each<[what: string, costs: AttributeCosts, said: string]>([
  ['a value', { of: 'value', change: [next] }, 'next boot'],
  [
    'a value whose change has a reason',
    { of: 'value', change: [{ ...next, why: 'it is fixed while a guest runs' }] },
    'next boot (it is fixed while a guest runs)',
  ],
  [
    'a value for which it depends',
    { of: 'value', change: [{ ...live, when: 'where it rises' }, next] },
    'live where it rises, otherwise next boot',
  ],
  [
    'a list',
    { of: 'list', add: [{ impact: 'none' }], change: [next], remove: [live] },
    'added: none; changed: next boot; removed: live',
  ],
  [
    'an object whose attributes differ',
    { of: 'value', change: [next], varies: true },
    'next boot, unless its attributes say otherwise',
  ],
  [
    'what an element is known by',
    { of: 'identity', add: [live], remove: [live] },
    'another value is another element: one is removed, one is added',
  ],
  [
    'what an element is known by where nothing better is there',
    { of: 'identity', add: [live], remove: [live], unless: { keys: ['target.dev'], change: [next] } },
    'next boot; without `target.dev`, another value is another element: one is removed, one is added',
  ],
])('%s is told in words', (_what, costs, said) => {
  expect(sayCosts(costs)).toBe(said);
});
