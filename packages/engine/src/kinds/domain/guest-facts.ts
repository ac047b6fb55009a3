import { childElements, childNamed, domain, sizeInBytes, type XmlElement } from '@virtform/schema';
import { isObject, isUnknown, type Value, type ValueObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { elementsAt, numberAt, textAt } from '../shared/attributes.js';
import type { Change } from '../three-way.js';
import { plugsDevice } from './hypervisors.js';
import { socketsOf, type Plugged, type Socket } from './plugging.js';

/** What rules ask of a running guest. */
export interface GuestFacts {
  readonly wanted: Attributes;
  readonly running: Attributes;
  /** Whether so many vCPUs (unset: the maximum) can be had by plugging alone. */
  canPlugCpus(count: Value | undefined): boolean;
  /** The same by pulling plugs alone. */
  canUnplugCpus(count: Value | undefined): boolean;
  /** Whether the balloon reaches that far. */
  canBalloonTo(change: Change): boolean;
  /**
   * Whether a device can be plugged in or out while the guest runs. Ports are used up, and made free, as it is asked of one device after
   * another.
   */
  takes(change: PluggedChange): boolean;
  /** Why a device that could be plugged in is not; undefined where it is, or could not be at all. Asked after `takes`. */
  lacks(change: Change): string | undefined;
}

type PluggedChange = Pick<Change, 'path' | 'event' | 'before' | 'after' | 'running'>;

/** The facts of a running guest. */
export function guestFacts(running: Attributes, element: XmlElement, wanted: Attributes): GuestFacts {
  const free = { ...freeSockets(element, running) };
  const take = (sockets: readonly Socket[]): boolean => {
    if (sockets.some((socket) => free[socket] <= 0)) return false;
    for (const socket of sockets) free[socket] -= 1;
    return true;
  };
  const takes = ({ path, before, after, running: difference }: PluggedChange): boolean => {
    const goes = after === undefined;
    const device = goes ? before : after;
    if (!isObject(device)) return false;
    const event = goes ? 'remove' : 'add';
    const elsewhere = plugsDevice(running, String(path[1]), device, event);
    if (elsewhere !== undefined) return elsewhere;
    const plugged: Plugged = { device, event, running };
    const sockets = socketsOf(String(path[1]), plugged)?.map(onBusOf(element));
    if (sockets === undefined || (sockets.some(isPci) && !plugsPci(element))) return false;
    if (!goes) return take(sockets);
    if (sockets.some(isPci) && !isInPort(element, device)) return false;
    // What the definition alone has makes no room in the guest.
    if (difference !== undefined) for (const socket of sockets) free[socket] += 1;
    return true;
  };
  const asked = new Map<string, boolean>();
  const keyOf = ({ event, path }: Pick<Change, 'event' | 'path'>): string =>
    `${event} ${JSON.stringify(path)}`;
  const maximum = numberAt(running, ['vcpu']) ?? 1;
  const now = numberAt(running, ['vcpu_current']) ?? maximum;
  const targetOf = (count: Value | undefined): number =>
    typeof count === 'number' ? count : (numberAt(wanted, ['vcpu']) ?? maximum);
  return {
    wanted,
    running,
    canPlugCpus: (count) => isUnknown(count) || (targetOf(count) >= now && targetOf(count) <= maximum),
    canUnplugCpus: (count) =>
      !isUnknown(count) && targetOf(count) < now && now - targetOf(count) <= unpluggable(running).size,
    canBalloonTo: ({ after }) => {
      // libvirt refuses: "Unable to change memory of active domain without the balloon device" (qemu_driver.c).
      if (textAt(running, ['devices', 'mem_balloon', 'model']) === 'none') return false;
      if (isUnknown(after)) return true;
      const [most, target] = [bytesOf(running, 'memory'), bytesOf(wanted, 'current_memory')];
      return most !== undefined && target !== undefined && target <= most;
    },
    takes: (change) => {
      const key = keyOf(change);
      const known = asked.get(key) ?? takes(change);
      asked.set(key, known);
      return known;
    },
    lacks: (change) => {
      const { path, event, after } = change;
      if (event !== 'add' || asked.get(keyOf(change)) !== false || !isObject(after)) return undefined;
      if (plugsDevice(running, String(path[1]), after, event) !== undefined) return undefined;
      const sockets = socketsOf(String(path[1]), { device: after, event, running })?.map(onBusOf(element));
      if (sockets?.some(isPci) === true && !plugsPci(element)) return NO_ACPI;
      const missing = sockets?.find((socket) => free[socket] <= 0);
      return missing === undefined ? undefined : LACKS[missing];
    },
  };
}

const NO_ACPI = 'on i440fx devices come and go by ACPI, which features.acpi brings';
const LACKS: Readonly<Record<Socket, string>> = {
  'pci-express':
    'no PCI port is free for it: controllers of the model pcie-root-port are, from the next boot on',
  pci: 'no slot of conventional PCI is free for it: a controller of the model pcie-to-pci-bridge has some',
  'memory-slot': 'no slot for memory is free for it: maximum_memory_slots says how many there are',
  watchdog: 'it has a watchdog already, and there is one at most',
  vsock: 'it has a virtual socket already, and there is one at most',
};

/**
 * The numbers of the vCPUs that can be pulled out of a running guest: those that were plugged in, or started so that they can. Under
 * software emulation none can: the guest of QEMU 7.2 and 10.0 lets go of one and QEMU never does, and 7.2 ends over the next call (seen).
 */
export function unpluggable(running: Attributes): ReadonlySet<number | undefined> {
  if (textAt(running, ['type']) !== 'kvm') return new Set();
  const cpus = elementsAt(running, ['vcpus', 'vcpu']);
  const plugged = cpus.filter(
    (cpu) => textAt(cpu, ['enabled']) === 'yes' && textAt(cpu, ['hotpluggable']) === 'yes',
  );
  return new Set(plugged.map((cpu) => numberAt(cpu, ['id'])));
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

/** Of q35, what is on the root itself came with it: "Bus 'pcie.0' does not support hotplugging". */
function isInPort(element: XmlElement, device: ValueObject): boolean {
  return hasConventionalPci(element) || numberAt(device, ['address', 'pci', 'bus']) !== 0;
}

/** The slots of a conventional PCI bus: 32, of which the first is the bridge's own. */
const PCI_SLOTS = 31;

/** Bridges on q35 whose slots take conventional devices while the guest runs. */
const PCI_BRIDGES: readonly string[] = ['pcie-to-pci-bridge', 'pci-bridge'];

/**
 * What is still free: on q35 each device of PCI Express takes a pcie-root-port of its own ("No more available PCI
 * slots", seen) and a conventional one a slot of a bridge; on i440fx each takes a slot of the one bus.
 */
export function freeSockets(element: XmlElement, running: Attributes): Readonly<Record<Socket, number>> {
  const devices = childNamed(element, 'devices');
  const all = devices === undefined ? [] : childElements(devices);
  const slots = new Map<number, Set<number>>();
  for (const device of all) {
    const address = childNamed(device, 'address');
    if (address?.attributes.get('type') !== 'pci') continue;
    const bus = Number(address.attributes.get('bus') ?? '0');
    slots.set(bus, (slots.get(bus) ?? new Set()).add(Number(address.attributes.get('slot') ?? '0')));
  }
  const controllersOf = (models: readonly string[]): readonly number[] =>
    all
      .filter(
        ({ name, attributes }) => name === 'controller' && models.includes(attributes.get('model') ?? ''),
      )
      .map(({ attributes }) => Number(attributes.get('index')));
  const buses = [...controllersOf(PCI_BRIDGES), ...(hasConventionalPci(element) ? [0] : [])];
  const count = (name: string): number => all.filter((device) => device.name === name).length;
  return {
    'pci-express': controllersOf(['pcie-root-port']).filter((index) => !slots.has(index)).length,
    pci: buses.reduce((sum, bus) => sum + PCI_SLOTS - (slots.get(bus)?.size ?? 0), 0),
    'memory-slot': (numberAt(running, ['maximum_memory_slots']) ?? 0) - count('memory'),
    watchdog: 1 - count('watchdog'),
    vsock: 1 - count('vsock'),
  };
}

function isPci(socket: Socket): boolean {
  return socket === 'pci' || socket === 'pci-express';
}

/** i440fx has one kind of slot for all. */
function onBusOf(element: XmlElement): (socket: Socket) => Socket {
  return (socket) => (socket === 'pci-express' && hasConventionalPci(element) ? 'pci' : socket);
}
