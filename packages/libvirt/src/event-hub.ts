import { onAbort } from './abort.js';
import type { CallOptions, EventSubscription } from './caller.js';
import { reasonOf } from './cause.js';
import { asLibvirtError, isNotFound, LibvirtError } from './errors.js';
import { type EventCalls, requestedEvents } from './event-registration.js';
import { QUEUE_MAX } from './events/event-queue.js';
import { route, SharedRegistrations } from './events/shared-registrations.js';
import { Subscription } from './events/subscription.js';
import {
  type EventKind,
  type EventName,
  type EventRegistration,
  type EventType,
  eventTypes,
  type HostEvent,
  type Missed,
} from './events.js';
import type { Frame } from './wire/frame.js';
import { XdrReader } from './wire/xdr-reader.js';

interface Arrived {
  readonly kind: EventKind;
  /** Absent where the message ends before it: it may be for anybody. */
  readonly route: string | undefined;
  readonly event: HostEvent | Missed;
}

/** By the message's program and procedure number, which overlap: which event it is. */
const byMessage: ReadonlyMap<string, EventType<HostEvent>> = new Map(
  Object.values(eventTypes).map((type: EventType<HostEvent>) => [
    `${type.message.program} ${type.message.number}`,
    type,
  ]),
);

/** Gives each event of a connection to the subscriptions it is for. */
export class EventHub {
  readonly #calls: EventCalls;
  readonly #registrations: SharedRegistrations;
  /** With what takes back the watch on its signal. */
  readonly #open = new Map<Subscription, () => void>();
  /** Subscriptions that the daemon has registered in part: their events wait in `#early`, in the order in which they came. */
  readonly #registering = new Set<Subscription>();
  #early: Arrived[] = [];
  #earlyMissed = 0;

  constructor(calls: EventCalls) {
    this.#calls = calls;
    this.#registrations = new SharedRegistrations(calls);
  }

  subscribe(registration: EventRegistration, { deadline, signal }: CallOptions): EventSubscription {
    const subscription: Subscription = new Subscription(() => this.#leave(subscription));
    const abort = (): void => {
      this.#fail(subscription, givenUp(signal));
    };
    this.#open.set(subscription, onAbort(signal, abort));
    if (signal?.aborted === true) abort();
    else void this.#register(subscription, registration, deadline === undefined ? {} : { deadline });
    return subscription;
  }

  /** A message from the daemon. One that nobody asked for is nobody's. */
  deliver(frame: Frame): void {
    const type = byMessage.get(`${frame.program} ${frame.procedure}`);
    if (type === undefined) return;
    const arrived = read(type, frame);
    const concerned =
      arrived.route === undefined
        ? this.#registrations.holdersOf(arrived.kind)
        : this.#registrations.holders(arrived.route);
    for (const subscription of concerned) {
      if (!this.#registering.has(subscription)) subscription.push(arrived.event);
    }
    if (this.#registering.size === 0) return;
    if (this.#early.length < QUEUE_MAX) this.#early.push(arrived);
    else this.#earlyMissed++;
  }

  /** The connection is gone, and with it all subscriptions: with this as their error, unless it was closed here. */
  fail(error: LibvirtError): void {
    const open = [...this.#open];
    this.#open.clear();
    this.#registrations.clear();
    for (const [subscription, ignoreSignal] of open) {
      ignoreSignal();
      // One that is not registered yet has not come to anything that could just end.
      if (isClosedHere(error) && !this.#registering.has(subscription)) subscription.end();
      else subscription.fail(error);
    }
  }

  async #register(
    subscription: Subscription,
    registration: EventRegistration,
    options: CallOptions,
  ): Promise<void> {
    const from = this.#early.length;
    const missedBefore = this.#earlyMissed;
    this.#registering.add(subscription);
    try {
      const names = requestedEvents(registration);
      const routes = await this.#joinAll(names, registration, subscription, options);
      // After the registrations, so that there is no time in which it could vanish unseen.
      await this.#lookUp(names, registration, options);
      const kinds = kindsOf(names);
      for (const arrived of this.#early.slice(from)) {
        const isFor = arrived.route === undefined ? kinds.has(arrived.kind) : routes.has(arrived.route);
        if (isFor) subscription.push(arrived.event);
      }
      const count = this.#earlyMissed - missedBefore;
      if (count > 0) subscription.push({ name: 'missed', count });
      subscription.registered();
    } catch (error) {
      this.#fail(subscription, asLibvirtError(error, 'caller', 'events'));
    } finally {
      this.#registering.delete(subscription);
      if (this.#registering.size === 0) {
        this.#early = [];
        this.#earlyMissed = 0;
      }
    }
  }

  /** The routes of all events, or the first reason why there is none for one of them. */
  async #joinAll(
    names: readonly EventName[],
    registration: EventRegistration,
    subscription: Subscription,
    options: CallOptions,
  ): Promise<ReadonlySet<string>> {
    const joining = names.map((name) => this.#registrations.join(name, registration, subscription, options));
    return new Set(await Promise.all(joining));
  }

  async #lookUp(
    names: readonly EventName[],
    registration: EventRegistration,
    options: CallOptions,
  ): Promise<void> {
    try {
      await Promise.all([...kindsOf(names)].map((kind) => this.#calls.lookUp(kind, registration, options)));
    } catch (cause) {
      if (!(cause instanceof LibvirtError) || cause.code === undefined || !isNotFound(cause)) throw cause;
      throw new LibvirtError(
        `${names.join(', ')}: what they are to be of does not exist (${cause.message}); ask for those of all objects to see it come`,
        { fault: 'host', code: cause.code, cause },
      );
    }
  }

  #fail(subscription: Subscription, error: LibvirtError): void {
    subscription.fail(error);
    void this.#leave(subscription);
  }

  async #leave(subscription: Subscription): Promise<void> {
    this.#open.get(subscription)?.();
    this.#open.delete(subscription);
    await this.#registrations.leave(subscription);
  }
}

/** How a subscription ends whose signal aborted. */
export function givenUp(signal: AbortSignal | undefined): LibvirtError {
  return new LibvirtError('events: given up by the signal', { fault: 'caller', cause: signal?.reason });
}

/**
 * Whether this side closed a connection, or never opened it because it was closing: what was lost or could not be reached has a cause.
 */
export function isClosedHere(error: unknown): boolean {
  return error instanceof LibvirtError && error.fault === 'connection' && error.cause === undefined;
}

function kindsOf(names: readonly EventName[]): ReadonlySet<EventKind> {
  return new Set(names.map((name) => eventTypes[name].kind));
}

/** The event in a message; one that cannot be read was missed, and the connection is none the worse for it. */
function read({ kind, message, read: readEvent }: EventType<HostEvent>, { body }: Frame): Arrived {
  try {
    const { callbackID, event } = readEvent(new XdrReader(body));
    return { kind, route: route(kind, callbackID), event };
  } catch (cause) {
    const error = new LibvirtError(
      `an event (message ${message.number}) cannot be read: ${reasonOf(cause)}`,
      { fault: 'unsupported', cause },
    );
    const callbackID = body.length < 4 ? undefined : body.readInt32BE(0);
    return {
      kind,
      route: callbackID === undefined ? undefined : route(kind, callbackID),
      event: { name: 'missed', count: 1, error },
    };
  }
}
