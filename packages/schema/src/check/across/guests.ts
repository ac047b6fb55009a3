import type { Diagnostic } from '@virtform/values';
import { elementsAt, isUnset, partAt, shown, textAt, textOr, type Part } from '../part.js';
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

/** libvirt defines both; QEMU locks an image that it writes to, so that only one of them runs. */
function disks(guests: readonly Among[]): readonly Diagnostic[] {
  return shared(
    guests,
    (guest) =>
      elementsAt(guest, 'devices', 'disks').flatMap((disk) => {
        const image = writable(disk) ? imageOf(disk) : undefined;
        return image === undefined ? [] : [{ key: image, place: partAt(disk, 'source') }];
      }),
    (_place, first) => ({
      summary: 'two guests write to one image',
      detail: `${first.address} has it too, and neither says that it is shareable: only one of the two can run.`,
      action:
        'Give each its own, lay one over the other with backing_store, or make it read_only or shareable.',
    }),
  );
}

function writable(disk: Part): boolean {
  return (
    ['read_only', 'shareable', 'transient'].every(
      (name) => isUnset(partAt(disk, name)) || partAt(disk, name).value === false,
    ) && ['disk', 'lun'].includes(textOr(disk, 'disk', 'device') ?? '')
  );
}

function imageOf(disk: Part): string | undefined {
  const source = partAt(disk, 'source');
  const path = textAt(source, 'file', 'file') ?? textAt(source, 'block', 'dev');
  if (path !== undefined) return path;
  const [pool, volume] = [textAt(source, 'volume', 'pool'), textAt(source, 'volume', 'volume')];
  return pool === undefined || volume === undefined ? undefined : JSON.stringify([pool, volume]);
}

interface Held {
  readonly key: string;
  readonly place: Part;
}

/** A warning wherever a later guest holds what an earlier one does. */
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
      return [about('warning', among, place, finding(place, first))];
    }),
  );
}
