import { isObject, isUnknown, type Diagnostic, type Path, type Value } from '@virtform/values';
import type { HostView } from '../host-view.js';
import { pathOf } from '../host-usage.js';
import { identityText, type Attributes, type InspectedObject } from '../kind.js';
import { attributeAt, elementsAt, flagAt, textAt } from '../shared/attributes.js';

/** The UUIDs and names of guests that a plan is about: what it changes or takes away is not judged by what it has now. */
export function changingGuests(planned: readonly InspectedObject[]): ReadonlySet<string> {
  return new Set(
    planned.flatMap(({ identity, wanted }) => [
      identityText(identity, 'uuid') ?? '',
      textAt(wanted, ['name']) ?? '',
    ]),
  );
}

/**
 * Disks and devices of the host that another guest has already: two that write to one disk ruin it.
 *
 * @param changing the guests that are none of the others, by UUID or name; the one that it is about is among them
 */
export function takenDevices(
  wanted: Attributes,
  view: HostView,
  changing: ReadonlySet<string>,
): readonly Diagnostic[] {
  const isOther: IsOther = ({ uuid, name }) => !changing.has(uuid) && !changing.has(name);
  return [...takenDisks(wanted, isOther, view), ...takenHostDevices(wanted, isOther, view)];
}

/** Whether a guest is none that the plan is about. */
type IsOther = (guest: { readonly uuid: string; readonly name: string }) => boolean;

function takenDisks(wanted: Attributes, isOther: IsOther, view: HostView): readonly Diagnostic[] {
  return elementsAt(wanted, ['devices', 'disks']).flatMap((disk, index): readonly Diagnostic[] => {
    const place =
      flagAt(disk, ['shareable']) === true || flagAt(disk, ['read_only']) === true
        ? undefined
        : placeOf(disk, view);
    if (place === undefined || textAt(disk, ['device']) === 'cdrom') return [];
    const users = view.usage
      .usersOf(place)
      .filter((user) => user.user === 'domain' && isOther(user) && user.disk !== undefined);
    const [other] = users;
    if (other?.user !== 'domain') return [];
    return [
      taken(
        `${place} is disk ${other.disk ?? ''} of guest ${other.name} already`,
        ['devices', 'disks', index, 'source'],
        {
          detail: `Guest ${other.name} is ${other.running ? 'running' : 'off'}; two guests that write to one disk ruin what is on it, and QEMU refuses to start the second.`,
          action:
            'Give each guest a disk of its own, or say shareable where their file system is made for that.',
        },
      ),
    ];
  });
}

function placeOf(disk: Value, view: HostView): string | undefined {
  const direct = textAt(disk, ['source', 'file', 'file']) ?? textAt(disk, ['source', 'block', 'dev']);
  if (direct !== undefined) return direct;
  const pool = textAt(disk, ['source', 'volume', 'pool']);
  const name = textAt(disk, ['source', 'volume', 'volume']);
  const record = [...view.pools.values()].find((each) => each.name === pool);
  return record === undefined || name === undefined
    ? undefined
    : pathOf(view.volumes.get(record.uuid)?.get(name));
}

/** What names a device of the host, by its kind. */
const SOURCES = [
  ['subsys_pci', ['source', 'address']],
  ['subsys_usb', ['source']],
  ['subsys_m_dev', ['source', 'address']],
] as const;

function takenHostDevices(wanted: Attributes, isOther: IsOther, view: HostView): readonly Diagnostic[] {
  const devices = elementsAt(wanted, ['devices', 'hostdevs']);
  if (devices.length === 0) return [];
  const owners = new Map<string, string>();
  for (const { uuid, name, running } of view.domains.values()) {
    if (!isOther({ uuid, name }) || running === undefined) continue;
    for (const device of elementsAt(running.attributes, ['devices', 'hostdevs'])) {
      const key = keyOf(device);
      if (key !== undefined) owners.set(key, name);
    }
  }
  return devices.flatMap((device, index): readonly Diagnostic[] => {
    const owner = owners.get(keyOf(device) ?? '');
    return owner === undefined
      ? []
      : [
          taken(
            `guest ${owner} has this device of the host already, and is running`,
            ['devices', 'hostdevs', index],
            {
              action: `Take it out of ${owner} first.`,
            },
          ),
        ];
  });
}

function keyOf(device: Value): string | undefined {
  if (!isObject(device)) return undefined;
  for (const [kind, path] of SOURCES) {
    const source = attributeAt(device, [kind, ...path]);
    if (source !== undefined && !isUnknown(source)) return `${kind} ${JSON.stringify(source)}`;
  }
  return undefined;
}

function taken(summary: string, path: Path, said: Pick<Diagnostic, 'detail' | 'action'>): Diagnostic {
  return { severity: 'warning', summary, path, ...said };
}
