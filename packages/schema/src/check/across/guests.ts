import type { Diagnostic } from '@virtform/values';
import { diskAccess, runsBeside, type DiskAccess } from '../../disk-access.js';
import { elementsAt, isSet, isUnset, partAt, shown, textAt, textOr, type Part } from '../part.js';
import { about, ofType, type AcrossRule, type Among } from './object.js';

/** What two guests of one host should not share. */
export const guestRules: AcrossRule = (objects) => {
  const guests = ofType(objects, 'libvirt_domain');
  return [...macs(guests), ...disks(guests)];
};

/** libvirt takes it; the two guests disturb each other, and DHCP gives both one address. */
function macs(guests: readonly Among[]): readonly Diagnostic[] {
  return shared(
    guests,
    (guest) =>
      elementsAt(guest, 'devices', 'interfaces').flatMap((nic) => {
        const place = partAt(nic, 'mac', 'address');
        const mac = textAt(place)?.toLowerCase();
        const net = networkOf(nic);
        return mac === undefined || net === undefined ? [] : [{ key: `${net} ${mac}`, place }];
      }),
    (place, first) => ({
      summary: `two guests of one network have the MAC ${shown(place)}`,
      detail: `${first.address} has it too.`,
      action: 'Give each interface its own, or leave mac out: libvirt makes one up.',
    }),
  );
}

function networkOf(nic: Part): string | undefined {
  const network = textAt(nic, 'source', 'network', 'network');
  if (network !== undefined) return `network ${network}`;
  const bridge = textAt(nic, 'source', 'bridge', 'bridge');
  return bridge === undefined ? undefined : `bridge ${bridge}`;
}

/** A disk of a guest, as far as it is known what the guest does with it. */
interface Used {
  readonly among: Among;
  readonly access: DiskAccess;
  readonly place: Part;
}

/** libvirt defines both; QEMU locks an image that it writes to, so that only one of them runs. */
function disks(guests: readonly Among[]): readonly Diagnostic[] {
  const users = new Map<string, Used[]>();
  return guests.flatMap((among) =>
    elementsAt(among.object, 'devices', 'disks').flatMap((disk): readonly Diagnostic[] => {
      const [image, access] = [imageOf(disk), accessOf(disk)];
      if (image === undefined || access === undefined) return [];
      const used: Used = { among, access, place: partAt(disk, 'source') };
      const earlier = users.get(image) ?? [];
      users.set(image, [...earlier, used]);
      const clash = earlier.find((other) => other.among !== among && clashes(used, other));
      return clash === undefined ? [] : [oneImage(used, clash)];
    }),
  );
}

/** Of two that do not run at once, it matters only whether both write. */
function clashes(used: Used, other: Used): boolean {
  const type = textAt(used.among.object, 'type');
  const together = runs(used.among) && runs(other.among);
  return together
    ? !runsBeside(type, used.access, other.access)
    : used.access === 'writes' && other.access === 'writes';
}

function oneImage({ among, access, place }: Used, other: Used): Diagnostic {
  const both = access === 'writes' && other.access === 'writes';
  return about(runs(among) && runs(other.among) ? 'error' : 'warning', among, place, {
    summary: both ? 'two guests write to one image' : 'two guests cannot use one image at once',
    detail: `${other.among.address} ${DOES[other.access]}, and this one ${DOES[access]}: only one of the two can run.`,
    action:
      'Give each its own, lay one over the other with backing_store, or say in both that it is read_only, or shareable.',
  });
}

const DOES: Readonly<Record<DiskAccess, string>> = {
  writes: 'writes to it',
  reads: 'reads it',
  shares: 'says that it is shareable',
  overlays: 'says that it is transient',
};

function accessOf(disk: Part): DiskAccess | undefined {
  const device = textOr(disk, 'disk', 'device');
  const transient = partAt(disk, 'transient');
  const [readOnly, shareable] = ['read_only', 'shareable'].map((name) => {
    const part = partAt(disk, name);
    return isUnset(part) ? false : part.value;
  });
  return device === undefined ||
    typeof readOnly !== 'boolean' ||
    typeof shareable !== 'boolean' ||
    !(isUnset(transient) || isSet(transient))
    ? undefined
    : diskAccess({ device, readOnly, shareable, transient: isSet(transient) });
}

function imageOf(disk: Part): string | undefined {
  const source = partAt(disk, 'source');
  const path = textAt(source, 'file', 'file') ?? textAt(source, 'block', 'dev');
  if (path !== undefined) return path;
  const [pool, volume] = [textAt(source, 'volume', 'pool'), textAt(source, 'volume', 'volume')];
  return pool === undefined || volume === undefined ? undefined : JSON.stringify([pool, volume]);
}

function runs({ object }: Among): boolean {
  return partAt(object, 'running').value === true;
}

interface Held {
  readonly key: string;
  readonly place: Part;
}

/** Wherever a later guest holds what an earlier one does: an error where both are to run, since a guest that is off disturbs nobody. */
function shared(
  guests: readonly Among[],
  held: (guest: Part) => readonly Held[],
  finding: (place: Part, first: Among) => Parameters<typeof about>[3],
): readonly Diagnostic[] {
  const seen = new Map<string, Among>();
  return guests.flatMap((among) =>
    held(among.object).flatMap(({ key, place }) => {
      const first = seen.get(key);
      seen.set(key, first ?? among);
      if (first === undefined || first === among) return [];
      const severity = runs(among) && runs(first) ? 'error' : 'warning';
      return [about(severity, among, place, finding(place, first))];
    }),
  );
}
