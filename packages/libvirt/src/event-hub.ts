import type { CallOptions, EventSubscription } from './caller.js';
import { LibvirtError } from './errors.js';
import {
  type EventKind,
  type EventName,
  type EventRegistration,
  type EventType,
  eventTypes,
  type HostEvent,
  type LibvirtEvent,
} from './events.js';
import type { Frame } from './wire/frame.js';
import { XdrReader } from './wire/xdr-reader.js';

/** The two calls that the hub makes; they answer and take libvirt's callback id. */
export interface EventCalls {
  register(
    kind: EventKind,
    id: number,
    registration: EventRegistration,
    options: CallOptions,
  ): Promise<number>;
  deregister(kind: EventKind, callbackID: number): Promise<void>;
}

interface Arrived {
  readonly kind: EventKind;
  readonly callbackID: number;
  readonly event: HostEvent;
}

/** Events of a kind that arrive while a registration is under way may belong to it; so many are kept for that. */
const EARLY_MAX = 1_000;

/** By the message's procedure number: which event it is. */
const byMessage: ReadonlyMap<number, EventType<HostEvent>> = new Map(
  Object.values(eventTypes).map((type: EventType<HostEvent>) => [type.message, type]),
);

/** Gives each event of a connection to the subscriptions it is for. */
export class EventHub {
  readonly #calls: EventCalls;
  readonly #routes = new Map<string, Subscription>();
  readonly #open = new Set<Subscription>();
  #registering = 0;
  #early: Arrived[] = [];

  constructor(calls: EventCalls) {
    this.#calls = calls;
  }

  subscribe(registration: EventRegistration, options: CallOptions): EventSubscription {
    const subscription: Subscription = new Subscription(() => this.#leave(subscription));
    this.#open.add(subscription);
    subscription.ready = this.#register(subscription, registration, options);
    // Who only iterates learns of it there.
    subscription.ready.catch((error: unknown) => subscription.fail(error));
    return subscription;
  }

  /** A message from the daemon. One that nobody asked for is nobody's. */
  deliver(frame: Frame): void {
    const type = byMessage.get(frame.procedure);
    if (type === undefined) return;
    const { callbackID, event } = type.read(new XdrReader(frame.body));
    const subscription = this.#routes.get(route(type.kind, callbackID));
    if (subscription !== undefined) subscription.push(event);
    else if (this.#registering > 0 && this.#early.length < EARLY_MAX) {
      this.#early.push({ kind: type.kind, callbackID, event });
    }
  }

  /** The connection is gone: every iteration ends with that. */
  fail(error: LibvirtError): void {
    for (const subscription of this.#open) subscription.fail(error);
    this.#open.clear();
    this.#routes.clear();
  }

  async #register(
    subscription: Subscription,
    registration: EventRegistration,
    options: CallOptions,
  ): Promise<void> {
    this.#registering++;
    try {
      await Promise.all(
        registration.events.map(async (name: EventName) => {
          const { kind, id } = eventTypes[name];
          const callbackID = await this.#calls.register(kind, id, registration, options);
          subscription.callbacks.push({ kind, callbackID });
          this.#routes.set(route(kind, callbackID), subscription);
          this.#replay(kind, callbackID, subscription);
        }),
      );
    } finally {
      this.#registering--;
      if (this.#registering === 0) this.#early = [];
    }
    if (subscription.ended) await this.#leave(subscription);
  }

  /** libvirt may send an event before the answer that says what its callback id is. */
  #replay(kind: EventKind, callbackID: number, subscription: Subscription): void {
    const isFor = (early: Arrived): boolean => early.kind === kind && early.callbackID === callbackID;
    for (const early of this.#early.filter(isFor)) subscription.push(early.event);
    this.#early = this.#early.filter((early) => !isFor(early));
  }

  async #leave(subscription: Subscription): Promise<void> {
    this.#open.delete(subscription);
    const callbacks = subscription.callbacks.splice(0);
    for (const { kind, callbackID } of callbacks) this.#routes.delete(route(kind, callbackID));
    // Where the connection is lost meanwhile, so are its registrations.
    await Promise.allSettled(
      callbacks.map(({ kind, callbackID }) => this.#calls.deregister(kind, callbackID)),
    );
  }
}

class Subscription implements EventSubscription {
  ready: Promise<void> = Promise.resolve();
  readonly callbacks: { readonly kind: EventKind; readonly callbackID: number }[] = [];
  readonly #leave: () => Promise<void>;
  #queue: LibvirtEvent[] = [];
  #failure: unknown;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #wake: (() => void) | undefined;

  constructor(leave: () => Promise<void>) {
    this.#leave = leave;
  }

  get ended(): boolean {
    return this.#state !== 'open';
  }

  push(event: LibvirtEvent): void {
    if (this.ended) return;
    this.#queue.push(event);
    this.#wake?.();
  }

  fail(error: unknown): void {
    if (this.ended) return;
    this.#state = 'failed';
    this.#failure = error;
    this.#wake?.();
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.#state = 'ended';
    this.#wake?.();
    await this.#leave();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<LibvirtEvent> {
    try {
      for (;;) {
        const queue = this.#queue;
        this.#queue = [];
        yield* queue;
        if (this.#queue.length > 0) continue;
        if (this.#state === 'failed') throw this.#failure;
        if (this.#state === 'ended') return;
        await new Promise<void>((resolve) => (this.#wake = resolve));
        this.#wake = undefined;
      }
    } finally {
      await this.close();
    }
  }
}

function route(kind: EventKind, callbackID: number): string {
  return `${kind} ${callbackID}`;
}
