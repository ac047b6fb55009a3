import { domainEvents } from './events/domain-events.js';
import { hostEvents } from './events/host-events.js';
import type { LibvirtError } from './errors.js';
import type { domain, network, nodeDevice, secret, storagePool } from './wire/objects.js';
import type { TypeOf } from './wire/xdr.js';

export type { EventKind, EventType, Unknown } from './events/event-type.js';

/** The events that can be asked for, by name; `since` is the version of libvirt that brought each. */
export const eventTypes = { ...domainEvents, ...hostEvents } as const;

type EventTypes = typeof eventTypes;

/** The name of an event: `domain.lifecycle`. */
export type EventName = keyof EventTypes;

/** The value of one event, or of several. */
export type EventNamed<N extends EventName> = { [K in N]: ReturnType<EventTypes[K]['read']>['event'] }[N];

/**
 * What happened on the host, told apart by its name. Numbers that libvirt names are those names; one that is newer than this package
 * reads `unknown-9`.
 */
export type HostEvent = EventNamed<EventName>;

/** The connection was lost and is back. What happened in between was not told: look again. */
export interface Reconnected {
  readonly name: 'reconnected';
}

/** Events came here and are not told, because their consumer did not keep up or because they cannot be read: look again. */
export interface Missed {
  readonly name: 'missed';
  /** How many there were, at most. */
  readonly count: number;
  /** Why one of them cannot be read. */
  readonly error?: LibvirtError;
}

/** What a subscription gives. */
export type LibvirtEvent = HostEvent | Reconnected | Missed;

/** Which events of QEMU's monitor. */
export interface MonitorFilter {
  /** QEMU's name for it: `BALLOON_CHANGE`. */
  readonly event: string;
  /** `event` is a regular expression (GLib's), found anywhere in the name. */
  readonly regex?: boolean;
  readonly ignoreCase?: boolean;
}

/**
 * What to be told about: these events, of all objects of their kind or of the one that is named, which has to exist: libvirt would take
 * a registration for any other without a word, and never tell anything.
 */
export interface EventRegistration {
  readonly events: readonly EventName[];
  /** For the events of guests and of QEMU's monitor. */
  readonly domain?: TypeOf<typeof domain>;
  readonly network?: TypeOf<typeof network>;
  readonly pool?: TypeOf<typeof storagePool>;
  readonly nodeDevice?: TypeOf<typeof nodeDevice>;
  readonly secret?: TypeOf<typeof secret>;
  /** For `qemu.monitor`. */
  readonly monitor?: MonitorFilter;
}
