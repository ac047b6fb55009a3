import { realClock } from '../../src/effects/clock.js';

const clock = realClock();

describe('the clock', () => {
  it('wakes with the reason of whoever stops it', async () => {
    const stop = new AbortController();
    const sleeping = clock.sleep(60_000, stop.signal);
    const reason = new Error('interrupted');
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('does not fall asleep when it is stopped already', async () => {
    const reason = new Error('interrupted');
    await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('leaves nothing with a signal that it outlived', async () => {
    const stop = new AbortController();
    const removed = jest.spyOn(stop.signal, 'removeEventListener');
    await clock.sleep(1, stop.signal);
    expect(removed).toHaveBeenCalledTimes(1);
  });
});
