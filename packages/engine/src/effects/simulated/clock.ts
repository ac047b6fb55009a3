import type { ClockEffects } from '../effects.js';
import type { Gate } from './gate.js';

/** A clock that stands still while anything can go on, and jumps to the next sleeper when nothing can. */
export interface SimulatedClock extends ClockEffects {
  /** Moves the time forward; who slept until then wakes. */
  advance(ms: number): void;
  /** Nobody waits any more: the process that slept is dead. */
  crash(): void;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** How many clocks look next time round whether anything is left to be done. */
let looks = 0;

/** Long work lets others run in between (`state/slices.ts`), and goes on as the event loop comes round. */
function isWorkLeft(): boolean {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate').length > looks;
}

/**
 * All that a simulation waits for happens in promises, so when the event loop comes round, nothing is left to be done but to
 * let time pass: hours of waiting cost nothing, and the order of what happens is always the same.
 *
 * @param start milliseconds since 1970
 */
export function createClock(start: number): SimulatedClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  let scheduled = false;

  const wakeUntil = (time: number): void => {
    now = Math.max(now, time);
    for (const sleeper of sleepers) {
      if (sleeper.until > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  };

  const schedule = (): void => {
    if (scheduled || sleepers.size === 0) return;
    scheduled = true;
    looks += 1;
    setImmediate(() => {
      scheduled = false;
      looks -= 1;
      if (sleepers.size > 0 && !isWorkLeft()) wakeUntil(Math.min(...[...sleepers].map(({ until }) => until)));
      schedule();
    });
  };

  return {
    now: () => now,
    advance: (ms) => wakeUntil(now + ms),
    crash: () => sleepers.clear(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper: Sleeper = {
          until: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        const abort = (): void => {
          sleepers.delete(sleeper);
          // Whatever the signal carries is what the sleeper is to reject with.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
        schedule();
      }),
  };
}

/** The clock, as one process sees it: one that is dead sleeps no more, whatever of it goes on in this one. */
export function clockOf(clock: ClockEffects, gate: Pick<Gate, 'isDead'>): ClockEffects {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => (gate.isDead ? new Promise(() => undefined) : clock.sleep(ms, signal)),
  };
}
