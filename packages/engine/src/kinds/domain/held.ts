import { decodeObject, domain, selectElement, type EditStep } from '@virtform/schema';
import { isObject, isUnknown, type Path, type Value } from '@virtform/values';
import type { Side } from '../host-records.js';
import { pathOf } from '../host-usage.js';
import type { HostView } from '../host-view.js';
import { identityText, type Attributes, type Handover, type InspectedObject, type Step } from '../kind.js';
import { attributeAt, elementsAt, numberAt, textAt } from '../shared/attributes.js';
import { devicesCalled, placeFrom } from './devices.js';

/** The lists of devices that stand for something outside of the guest that it has alone. */
const HOLDING = ['disks', 'hostdevs', 'interfaces'] as const;
type Holding = (typeof HOLDING)[number];

/** Where a disk's content lies on the host; undefined where nobody can tell yet, and for what lies elsewhere. */
export function diskPlace(disk: Value, view: HostView): string | undefined {
  const direct = textAt(disk, ['source', 'file', 'file']) ?? textAt(disk, ['source', 'block', 'dev']);
  if (direct !== undefined) return direct;
  const pool = textAt(disk, ['source', 'volume', 'pool']);
  const name = textAt(disk, ['source', 'volume', 'volume']);
  const record = [...view.pools.values()].find((each) => each.name === pool);
  return record === undefined || name === undefined
    ? undefined
    : pathOf(view.volumes.get(record.uuid)?.get(name));
}

/** What names a device of the host. A USB device has two names: by its place, and by what it is. */
export function hostDeviceNames(device: Value): readonly string[] {
  const pci = attributeAt(device, ['subsys_pci', 'source', 'address']);
  const usb = ['subsys_usb', 'source'];
  const mediated = textAt(device, ['subsys_m_dev', 'source', 'address', 'uuid']);
  const numbers = (path: Path): string | undefined => {
    const [bus, number] = [numberAt(device, [...path, 'bus']), numberAt(device, [...path, 'device'])];
    return bus === undefined || number === undefined ? undefined : `${bus} ${number}`;
  };
  const place = numbers([...usb, 'address']);
  const product = ['vendor', 'product'].map((part) => idAt(device, [...usb, part, 'id']));
  return [
    ...(isObject(pci) ? pciName(pci) : []),
    ...(mediated === undefined ? [] : [`mediated device ${mediated.toLowerCase()}`]),
    ...(place === undefined ? [] : [`USB device at ${place}`]),
    ...(product.includes(undefined) ? [] : [`USB device ${product.join(':')}`]),
  ];
}

function pciName(address: Value): readonly string[] {
  const numbers = ['domain', 'bus', 'slot', 'function'].map((part) => attributeAt(address, [part]) ?? 0);
  return numbers.some(isUnknown) ? [] : [`PCI device ${numbers.map(String).join(':')}`];
}

/** `0x1d6b` and `7531` are one number. */
function idAt(device: Value, path: Path): number | undefined {
  const text = textAt(device, path);
  const number = text === undefined ? NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

function namesOf(list: Holding, device: Value, view: HostView): readonly string[] {
  switch (list) {
    case 'disks': {
      const place = diskPlace(device, view);
      return place === undefined ? [] : [diskName(place)];
    }
    case 'hostdevs':
      return hostDeviceNames(device);
    case 'interfaces': {
      const mac = textAt(device, ['mac', 'address']);
      return mac === undefined ? [] : [`MAC ${mac.toLowerCase()}`];
    }
  }
}

export const diskName = (place: string): string => `disk ${place}`;

/** Everything that a guest has for itself while it runs. */
function heldBy(guest: Attributes | undefined, view: HostView): ReadonlySet<string> {
  return new Set(
    HOLDING.flatMap((list) =>
      elementsAt(guest ?? {}, ['devices', list]).flatMap((device) => namesOf(list, device, view)),
    ),
  );
}

/** What a guest has by the end of what is planned for it and had not before, and the other way round. */
export function handoverOf({ there, wanted, steps }: InspectedObject, view: HostView): Handover {
  const running = view.domains.get(identityText(there ?? {}, 'uuid') ?? '')?.running;
  const before = heldBy(running?.attributes, view);
  const after = heldAfter(before, running, { wanted, steps }, view);
  return {
    takes: [...after].filter((name) => !before.has(name)),
    lets: [...before].filter((name) => !after.has(name)),
  };
}

function heldAfter(
  before: ReadonlySet<string>,
  running: Side | undefined,
  { wanted, steps }: Pick<InspectedObject, 'wanted' | 'steps'>,
  view: HostView,
): ReadonlySet<string> {
  const does = (...effects: readonly string[]): boolean =>
    steps.some(({ effect }) => effects.includes(effect));
  if (does('start')) return heldBy(wanted, view);
  if (does('stop', 'shutdown')) return new Set();
  const gone = new Set(
    steps.flatMap((step) => (running === undefined ? [] : unplugged(step, running, view))),
  );
  const come = steps.flatMap((step) => plugged(step, view));
  return new Set([...[...before].filter((name) => !gone.has(name)), ...come]);
}

function plugged({ effect, args }: Step, view: HostView): readonly string[] {
  const list = holdingAt(textAt(args, ['list', 1]));
  return effect !== 'attach-device' || args.live !== true || list === undefined
    ? []
    : namesOf(list, args.device ?? null, view);
}

function unplugged({ effect, args }: Step, running: Side, view: HostView): readonly string[] {
  const place = effect === 'detach-device' ? placeFrom(args.running) : undefined;
  const list = holdingAt(place?.[1]);
  const element = place === undefined ? undefined : selectElement(domain, running.element, place);
  return list === undefined || element === undefined
    ? []
    : namesOf(list, decodeObject(devicesCalled(list).shape, element), view);
}

function holdingAt(step: EditStep | undefined): Holding | undefined {
  return HOLDING.find((list) => list === step);
}
