import { setTimeout as delay } from 'node:timers/promises';
import type { ClockEffects } from './effects.js';

/** The machine's clock. */
export function realClock(): ClockEffects {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      try {
        await delay(ms, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        // Node rejects with an AbortError of its own; whoever aborted has said why.
        throw signal?.aborted === true ? signal.reason : error;
      }
    },
  };
}
