import { LONGEST_TIMER } from './timer.js';

/** Something whose time ends, in ms of the monotonic clock; Infinity, or another time to be told again, once that was told. */
export interface Expiring {
  readonly expires: number;
}

/**
 * One timer for all calls of a connection. A timer for each would cost a small call a tenth of its time, since most are answered long before:
 * this one stays set when they are, and looks once in a deadline whether anybody still waits.
 */
export class Deadlines<T extends Expiring> {
  readonly #waiting: () => Iterable<T>;
  readonly #expired: (one: T) => void;
  #timer: NodeJS.Timeout | undefined;
  #reading: NodeJS.Immediate | undefined;
  #at = Infinity;

  /** `expired` is called for each whose time is over, and has to see to it that it is not over any more. */
  constructor(waiting: () => Iterable<T>, expired: (one: T) => void) {
    this.#waiting = waiting;
    this.#expired = expired;
  }

  /** Makes sure to look at that time. */
  watch(expires: number): void {
    if (expires >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = expires;
    // The socket keeps the process; a timer that waits for nothing must not.
    const wait = Math.max(1, Math.ceil(expires - performance.now()));
    this.#timer = setTimeout(() => this.#due(), Math.min(wait, LONGEST_TIMER)).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#reading);
    this.#at = -Infinity;
  }

  /** A process that stood still finds its timers due before it has read the answers that came meanwhile: they are read first. */
  #due(): void {
    this.#reading = setImmediate(() => this.#look()).unref();
  }

  #look(): void {
    this.#at = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const waiter of [...this.#waiting()]) {
      if (waiter.expires <= now) this.#expired(waiter);
      next = Math.min(next, waiter.expires);
    }
    if (next !== Infinity) this.watch(next);
  }
}
