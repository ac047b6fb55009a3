import { identityText, type Actual, type Attributes, type Identity, type ProposalRequest } from '../kind.js';
import type { Usage, VolumeName, VolumeUser } from '../host-usage.js';
import type { HostView } from '../host-view.js';
import { textAt } from '../shared/attributes.js';

/** Guests of others that use it. Our own may be on their way out in the same plan, which is looked at again at apply. */
export function strangersUsing(
  { mark }: ProposalRequest,
  actual: Actual,
  view: HostView,
): readonly VolumeUser[] {
  const others = view.owners.othersThan(mark.lineage);
  // Where it lies is decoded for this, and who uses what costs a look into every guest: mostly there is nobody else.
  if (others.size === 0) return [];
  const path =
    actual.stored === undefined
      ? textAt(actual.running, ['path'])
      : textAt(actual.stored, ['target', 'path']);
  if (path === undefined) return [];
  const users = view.usage.usersOf(path, volumeNamed(actual.identity));
  return users.filter((user) => user.user === 'domain' && others.has(user.uuid));
}

export interface RunningGuest {
  readonly uuid: string;
  readonly name: string;
  readonly disk: string;
}

export function runningGuest(
  { identity }: Actual,
  there: Attributes,
  view: HostView,
): RunningGuest | undefined {
  // Of one behind an inactive pool only what the state has is known.
  const path = textAt(there, ['target', 'path']) ?? textAt(there, ['path']);
  return path === undefined ? undefined : runningGuestOn(path, view.usage, volumeNamed(identity));
}

/** What a disk names where it names no path; undefined of one that was not made yet. */
export function volumeNamed(identity: Identity): VolumeName | undefined {
  const [pool, name] = [identityText(identity, 'pool'), identityText(identity, 'name')];
  return pool === undefined || name === undefined ? undefined : { pool, name };
}

/** The guest that has the volume as a disk while it runs: QEMU holds the file then, and only it may change its size. */
export function runningGuestOn(path: string, usage: Usage, volume?: VolumeName): RunningGuest | undefined {
  for (const user of usage.usersOf(path, volume)) {
    if (user.user === 'domain' && user.live && user.disk !== undefined) {
      return { uuid: user.uuid, name: user.name, disk: user.disk };
    }
  }
  return undefined;
}

/** `guest web (running), disk vda`. */
export function describeUser(user: VolumeUser): string {
  if (user.user === 'volume') return `volume ${user.pool}/${user.name}, which lies over it`;
  const disk = user.disk === undefined ? 'below one of its disks' : `disk ${user.disk}`;
  return `guest ${user.name} (${user.running ? 'running' : 'off'}), ${disk}`;
}
