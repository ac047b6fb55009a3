import { gather, learn, type Gathering } from './gather';
import { Nogoods } from './nogoods';

/** Things of which some two do not go together; counts how often it is asked. */
function things(...rivals: readonly (readonly [string, string])[]) {
  const asked: (readonly string[])[] = [];
  const gathering: Gathering<string> = {
    goes: (those) => {
      asked.push(those);
      return Promise.resolve(!rivals.some((two) => two.every((one) => those.includes(one))));
    },
    fits: () => true,
    nogoods: new Nogoods(),
    distance: () => 0,
  };
  return { asked, gathering };
}

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
const but = (...left: readonly string[]): readonly string[] => letters.filter((one) => !left.includes(one));

test('what goes together is asked once', async () => {
  const { asked, gathering } = things();
  expect(await gather(letters, gathering)).toEqual(letters);
  expect(asked).toHaveLength(1);
});

test('of two that do not go together the first stays', async () => {
  const { gathering } = things(['c', 'x'], ['d', 'y']);
  expect([...(await gather(letters, gathering))].sort()).toEqual(but('x', 'y'));
});

test('what was refused with another is not asked about again', async () => {
  const { asked, gathering } = things(['c', 'x'], ['d', 'y']);
  await gather(letters, gathering);
  const before = asked.length;
  expect([...(await gather(letters, gathering))].sort()).toEqual(but('x', 'y'));
  expect(asked.length - before).toBe(1);
});

test('so many are gathered as are wanted, of those that fit', async () => {
  const { gathering } = things();
  const fits = (one: string): boolean => one !== 'b';
  expect(await gather(letters, { ...gathering, most: 3, fits })).toEqual(['a', 'c', 'd']);
});

test('the nearest are suspected first', async () => {
  const { asked, gathering } = things(['c', 'x']);
  await learn('x', letters.slice(0, 20), {
    ...gathering,
    distance: (_one, other) => (other === 'c' ? 0 : 1),
  });
  expect(asked).toEqual([['x'], ['c', 'x'], ['c', 'x']]);
  expect(gathering.nogoods.bars('x', new Set(['c']))).toBe(true);
});

test('what is refused by itself is refused beside all', async () => {
  const { gathering } = things(['x', 'x']);
  expect([...(await gather(letters, gathering))].sort()).toEqual(but('x'));
  expect(gathering.nogoods.bars('x', new Set())).toBe(true);
});
