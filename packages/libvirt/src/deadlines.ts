/** Something that is given up at a time, in ms of the monotonic clock. */
export interface Expiring {
  readonly expires: number;
  expire(): void;
}

/**
 * One timer for all calls of a connection. A timer for each would cost a small call a tenth of its time, since most are answered long before:
 * this one stays set when they are, and looks once in a deadline whether anybody still waits.
 */
export class Deadlines {
  readonly #waiting: () => Iterable<Expiring>;
  #timer: NodeJS.Timeout | undefined;
  #at = Infinity;

  constructor(waiting: () => Iterable<Expiring>) {
    this.#waiting = waiting;
  }

  /** Makes sure to look at that time. */
  watch(expires: number): void {
    if (expires >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = expires;
    // The socket keeps the process; a timer that waits for nothing must not.
    this.#timer = setTimeout(() => this.#look(), Math.max(1, Math.ceil(expires - performance.now()))).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#at = -Infinity;
  }

  #look(): void {
    this.#at = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const waiter of [...this.#waiting()]) {
      if (waiter.expires <= now) waiter.expire();
      else next = Math.min(next, waiter.expires);
    }
    if (next !== Infinity) this.watch(next);
  }
}
