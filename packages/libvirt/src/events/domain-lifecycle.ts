import { named, type Unknown } from './event-type.js';

/** A change with the details that libvirt has for it, by number. */
function change<C extends string, D extends string>(
  name: C,
  details: readonly D[],
): (detail: number) => { readonly change: C; readonly detail: D | Unknown } {
  return (detail) => ({ change: name, detail: named(details, detail) });
}

/** virDomainEventType by number, each with its virDomainEvent*DetailType. */
const changes = [
  change('defined', ['added', 'updated', 'renamed', 'from-snapshot']),
  change('undefined', ['removed', 'renamed']),
  change('started', ['booted', 'migrated', 'restored', 'from-snapshot', 'wakeup']),
  change('suspended', [
    'paused',
    'migrated',
    'io-error',
    'watchdog',
    'restored',
    'from-snapshot',
    'api-error',
    'postcopy',
    'postcopy-failed',
  ]),
  change('resumed', ['unpaused', 'migrated', 'from-snapshot', 'postcopy', 'postcopy-failed']),
  change('stopped', ['shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from-snapshot']),
  // Who asked for it: `guest` and `host` since libvirt 3.4, `finished` before.
  change('shutdown', ['finished', 'guest', 'host']),
  change('pmsuspended', ['memory', 'disk']),
  change('crashed', ['panicked', 'crashloaded']),
] as const;

/** What became of a guest, and how it came to that: `detail` has its own names for each `change`. */
export type DomainLifecycle =
  ReturnType<(typeof changes)[number]> | { readonly change: Unknown; readonly detail: Unknown };

/** The names of what became of a guest. */
export function domainLifecycle(event: number, detail: number): DomainLifecycle {
  return changes[event]?.(detail) ?? { change: `unknown-${event}`, detail: `unknown-${detail}` };
}
