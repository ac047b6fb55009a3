import type { ClockEffects } from './effects.js';

/** The machine's clock. */
export function realClock(): ClockEffects {
  return {
    now: () => Date.now(),
    // Node's own promise of a timer makes an error with a stack for each sleeper that is woken by its signal, as nearly all are.
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const wake = (): void => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const abort = (): void => {
          clearTimeout(timer);
          // Whoever aborted has said why.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(signal?.reason);
        };
        const timer = setTimeout(wake, ms);
        signal?.addEventListener('abort', abort, { once: true });
      }),
  };
}
