import { messages } from '../wire/procedures/messages.js';
import { metadataTypes } from './domain-events.js';
import { event, named } from './event-type.js';

/** virNetworkEventLifecycleType, by number. */
const networkLifecycle = ['defined', 'undefined', 'started', 'stopped'] as const;
/** virStoragePoolEventLifecycleType, by number. */
const poolLifecycle = ['defined', 'undefined', 'started', 'stopped', 'created', 'deleted'] as const;
/** virNodeDeviceEventLifecycleType, by number. */
const nodeDeviceLifecycle = ['created', 'deleted', 'defined', 'undefined'] as const;
/** virSecretEventLifecycleType, by number. */
const secretLifecycle = ['defined', 'undefined'] as const;

/** The events of everything that is no guest. libvirt has no meanings for their `detail` yet: it is 0. */
export const hostEvents = {
  /** A network was defined, started, stopped or undefined. */
  'network.lifecycle': event(
    'network.lifecycle',
    { kind: 'network', id: 0, since: '1.2.1' },
    messages.NETWORK_EVENT_LIFECYCLE,
    ({ net, event: number, detail }) => ({ network: net, change: named(networkLifecycle, number), detail }),
  ),
  /** The description, the title or an element of the metadata changed. */
  'network.metadata': event(
    'network.metadata',
    { kind: 'network', id: 1, since: '9.8.0' },
    messages.NETWORK_EVENT_CALLBACK_METADATA_CHANGE,
    ({ net, type, nsuri }) => ({
      network: net,
      metadata: named(metadataTypes, type),
      /** Of an element: its XML namespace. */
      namespace: nsuri,
    }),
  ),
  /** A pool was defined, started, …; `created` (its storage was built) and `deleted` since libvirt 3.8. */
  'pool.lifecycle': event(
    'pool.lifecycle',
    { kind: 'pool', id: 0, since: '2.0.0' },
    messages.STORAGE_POOL_EVENT_LIFECYCLE,
    ({ pool, event: number, detail }) => ({ pool, change: named(poolLifecycle, number), detail }),
  ),
  /** libvirt looked through the pool for volumes. */
  'pool.refresh': event(
    'pool.refresh',
    { kind: 'pool', id: 1, since: '2.0.0' },
    messages.STORAGE_POOL_EVENT_REFRESH,
    ({ pool }) => ({ pool }),
  ),
  /** A device of the host came or went; `defined` and `undefined` (mediated devices) since libvirt 7.3. */
  'node-device.lifecycle': event(
    'node-device.lifecycle',
    { kind: 'nodeDevice', id: 0, since: '2.2.0' },
    messages.NODE_DEVICE_EVENT_LIFECYCLE,
    ({ dev, event: number, detail }) => ({
      nodeDevice: dev,
      change: named(nodeDeviceLifecycle, number),
      detail,
    }),
  ),
  /** A device of the host is not what it was: read its XML again. */
  'node-device.update': event(
    'node-device.update',
    { kind: 'nodeDevice', id: 1, since: '2.2.0' },
    messages.NODE_DEVICE_EVENT_UPDATE,
    ({ dev }) => ({ nodeDevice: dev }),
  ),
  /** A secret was defined or undefined. */
  'secret.lifecycle': event(
    'secret.lifecycle',
    { kind: 'secret', id: 0, since: '3.0.0' },
    messages.SECRET_EVENT_LIFECYCLE,
    ({ secret, event: number, detail }) => ({ secret, change: named(secretLifecycle, number), detail }),
  ),
  /** A secret was given a value. */
  'secret.value-changed': event(
    'secret.value-changed',
    { kind: 'secret', id: 1, since: '3.0.0' },
    messages.SECRET_EVENT_VALUE_CHANGED,
    ({ secret }) => ({ secret }),
  ),
  /** What QEMU's monitor said, as it said it; for a connection to QEMU that is not read-only. */
  'qemu.monitor': event(
    'qemu.monitor',
    { kind: 'monitor', id: 0, since: '1.2.3' },
    messages.QEMU_DOMAIN_MONITOR_EVENT,
    ({ dom, event: qemuEvent, seconds, micros, details }) => ({
      domain: dom,
      /** QEMU's name for it: `BALLOON_CHANGE`. */
      event: qemuEvent,
      /** When QEMU said it: milliseconds since 1970, with the microseconds as a fraction; absent where QEMU did not know. */
      time: seconds < 0n ? undefined : Number(seconds) * 1_000 + micros / 1_000,
      /** QEMU's own JSON. */
      details,
    }),
  ),
} as const;
