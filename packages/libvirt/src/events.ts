import type { domain, network, storagePool } from './wire/objects.js';
import { messages } from './wire/procedures/messages.js';
import type { Message } from './wire/procedure.js';
import type { TypeOf } from './wire/xdr.js';
import type { XdrReader } from './wire/xdr-reader.js';

/** The kinds of objects that events come from. libvirt counts callback ids apart for each of them. */
export type EventKind = 'domain' | 'network' | 'pool';

type Domain = TypeOf<typeof domain>;
type Network = TypeOf<typeof network>;
type StoragePool = TypeOf<typeof storagePool>;

/** virDomainEventType, by number. */
const domainLifecycle = [
  'defined',
  'undefined',
  'started',
  'suspended',
  'resumed',
  'stopped',
  'shutdown',
  'pmsuspended',
  'crashed',
] as const;
/** virNetworkEventLifecycleType, by number. */
const networkLifecycle = ['defined', 'undefined', 'started', 'stopped'] as const;
/** virStoragePoolEventLifecycleType, by number. */
const poolLifecycle = ['defined', 'undefined', 'started', 'stopped', 'created', 'deleted'] as const;
/** virDomainMetadataType, by number. */
const metadataTypes = ['description', 'title', 'element'] as const;

/** One event as data: its number in libvirt's enum for its kind, the message it arrives in, and how that reads as a value. */
export interface EventType<E> {
  readonly kind: EventKind;
  readonly id: number;
  /** The procedure number of its message. */
  readonly message: number;
  readonly read: (reader: XdrReader) => { readonly callbackID: number; readonly event: E };
}

function event<N extends string, B extends { readonly callbackID: number }, V>(
  name: N,
  kind: EventKind,
  id: number,
  message: Message<B>,
  view: (body: B) => V,
): EventType<{ readonly name: N } & V> {
  return {
    kind,
    id,
    message: message.number,
    read: (reader) => {
      const body = message.body.read(reader);
      return { callbackID: body.callbackID, event: { name, ...view(body) } };
    },
  };
}

/** A name from a list; libvirt may know more of them than this package. */
function named<N extends string>(names: readonly N[], number: number): N | 'unknown' {
  return names[number] ?? 'unknown';
}

/** The events that can be asked for, by name; ids are those of virDomainEventID and its like. */
export const eventTypes = {
  'domain.lifecycle': event(
    'domain.lifecycle',
    'domain',
    0,
    messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE,
    ({ msg }) => ({
      domain: msg.dom,
      change: named(domainLifecycle, msg.event),
      detail: msg.detail,
    }),
  ),
  'domain.reboot': event('domain.reboot', 'domain', 1, messages.DOMAIN_EVENT_CALLBACK_REBOOT, ({ msg }) => ({
    domain: msg.dom,
  })),
  'domain.balloon': event(
    'domain.balloon',
    'domain',
    13,
    messages.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
    ({ msg }) => ({
      domain: msg.dom,
      /** KiB */
      actual: msg.actual,
    }),
  ),
  'domain.device-removed': event(
    'domain.device-removed',
    'domain',
    15,
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
    ({ msg }) => ({
      domain: msg.dom,
      alias: msg.devAlias,
    }),
  ),
  'domain.block-job': event(
    'domain.block-job',
    'domain',
    16,
    messages.DOMAIN_EVENT_BLOCK_JOB_2,
    ({ dom, dst, type, status }) => ({
      domain: dom,
      /** The disk's target: vda. */
      target: dst,
      jobType: type,
      status,
    }),
  ),
  'domain.agent': event(
    'domain.agent',
    'domain',
    18,
    messages.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE,
    ({ dom, state }) => ({
      domain: dom,
      connected: state === 1,
    }),
  ),
  'domain.device-added': event(
    'domain.device-added',
    'domain',
    19,
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED,
    (body) => ({
      domain: body.dom,
      alias: body.devAlias,
    }),
  ),
  'domain.device-removal-failed': event(
    'domain.device-removal-failed',
    'domain',
    22,
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED,
    (body) => ({ domain: body.dom, alias: body.devAlias }),
  ),
  'domain.metadata': event(
    'domain.metadata',
    'domain',
    23,
    messages.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE,
    (body) => ({
      domain: body.dom,
      metadata: named(metadataTypes, body.type),
      namespace: body.nsuri,
    }),
  ),
  'network.lifecycle': event('network.lifecycle', 'network', 0, messages.NETWORK_EVENT_LIFECYCLE, (body) => ({
    network: body.net,
    change: named(networkLifecycle, body.event),
    detail: body.detail,
  })),
  'pool.lifecycle': event('pool.lifecycle', 'pool', 0, messages.STORAGE_POOL_EVENT_LIFECYCLE, (body) => ({
    pool: body.pool,
    change: named(poolLifecycle, body.event),
    detail: body.detail,
  })),
  'pool.refresh': event('pool.refresh', 'pool', 1, messages.STORAGE_POOL_EVENT_REFRESH, ({ pool }) => ({
    pool,
  })),
} as const;

type EventTypes = typeof eventTypes;

/** The name of an event: `domain.lifecycle`. */
export type EventName = keyof EventTypes;

/** What happened on the host, told apart by its name. */
export type HostEvent = {
  [N in EventName]: ReturnType<EventTypes[N]['read']>['event'];
}[EventName];

/** The connection was lost and is back. What happened in between was not told: look again. */
export interface Reconnected {
  readonly name: 'reconnected';
}

/** What a subscription gives. */
export type LibvirtEvent = HostEvent | Reconnected;

/** What to be told about: these events, of all objects of their kind or of the one that is named. */
export interface EventRegistration {
  readonly events: readonly EventName[];
  readonly domain?: Domain;
  readonly network?: Network;
  readonly pool?: StoragePool;
}
