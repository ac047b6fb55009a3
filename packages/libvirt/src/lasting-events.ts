import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSubscription } from './caller.js';
import { LibvirtError } from './errors.js';
import type { LibvirtEvent } from './events.js';

/** Milliseconds before the first try to connect again; each further one waits twice as long, up to the last. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Events that outlive their connection: when it is lost, another is opened and all is registered again, which an event `reconnected`
 * tells, since others may have been missed. After `patience` ms without success the iteration throws.
 */
export function lastingEvents(
  subscribe: () => Promise<EventSubscription>,
  patience: number,
): EventSubscription {
  const closing = new AbortController();
  const isClosing = (): boolean => closing.signal.aborted;
  let current = subscribe();
  const ready = current.then((subscription) => subscription.ready);
  // Who only iterates learns of it there.
  ready.catch(() => undefined);

  const again = async (): Promise<EventSubscription> => {
    const until = performance.now() + patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        const subscription = await subscribe();
        await subscription.ready;
        return subscription;
      } catch (error) {
        if (!isLost(error) || performance.now() + pause > until) throw error;
        await sleep(pause, undefined, { signal: closing.signal });
      }
    }
  };

  async function* iterate(): AsyncGenerator<LibvirtEvent, void, undefined> {
    await ready;
    for (;;) {
      try {
        yield* await current;
        return;
      } catch (error) {
        if (isClosing()) return;
        if (!isLost(error)) throw error;
      }
      try {
        current = again();
        await current;
      } catch (error) {
        if (isClosing()) return;
        throw error;
      }
      yield { name: 'reconnected' };
    }
  }

  return {
    ready,
    close: async () => {
      closing.abort();
      // One that could not be opened needs no closing.
      const subscription = await current.catch(() => undefined);
      await subscription?.close();
    },
    [Symbol.asyncIterator]: iterate,
  };
}

/** Whether the connection is at fault, so that another may do better. */
function isLost(error: unknown): boolean {
  return error instanceof LibvirtError && (error.fault === 'connection' || error.fault === 'unknown-outcome');
}
