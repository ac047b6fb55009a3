import { runsBeside } from '@virtform/schema';
import type { Diagnostic, Path, Value } from '@virtform/values';
import type { HostView } from '../host-view.js';
import type { VolumeUser } from '../host-usage.js';
import { identityText, type Attributes, type InspectedObject } from '../kind.js';
import { elementsAt, textAt } from '../shared/attributes.js';
import { accessOf } from '../shared/disk-access.js';
import { diskName, diskPlace, handoverOf, hostDeviceNames } from './held.js';

/** The guests that a plan is about. */
export interface ChangingGuests {
  /** Whether it changes a guest or takes it away: such a one is not judged by what its definition has now. */
  has(guest: Guest): boolean;
  /** Whether a guest lets go of something in this plan. */
  letsGo(guest: Guest, name: string): boolean;
}

interface Guest {
  readonly uuid: string;
  readonly name: string;
}

export function changingGuests(planned: readonly InspectedObject[], view: HostView): ChangingGuests {
  const known = new Set(
    planned.flatMap(({ identity, there, wanted }) => [
      identityText(identity, 'uuid') ?? '',
      identityText(there ?? {}, 'uuid') ?? '',
      textAt(wanted, ['name']) ?? '',
    ]),
  );
  const by = new Map(planned.map((object) => [identityText(object.there ?? {}, 'uuid'), object]));
  const lets = new Map<InspectedObject, ReadonlySet<string>>();
  return {
    has: ({ uuid, name }) => known.has(uuid) || known.has(name),
    letsGo({ uuid }, name) {
      const object = by.get(uuid);
      if (object === undefined) return false;
      const told = lets.get(object) ?? new Set(handoverOf(object, view).lets);
      lets.set(object, told);
      return told.has(name);
    },
  };
}

/**
 * What a guest is to have that another one has already. What it takes while that one runs fails on the way, or ruins a disk, and is an
 * error; the rest is told.
 */
export function takenDevices(
  object: InspectedObject,
  view: HostView,
  changing: ChangingGuests,
): readonly Diagnostic[] {
  const { wanted = {}, identity, there } = object;
  const own = new Set([identityText(identity, 'uuid'), identityText(there ?? {}, 'uuid')]);
  const about: About = {
    view,
    changing,
    takes: new Set(handoverOf(object, view).takes),
    isOther: ({ uuid }) => !own.has(uuid),
    type: textAt(wanted, ['type']),
  };
  const each = (list: string, find: Finder): readonly Diagnostic[] =>
    elementsAt(wanted, ['devices', list]).flatMap((device, index) =>
      find(device, ['devices', list, index], about),
    );
  return [
    ...each('disks', takenDisk),
    ...each('hostdevs', takenHostDevice),
    // It is among those that change itself.
    ...takenMacs(wanted, view, (guest) => !changing.has(guest)),
  ];
}

interface About {
  readonly view: HostView;
  readonly changing: ChangingGuests;
  /** What the guest begins to have by what is planned, as soon as that is done. */
  readonly takes: ReadonlySet<string>;
  readonly isOther: (guest: Guest) => boolean;
  readonly type: string | undefined;
}

type Finder = (device: Value, path: Path, about: About) => readonly Diagnostic[];

const takenDisk: Finder = (disk, path, { view, changing, takes, isOther, type }) => {
  const place = diskPlace(disk, view);
  if (place === undefined) return [];
  const name = diskName(place);
  const mine = accessOf(disk);
  const clashes = ({ access }: DomainUser): boolean => !runsBeside(type, mine, access);
  const others = view.usage.usersOf(place).filter(isDomain).filter(isOther).filter(clashes);
  const holder = others.find((user) => user.running && user.live && !changing.letsGo(user, name));
  if (holder !== undefined && takes.has(name)) {
    return [
      {
        severity: 'error',
        summary: `${place} is ${whose(holder)}, which is running`,
        detail:
          'Two guests that write to one disk ruin what is on it, and QEMU keeps a guest from starting with a disk that another one writes to, or that it would write to under another one.',
        action: `Give each guest a disk of its own, take it out of ${holder.name} first, or say shareable in both where their file system is made for that.`,
        path: [...path, 'source'],
      },
    ];
  }
  const user = others.find((other) => other.disk !== undefined && !changing.has(other));
  if (user === undefined || mine !== 'writes') return [];
  return [
    {
      severity: 'warning',
      summary: `${place} is ${whose(user)} already`,
      detail: `Guest ${user.name} is ${user.running ? 'running' : 'off'}; two guests that write to one disk ruin what is on it, and QEMU refuses to start the second.`,
      action: 'Give each guest a disk of its own, or say shareable where their file system is made for that.',
      path: [...path, 'source'],
    },
  ];
};

type DomainUser = VolumeUser & { readonly user: 'domain' };

function isDomain(user: VolumeUser): user is DomainUser {
  return user.user === 'domain';
}

function whose({ disk, name }: DomainUser): string {
  return disk === undefined ? `below a disk of guest ${name}` : `disk ${disk} of guest ${name}`;
}

/** libvirt refuses to start a guest with a device that another one has: "is in use by driver QEMU, domain …". */
const takenHostDevice: Finder = (device, path, { view, changing, takes, isOther }) => {
  const names = hostDeviceNames(device);
  if (names.length === 0) return [];
  const owner = [...view.domains.values()].find(
    (guest) =>
      isOther(guest) &&
      elementsAt(guest.running?.attributes, ['devices', 'hostdevs']).some((other) =>
        hostDeviceNames(other).some((name) => names.includes(name) && !changing.letsGo(guest, name)),
      ),
  );
  if (owner === undefined) return [];
  return [
    {
      severity: names.some((name) => takes.has(name)) ? 'error' : 'warning',
      summary: `guest ${owner.name} has this device of the host already, and is running`,
      action: `Take it out of ${owner.name} first.`,
      path,
    },
  ];
};

/**
 * libvirt takes it: two guests with one MAC disturb each other on a network, and DHCP gives both one address.
 *
 * @param isOther whether a guest is one that has no business with it
 */
export function takenMacs(
  wanted: Attributes,
  view: HostView,
  isOther: (guest: Guest) => boolean,
): readonly Diagnostic[] {
  return elementsAt(wanted, ['devices', 'interfaces']).flatMap((nic, index): readonly Diagnostic[] => {
    const mac = textAt(nic, ['mac', 'address']);
    if (mac === undefined) return [];
    const others = view.usage
      .macOwners(mac)
      .flatMap((uuid) => view.domains.get(uuid) ?? [])
      .filter(isOther)
      .map(({ name }) => name);
    if (others.length === 0) return [];
    return [
      {
        severity: 'warning',
        summary: `the MAC ${mac} belongs to ${others.length === 1 ? 'guest' : 'guests'} ${others.join(' and ')} already`,
        action: 'Give each interface its own.',
        path: ['devices', 'interfaces', index, 'mac', 'address'],
      },
    ];
  });
}
