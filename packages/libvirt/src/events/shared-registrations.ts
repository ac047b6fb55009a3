import type { CallOptions } from '../caller.js';
import { type EventCalls, registrationKey } from '../event-registration.js';
import { type EventKind, type EventName, type EventRegistration, eventTypes } from '../events.js';
import type { Subscription } from './subscription.js';

interface Route {
  readonly kind: EventKind;
  readonly holders: Set<Subscription>;
}

interface Shared extends Route {
  readonly key: string;
  /** libvirt's callback id, once it is known. */
  readonly callbackID: Promise<number>;
}

/**
 * What is registered on a connection. libvirt refuses to register one event for one object twice ("event callback already tracked"), so
 * those who ask for the same share it; when the last of them leaves, it is deregistered.
 */
export class SharedRegistrations {
  readonly #calls: EventCalls;
  readonly #shared = new Map<string, Shared>();
  readonly #routes = new Map<string, Route>();
  /** Deregistrations under way. Requests run side by side in the daemon, so one for the same has to wait for them. */
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(calls: EventCalls) {
    this.#calls = calls;
  }

  /** Registers, where nobody did so before; answers the route of its events. */
  async join(
    name: EventName,
    registration: EventRegistration,
    holder: Subscription,
    options: CallOptions,
  ): Promise<string> {
    const key = registrationKey(name, registration);
    const shared = this.#shared.get(key) ?? this.#register(key, name, registration, options);
    shared.holders.add(holder);
    return route(shared.kind, await shared.callbackID);
  }

  /** Those whom an event of this route concerns. */
  holders(path: string): Iterable<Subscription> {
    return this.#routes.get(path)?.holders ?? [];
  }

  /** Those who wait for events of a kind. */
  holdersOf(kind: EventKind): ReadonlySet<Subscription> {
    const routes = [...this.#routes.values()].filter((shared) => shared.kind === kind);
    return new Set(routes.flatMap(({ holders }) => [...holders]));
  }

  /** Gives up all that a subscription holds. */
  async leave(holder: Subscription): Promise<void> {
    const held = [...this.#shared.values()].filter(({ holders }) => holders.delete(holder));
    await Promise.all(
      held.filter(({ holders }) => holders.size === 0).map((shared) => this.#release(shared)),
    );
  }

  /** The connection is lost, and all that was registered with it. */
  clear(): void {
    this.#shared.clear();
    this.#routes.clear();
  }

  #register(key: string, name: EventName, registration: EventRegistration, options: CallOptions): Shared {
    const to: Route = { kind: eventTypes[name].kind, holders: new Set() };
    const callbackID = (async () => {
      await this.#leaving.get(key);
      const id = await this.#calls.register(name, registration, options);
      this.#routes.set(route(to.kind, id), to);
      return id;
    })();
    const shared: Shared = { ...to, key, callbackID };
    this.#shared.set(key, shared);
    callbackID.catch(() => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    });
    return shared;
  }

  #release(shared: Shared): Promise<void> {
    const { key, kind, callbackID } = shared;
    this.#shared.delete(key);
    const released = (async () => {
      const id = await callbackID;
      this.#routes.delete(route(kind, id));
      await this.#calls.deregister(kind, id);
    })()
      // What was refused needs no end; where the connection is lost meanwhile, so are its registrations.
      .catch(() => undefined)
      .finally(() => {
        if (this.#leaving.get(key) === released) this.#leaving.delete(key);
      });
    this.#leaving.set(key, released);
    return released;
  }
}

/** Where an event is for: callback ids are counted apart for each kind. */
export function route(kind: EventKind, callbackID: number): string {
  return `${kind} ${callbackID}`;
}
