import type { CallOptions, Caller } from './caller.js';
import { LibvirtError } from './errors.js';
import { type EventKind, type EventName, type EventRegistration, eventTypes } from './events.js';

/** What is asked of a daemon about events. */
export interface EventCalls {
  /** Answers libvirt's callback id. */
  register(name: EventName, registration: EventRegistration, options: CallOptions): Promise<number>;
  deregister(kind: EventKind, callbackID: number): Promise<void>;
  /** Rejects where the object that events of a kind are to be of does not exist. */
  lookUp(kind: EventKind, registration: EventRegistration, options: CallOptions): Promise<void>;
}

type Calls = Pick<Caller, 'call'>;
type Filter = Exclude<keyof EventRegistration, 'events'>;

/** How events of one kind are asked for. */
interface Kind {
  readonly filters: readonly Filter[];
  /** What libvirt tells two registrations for one event apart by. */
  readonly identity: (registration: EventRegistration) => string | undefined;
  readonly register: (
    calls: Calls,
    eventID: number,
    registration: EventRegistration,
    options: CallOptions,
  ) => Promise<{ readonly callbackID: number }>;
  readonly deregister: (calls: Calls, callbackID: number) => Promise<unknown>;
  /** Asks for the object, where one is named. */
  readonly lookUp: (
    calls: Calls,
    registration: EventRegistration,
    options: CallOptions,
  ) => Promise<unknown> | undefined;
}

/** virConnectDomainQemuMonitorEventRegisterFlags. */
const MONITOR = { REGEX: 1, IGNORE_CASE: 2 } as const;

const lookUpDomain: Kind['lookUp'] = (calls, { domain }, options) =>
  domain && calls.call('DOMAIN_LOOKUP_BY_UUID', { uuid: domain.uuid }, options);

const kinds: Readonly<Record<EventKind, Kind>> = {
  domain: {
    filters: ['domain'],
    identity: ({ domain }) => domain && canonical(domain.uuid),
    register: (calls, eventID, { domain }, options) =>
      calls.call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID, dom: domain }, options),
    deregister: (calls, callbackID) =>
      calls.call('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID }),
    lookUp: lookUpDomain,
  },
  network: {
    filters: ['network'],
    identity: ({ network }) => network && canonical(network.uuid),
    register: (calls, eventID, { network }, options) =>
      calls.call('CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID, net: network }, options),
    deregister: (calls, callbackID) => calls.call('CONNECT_NETWORK_EVENT_DEREGISTER_ANY', { callbackID }),
    lookUp: (calls, { network }, options) =>
      network && calls.call('NETWORK_LOOKUP_BY_UUID', { uuid: network.uuid }, options),
  },
  pool: {
    filters: ['pool'],
    identity: ({ pool }) => pool && canonical(pool.uuid),
    register: (calls, eventID, { pool }, options) =>
      calls.call('CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', { eventID, pool }, options),
    deregister: (calls, callbackID) =>
      calls.call('CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY', { callbackID }),
    lookUp: (calls, { pool }, options) =>
      pool && calls.call('STORAGE_POOL_LOOKUP_BY_UUID', { uuid: pool.uuid }, options),
  },
  nodeDevice: {
    filters: ['nodeDevice'],
    identity: ({ nodeDevice }) => nodeDevice?.name,
    register: (calls, eventID, { nodeDevice }, options) =>
      calls.call('CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY', { eventID, dev: nodeDevice }, options),
    deregister: (calls, callbackID) => calls.call('CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY', { callbackID }),
    lookUp: (calls, { nodeDevice }, options) =>
      nodeDevice && calls.call('NODE_DEVICE_LOOKUP_BY_NAME', { name: nodeDevice.name }, options),
  },
  secret: {
    filters: ['secret'],
    identity: ({ secret }) => secret && canonical(secret.uuid),
    register: (calls, eventID, { secret }, options) =>
      calls.call('CONNECT_SECRET_EVENT_REGISTER_ANY', { eventID, secret }, options),
    deregister: (calls, callbackID) => calls.call('CONNECT_SECRET_EVENT_DEREGISTER_ANY', { callbackID }),
    lookUp: (calls, { secret }, options) =>
      secret && calls.call('SECRET_LOOKUP_BY_UUID', { uuid: secret.uuid }, options),
  },
  monitor: {
    filters: ['domain', 'monitor'],
    identity: ({ domain, monitor }) =>
      JSON.stringify([domain && canonical(domain.uuid), monitor?.event, monitorFlags(monitor)]),
    register: (calls, _eventID, { domain, monitor }, options) =>
      calls.call(
        'QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER',
        { dom: domain, event: monitor?.event, flags: monitorFlags(monitor) },
        options,
      ),
    deregister: (calls, callbackID) =>
      calls.call('QEMU_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER', { callbackID }),
    lookUp: lookUpDomain,
  },
};

/** The daemon does not know the number of an event (remote_daemon_dispatch.c); it has no code of its own for that. */
const UNKNOWN_EVENT = /unsupported .*event ID/;

/** Asks over a connection. */
export function registrationCalls(calls: Calls): EventCalls {
  return {
    async register(name, registration, options) {
      const { kind, id, since } = eventTypes[name];
      try {
        return (await kinds[kind].register(calls, id, registration, options)).callbackID;
      } catch (cause) {
        if (!(cause instanceof LibvirtError) || !UNKNOWN_EVENT.test(cause.message)) throw cause;
        throw new LibvirtError(
          `the daemon does not know the event ${name}, which libvirt ${since} brought (${cause.message}); leave it out here`,
          { fault: 'unsupported', cause },
        );
      }
    },
    async deregister(kind, callbackID) {
      await kinds[kind].deregister(calls, callbackID);
    },
    async lookUp(kind, registration, options) {
      await kinds[kind].lookUp(calls, registration, options);
    },
  };
}

/** The same for two registrations that libvirt takes for one, of which it refuses the second. */
export function registrationKey(name: EventName, registration: EventRegistration): string {
  return `${name} ${kinds[eventTypes[name].kind].identity(registration) ?? ''}`;
}

/**
 * The events that are asked for, each once.
 *
 * @throws LibvirtError where there are none, where one is unknown, or where an object is named that none of them is about
 */
export function requestedEvents({ events, ...filters }: EventRegistration): readonly EventName[] {
  const refuse = (problem: string): never => {
    throw new LibvirtError(`events: ${problem}`, { fault: 'caller' });
  };
  if (events.length === 0) refuse('none is named; name at least one');
  const unknown = events.find((name) => !Object.hasOwn(eventTypes, name));
  if (unknown !== undefined) {
    refuse(`there is none of the name "${unknown}"; there are ${Object.keys(eventTypes).join(', ')}`);
  }
  const narrowed = new Set<string>(events.flatMap((name) => kinds[eventTypes[name].kind].filters));
  for (const [filter, value] of Object.entries<unknown>(filters)) {
    if (value === undefined || narrowed.has(filter)) continue;
    refuse(
      `"${filter}" narrows down none of ${events.join(', ')}; leave it out, or ask for events of its kind`,
    );
  }
  return [...new Set(events)];
}

function monitorFlags(monitor: EventRegistration['monitor']): number {
  return (
    (monitor?.regex === true ? MONITOR.REGEX : 0) | (monitor?.ignoreCase === true ? MONITOR.IGNORE_CASE : 0)
  );
}

/** One spelling of a UUID. */
function canonical(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}
