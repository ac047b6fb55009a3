import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines, type Expiring } from '../src/deadlines.js';

/** Someone who waits for so many ms, and notes when that is over. */
function waiter(ms: number): Waiting {
  return { expires: performance.now() + ms, over: false };
}

interface Waiting extends Expiring {
  expires: number;
  over: boolean;
}

const note = (one: Waiting): void => {
  one.over = true;
  one.expires = Infinity;
};

test('each ends in its time, whoever came first', async () => {
  const [long, short, never] = [waiter(60), waiter(10), waiter(Infinity)];
  const all = [long, short, never];
  const deadlines = new Deadlines(() => all, note);
  for (const { expires } of all) deadlines.watch(expires);
  while (!short.over) await sleep(1);
  expect(long.over).toBe(false);
  while (!long.over) await sleep(1);
  expect(never.over).toBe(false);
});

test('one timer serves all who come later', () => {
  const set = jest.spyOn(globalThis, 'setTimeout');
  const deadlines = new Deadlines(() => [], note);
  for (let count = 0; count < 100; count++) deadlines.watch(performance.now() + 60_000 + count);
  expect(set).toHaveBeenCalledTimes(1);
  deadlines.stop();
  set.mockRestore();
});

test('after the end it watches nothing', async () => {
  const short = waiter(1);
  const deadlines = new Deadlines(() => [short], note);
  deadlines.stop();
  deadlines.watch(short.expires);
  await sleep(10);
  expect(short.over).toBe(false);
});
