import type { Caller } from '@virtform/libvirt';
import type { HostView } from './host-view.js';
import type { StepContext } from './kind.js';
import { readVolumeUsers, type KnownHost } from './read-host.js';
import { beneath, withPatience } from './shared/patience.js';

/** The readings of a host that steps wait for. */
interface Readings {
  /** Began before whoever asks now: it may have passed by what they are to see. */
  running: Promise<HostView> | undefined;
  /** Begins when that one is done. */
  next: Promise<HostView> | undefined;
}

const readings = new WeakMap<Caller, Readings>();

/**
 * Who uses which volume on a host now: for steps that must not go by what was read before they began.
 *
 * A reading shows each object as it is at some moment between its beginning and its end. So no step is given one that had begun before it
 * asked: what somebody changed until then would be hidden from it. Steps that ask while a reading is under way wait for the next, and share
 * that one; ten that delete a volume each at the same time read the host twice instead of ten times.
 *
 * It is shared by those that have the same connection. Where that is lost, it is lost to all of them, and to nobody who has a new one.
 */
export function readHostAgain(
  { host, clock }: Pick<StepContext, 'host' | 'clock'>,
  known: KnownHost,
): Promise<HostView> {
  const connection = beneath(host);
  const shared = readings.get(connection) ?? { running: undefined, next: undefined };
  readings.set(connection, shared);
  const read = async (): Promise<HostView> => {
    await shared.running?.catch(() => undefined);
    shared.running = shared.next;
    shared.next = undefined;
    // It is for all who wait, so that the end of one step does not end it.
    return withPatience(connection, { clock, signal: NEVER }, (patient) => readVolumeUsers(patient, known));
  };
  return (shared.next ??= read());
}

const NEVER = new AbortController().signal;
