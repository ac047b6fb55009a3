import { setTimeout as sleep } from 'node:timers/promises';

// A guest under software emulation on a busy machine boots in tens of seconds; a test that waits longer has failed.
jest.setTimeout(180_000);

/**
 * Asks again and again until the answer is neither false nor undefined, and gives that answer.
 *
 * @param what completes "… did not come true": it is told when the time is over
 * @param timeout milliseconds
 */
export async function untilTrue<T>(
  what: string,
  probe: () => Promise<T | false | undefined> | T | false | undefined,
  timeout = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== false && answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Within ${timeout / 1000} s this did not come true: ${what}`, { cause: last });
    }
    await sleep(50);
  }
}
