import { LibvirtError } from '@virtform/libvirt';
import { whenPoolIsFree } from '../../../src/kinds/shared/busy.js';

const busy = new LibvirtError("internal error: pool 'lab' has asynchronous jobs running.", {
  fault: 'host',
  code: 1,
});
const other = new LibvirtError('no space left on device', { fault: 'host', code: 38 });

function context(slept: number[]) {
  const clock = {
    now: () => 0,
    sleep: async (ms: number): Promise<void> => {
      slept.push(ms);
    },
  };
  return { clock, signal: new AbortController().signal };
}

test('a pool that is busy is asked again, after longer and longer waits', async () => {
  const slept: number[] = [];
  let calls = 0;
  const answer = await whenPoolIsFree(context(slept), async () => {
    calls += 1;
    if (calls <= 3) throw busy;
    return 'done';
  });
  expect([answer, slept]).toEqual(['done', [100, 200, 400]]);
});

test('one that stays busy is given up', async () => {
  const slept: number[] = [];
  await expect(whenPoolIsFree(context(slept), () => Promise.reject(busy))).rejects.toBe(busy);
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(30_000);
});

test('any other error is told at once', async () => {
  const slept: number[] = [];
  await expect(whenPoolIsFree(context(slept), () => Promise.reject(other))).rejects.toBe(other);
  expect(slept).toEqual([]);
});
