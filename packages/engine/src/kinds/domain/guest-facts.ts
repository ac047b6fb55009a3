import { childElements, childNamed, domain, sizeInBytes, type XmlElement } from '@virtform/schema';
import { isObject, isUnknown, type Value, type ValueObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { numberAt, textAt } from '../shared/attributes.js';
import type { Change } from '../three-way.js';

/** What rules ask of a running guest. */
export interface GuestFacts {
  readonly wanted: Attributes;
  /** Whether so many vCPUs (unset: the maximum) can be had by plugging alone. */
  canPlugCpus(count: Value | undefined): boolean;
  /** Whether the balloon reaches that far. */
  canBalloonTo(change: Change): boolean;
  /** Whether the device of a change can be plugged in or out while the guest runs. Ports are used up as it is asked. */
  takes(change: Change): boolean;
}

/** Buses on which a disk can come and go. SATA, IDE and floppy controllers of QEMU have no hot-plug. */
const HOT_BUSES: ReadonlySet<string> = new Set(['virtio', 'scsi', 'usb']);

/** The facts of a running guest. */
export function guestFacts(running: Attributes, element: XmlElement, wanted: Attributes): GuestFacts {
  let ports = freePciPorts(element);
  const takePort = (): boolean => {
    ports -= 1;
    return ports >= 0;
  };
  const pluggable = plugsPci(element);
  const maximum = numberAt(running, ['vcpu']) ?? 1;
  return {
    wanted,
    canPlugCpus: (count) => {
      if (isUnknown(count)) return true;
      const now = numberAt(running, ['vcpu_current']) ?? maximum;
      const target = typeof count === 'number' ? count : (numberAt(wanted, ['vcpu']) ?? maximum);
      return target >= now && target <= maximum;
    },
    canBalloonTo: ({ after }) => {
      if (isUnknown(after)) return true;
      const [most, target] = [bytesOf(running, 'memory'), bytesOf(wanted, 'current_memory')];
      return most !== undefined && target !== undefined && target <= most;
    },
    takes: ({ path, event, before, after }) => {
      const device = event === 'remove' ? before : after;
      if (!isObject(device)) return false;
      const pci = isPlugged(String(path[1]), device);
      if (pci !== 'pci') return pci === 'elsewhere';
      return pluggable && (event === 'remove' || takePort());
    },
  };
}

/** Whether a device takes a PCI port of its own, is plugged elsewhere, or cannot be plugged at all. */
function isPlugged(list: string, device: ValueObject): 'pci' | 'elsewhere' | 'never' {
  if (list === 'channels') return 'elsewhere';
  if (list !== 'disks') return 'pci';
  const kind = textAt(device, ['device']) ?? 'disk';
  const bus = textAt(device, ['target', 'bus']) ?? busOf(textAt(device, ['target', 'dev']) ?? '');
  // "cdrom/floppy device hotplug isn't supported": the drive is there from the start, and the medium changes.
  if (kind === 'cdrom' || kind === 'floppy' || !HOT_BUSES.has(bus)) return 'never';
  return bus === 'virtio' ? 'pci' : 'elsewhere';
}

/** libvirt guesses the bus from the name of the target. */
function busOf(target: string): string {
  const prefixes: Readonly<Record<string, string>> = { vd: 'virtio', sd: 'scsi', ub: 'usb' };
  return prefixes[target.slice(0, 2)] ?? 'unknown';
}

function bytesOf(attributes: Attributes, name: string): bigint | undefined {
  const attribute = domain.attributes[name];
  return attribute?.kind === 'scalar' && attribute.meaning?.as === 'size'
    ? sizeInBytes(attributes[name], attribute.meaning, attributes)
    : undefined;
}

/**
 * Whether PCI devices come and go at all. On i440fx ACPI does that, and without `features.acpi` QEMU refuses both: "Bus 'pci.0'
 * does not support hotplugging" (seen); the ports of q35 need none.
 */
function plugsPci(element: XmlElement): boolean {
  if (!hasConventionalPci(element)) return true;
  const features = childNamed(element, 'features');
  return features !== undefined && childNamed(features, 'acpi') !== undefined;
}

function hasConventionalPci(element: XmlElement): boolean {
  const devices = childNamed(element, 'devices');
  const controllers = devices === undefined ? [] : childElements(devices, 'controller');
  return controllers.some(
    ({ attributes }) => attributes.get('type') === 'pci' && attributes.get('model') === 'pci-root',
  );
}

/** The slots of a conventional PCI bus: 32, of which the first is the bridge's own. */
const PCI_SLOTS = 31;

/**
 * How many devices can still be plugged in: on q35 each takes a pcie-root-port of its own ("No more available PCI slots",
 * seen), on i440fx a slot of the one bus.
 */
export function freePciPorts(element: XmlElement): number {
  const devices = childNamed(element, 'devices');
  if (devices === undefined) return 0;
  const used = new Set<number>();
  const slots = new Set<number>();
  for (const device of childElements(devices)) {
    const address = childNamed(device, 'address');
    if (address?.attributes.get('type') !== 'pci') continue;
    const bus = Number(address.attributes.get('bus') ?? '0');
    used.add(bus);
    if (bus === 0) slots.add(Number(address.attributes.get('slot') ?? '0'));
  }
  if (hasConventionalPci(element)) return PCI_SLOTS - slots.size;
  return childElements(devices, 'controller').filter(
    (controller) =>
      controller.attributes.get('model') === 'pcie-root-port' &&
      !used.has(Number(controller.attributes.get('index'))),
  ).length;
}
