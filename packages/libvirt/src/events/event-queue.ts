import type { LibvirtEvent, Missed } from '../events.js';

/** Events that a consumer may be behind with. Those that find no room are let go, and an event `missed` stands in their place. */
export const QUEUE_MAX = 10_000;

interface Waiting {
  resolve(result: IteratorResult<LibvirtEvent, undefined>): void;
  reject(error: unknown): void;
}

type End = { readonly failed: false } | { readonly failed: true; readonly error: unknown };

/** What one consumer has still to take: an iterator that is filled from the other side, and may be left at any time. */
export class EventQueue implements AsyncIterableIterator<LibvirtEvent, undefined> {
  readonly #left: () => Promise<void>;
  #arrived: LibvirtEvent[] = [];
  /** What arrived before, of which `#at` are taken. */
  #batch: readonly LibvirtEvent[] = [];
  #at = 0;
  #waiting: Waiting[] = [];
  #end: End | undefined;

  /** `left` is called when the consumer wants no more. */
  constructor(left: () => Promise<void>) {
    this.#left = left;
  }

  push(event: LibvirtEvent): void {
    if (this.#end !== undefined) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.resolve({ done: false, value: event });
    else if (this.#arrived.length + this.#batch.length - this.#at < QUEUE_MAX) this.#arrived.push(event);
    else this.#miss(event);
  }

  /** No more is to come. What came before is still given. */
  end(): void {
    this.#finish({ failed: false });
  }

  /** The same, with an error behind it. */
  fail(error: unknown): void {
    this.#finish({ failed: true, error });
  }

  async next(): Promise<IteratorResult<LibvirtEvent, undefined>> {
    const value = this.#take();
    if (value !== undefined) return { done: false, value };
    const end = this.#end;
    if (end === undefined) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    // An error is told once.
    this.#end = { failed: false };
    if (end.failed) throw end.error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<LibvirtEvent, undefined>> {
    this.#arrived = [];
    this.#batch = [];
    this.#at = 0;
    this.#finish({ failed: false });
    await this.#left();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): LibvirtEvent | undefined {
    if (this.#at === this.#batch.length) {
      this.#batch = this.#arrived;
      this.#arrived = [];
      this.#at = 0;
    }
    const event = this.#batch[this.#at];
    if (event !== undefined) this.#at++;
    return event;
  }

  /** Stands for an event without room: in a row, one marker counts them all. */
  #miss(event: LibvirtEvent): void {
    const last = this.#arrived.at(-1);
    if (last?.name === 'missed') this.#arrived[this.#arrived.length - 1] = together(last, event);
    else if (event.name !== 'reconnected') this.#arrived.push(together({ name: 'missed', count: 0 }, event));
    else if (last?.name !== 'reconnected') this.#arrived.push(event);
  }

  #finish(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    const [first, ...others] = this.#waiting;
    this.#waiting = [];
    if (first === undefined) return;
    if (end.failed) {
      this.#end = { failed: false };
      first.reject(end.error);
    } else first.resolve({ done: true, value: undefined });
    for (const waiting of others) waiting.resolve({ done: true, value: undefined });
  }
}

function together(missed: Missed, event: LibvirtEvent): Missed {
  // Who is told that events were missed looks again, as after a connection that is back.
  if (event.name === 'reconnected') return missed;
  if (event.name !== 'missed') return { ...missed, count: missed.count + 1 };
  return { ...event, ...missed, count: missed.count + event.count };
}
