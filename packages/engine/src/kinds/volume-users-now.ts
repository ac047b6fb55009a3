import { libvirt, type Caller, type Libvirt, StoragePoolListFlags } from '@virtform/libvirt';
import type { DomainRecord, VolumeRecord } from './host-records.js';
import { createUsage, type Usage } from './host-usage.js';
import type { StepContext } from './kind.js';
import type { KnownHost } from './read-host.js';
import { domainRecord, volumesWhileActive } from './read-records.js';
import { found, present } from './shared/found.js';
import { beneath, withPatience } from './shared/patience.js';

/** The readings of a host that steps wait for. */
interface Readings {
  /** Began before whoever asks now: it may have passed by what they are to see. */
  running: Promise<Usage> | undefined;
  /** Begins when that one is done. */
  next: Promise<Usage> | undefined;
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
 *
 * @param known what was read before; what still says the same is not decoded again
 */
export function volumeUsersNow(
  { host, clock }: Pick<StepContext, 'host' | 'clock'>,
  known: KnownHost,
): Promise<Usage> {
  const connection = beneath(host);
  const shared = readings.get(connection) ?? { running: undefined, next: undefined };
  readings.set(connection, shared);
  const read = async (): Promise<Usage> => {
    await shared.running?.catch(() => undefined);
    await clock.sleep(GATHERING);
    shared.running = shared.next;
    shared.next = undefined;
    // It is for all who wait, so that the end of one step does not end it.
    return withPatience(connection, { clock, signal: NEVER }, (patient) => readUsers(patient, known));
  };
  return (shared.next ??= read());
}

/** Steps that are about to ask come within this time, in ms: a reading of a host of a hundred guests takes as long. */
const GATHERING = 5;

const NEVER = new AbortController().signal;

/** Guests by their disks, and volumes by what they stand on: nothing else is asked of a host. */
async function readUsers(caller: Caller, known: KnownHost): Promise<Usage> {
  const host = libvirt(caller);
  const [guests, volumes] = await Promise.all([readGuests(host, known), readVolumes(host, known)]);
  return createUsage(guests, volumes);
}

async function readGuests({ domains }: Libvirt, known: KnownHost): Promise<readonly DomainRecord[]> {
  const all = await domains.list();
  // Who uses what does not depend on the rest. Of a transient guest libvirt makes up what would be stored: the same disks.
  const rest = { persistent: true, halted: undefined, autostart: false };
  return present(
    await Promise.all(
      all.map((handle) => found(domainRecord(domains, handle, rest, known.domains.get(handle.uuid)))),
    ),
  );
}

async function readVolumes(host: Libvirt, known: KnownHost): Promise<readonly VolumeRecord[]> {
  const active = await host.pools.list(StoragePoolListFlags.ACTIVE);
  const stores = await Promise.all(
    active.map((handle) => found(volumesWhileActive(host, handle, known.volumes.get(handle.uuid)))),
  );
  return present(stores).flat();
}
