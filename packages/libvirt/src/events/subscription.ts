import type { EventSubscription } from '../caller.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import type { LibvirtEvent } from '../events.js';
import { EventQueue } from './event-queue.js';

/** A subscription seen from where its events come from: each consumer gets all of them, at its own pace. */
export class Subscription implements EventSubscription {
  readonly ready: Promise<void>;
  readonly #leave: () => Promise<void>;
  readonly #consumers = new Set<EventQueue>();
  /** What comes before the first consumer, which takes it over. */
  #unclaimed: EventQueue | undefined;
  #settleReady: { resolve(): void; reject(error: unknown): void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };
  /** Puts the end, once there is one, to a consumer that comes after it. */
  #finish: ((consumer: EventQueue) => void) | undefined;

  /** `leave` gives up what the events come from. */
  constructor(leave: () => Promise<void>) {
    this.#leave = leave;
    this.ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    // Who only consumes learns of it there.
    this.ready.catch(() => undefined);
    this.#unclaimed = this.#consumer();
  }

  get ended(): boolean {
    return this.#finish !== undefined;
  }

  /** From now on nothing is missed. */
  registered(): void {
    this.#settleReady.resolve();
  }

  push(event: LibvirtEvent): void {
    for (const consumer of this.#consumers) consumer.push(event);
  }

  fail(error: unknown): void {
    this.#settleReady.reject(error);
    this.#finishAll((consumer) => consumer.fail(error));
  }

  /** No more is to come, as was wished. */
  end(): void {
    this.#settleReady.reject(
      new LibvirtError('events: the subscription was closed before the daemon had registered all of it', {
        fault: 'caller',
      }),
    );
    this.#finishAll((consumer) => consumer.end());
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.end();
    await this.#leave();
  }

  async listen(listener: (event: LibvirtEvent) => void | Promise<void>): Promise<void> {
    for await (const event of this) {
      try {
        await listener(event);
      } catch (cause) {
        throw new LibvirtError(`events: the listener failed at ${event.name}: ${reasonOf(cause)}`, {
          fault: 'caller',
          cause,
        });
      }
    }
  }

  [Symbol.asyncIterator](): EventQueue {
    const consumer = this.#unclaimed ?? this.#consumer();
    this.#unclaimed = undefined;
    return consumer;
  }

  #consumer(): EventQueue {
    const consumer: EventQueue = new EventQueue(async () => {
      this.#consumers.delete(consumer);
      if (this.#consumers.size === 0) await this.close();
    });
    this.#consumers.add(consumer);
    this.#finish?.(consumer);
    return consumer;
  }

  #finishAll(finish: (consumer: EventQueue) => void): void {
    if (this.ended) return;
    this.#finish = finish;
    for (const consumer of this.#consumers) finish(consumer);
  }
}
