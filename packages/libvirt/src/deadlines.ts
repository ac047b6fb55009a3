/** Something whose time ends, in ms of the monotonic clock; Infinity once that was told. */
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
  #at = Infinity;

  /** `expired` is called for each whose time is over, and has to see to it that it is called once. */
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
      if (waiter.expires <= now) this.#expired(waiter);
      else next = Math.min(next, waiter.expires);
    }
    if (next !== Infinity) this.watch(next);
  }
}
