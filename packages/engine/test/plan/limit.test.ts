import { createLimit } from '../../src/plan/limit.js';

test('so many run at a time, in the order in which they came; one that fails makes room', async () => {
  const limit = createLimit(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const run = (number: number, fails = false): Promise<number> =>
    limit(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (fails) throw new Error('no');
      return number;
    });
  const all = [run(1, true).catch(() => -1), run(2), run(3), run(4)];
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  ends.shift()?.();
  await all[0];
  expect(begun).toEqual([1, 2, 3]);
  while (begun.length < 4 || ends.length > 0) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(all)).toEqual([-1, 2, 3, 4]);
});
