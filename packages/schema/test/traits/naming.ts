import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import { setAt, valueIn } from './places';

type Naming = (element: ValueObject, index: number, all: readonly ValueObject[]) => ValueObject;

const replaceIn = (element: ValueObject, place: readonly string[], value: Value): ValueObject =>
  valueIn(element, place) === undefined ? element : setAt(element, place, value);

const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/** Names that devices of a list must not share. */
const NAMINGS: Readonly<Record<string, readonly Naming[]>> = {
  disks: [
    (disk, index) => {
      const dev = valueIn(disk, ['target', 'dev']);
      const prefix = typeof dev === 'string' ? dev.slice(0, 2) : 'vd';
      return replaceIn(disk, ['target', 'dev'], `${prefix}${letter(prefix === 'fd' ? 0 : index)}`);
    },
    (disk, index) => replaceIn(disk, ['address', 'drive', 'unit'], index),
  ],
  interfaces: [
    (nic, index) => replaceIn(nic, ['mac', 'address'], `52:54:00:AA:BB:${(16 + index).toString(16)}`),
    (nic, index) => replaceIn(nic, ['target', 'dev'], `tap-of-mine${index}`),
  ],
  filesystems: [(folder, index) => replaceIn(folder, ['target', 'dir'], `share${index}`)],
  shmems: [(memory, index) => replaceIn(memory, ['name'], `shm${index}`)],
  inputs: [(input, index) => replaceIn(input, ['address', 'usb', 'port'], `1.${index + 1}`)],
  serials: [(serial, index) => replaceIn(serial, ['target', 'port'], index)],
  memorydevs: [(memory, index) => replaceIn(memory, ['address', 'dimm', 'slot'], index)],
  audios: [(audio, index) => replaceIn(audio, ['id'], index + 1)],
  channels: [
    (channel, index) => replaceIn(channel, ['target', 'virt_io', 'name'], `org.example.${index}`),
    (channel, index) => replaceIn(channel, ['target', 'guest_fwd', 'port'], `${4600 + index}`),
  ],
  controllers: [
    (controller, index, all) => {
      const before = all.slice(0, index).filter(({ type }) => type === controller.type).length;
      return replaceIn(controller, ['index'], before + (isOnBus(controller) ? 1 : 0));
    },
  ],
};

/** Whether a PCI controller hangs on another one: the first is the machine's own. */
function isOnBus({ type, model }: ValueObject): boolean {
  return type === 'pci' && model !== 'pcie-root' && model !== 'pci-root';
}

/** Above it a newer PC has devices of its own. */
const LAST_SLOT = 28;

/** Whether a device has a place on the bus that it chose itself. */
function isPlaced(device: ValueObject): boolean {
  const slot = valueIn(device, ['address', 'pci', 'slot']);
  return slot !== undefined && slot !== 0;
}

/** A guest in which what must not be shared is each one's own. */
export function individual(guest: ValueObject): ValueObject {
  const { devices, block_io_tune: limits } = guest;
  const limited =
    limits === undefined || !isObject(limits) || limits.device === undefined || !isList(limits.device)
      ? guest
      : { ...guest, block_io_tune: { ...limits, device: limits.device.map(named) } };
  if (devices === undefined || !isObject(devices)) return limited;
  let number = 0;
  let slot = LAST_SLOT + 1;
  const own = (device: ValueObject): ValueObject => {
    number += 1;
    const numbered: readonly (readonly [readonly string[], Value])[] = [
      [['alias', 'name'], `ua-mine-${number}`],
      [['boot', 'order'], number],
      [['acpi', 'index'], number],
    ];
    const made = numbered.reduce((before, [place, value]) => replaceIn(before, place, value), device);
    if (!isPlaced(made)) return made;
    slot -= 1;
    return replaceIn(made, ['address', 'pci', 'slot'], slot);
  };
  const all = Object.entries(devices).map(([list, those]): readonly [string, Value] => {
    if (isObject(those)) return [list, own(those)];
    if (!isList(those)) return [list, those];
    const objects = those.filter(isObject);
    const namings = NAMINGS[list] ?? [];
    return [
      list,
      objects.map((device, index) =>
        own(namings.reduce((made, naming) => naming(made, index, objects), device)),
      ),
    ];
  });
  return { ...limited, devices: Object.fromEntries(all) };
}

/** A limit is for one device. */
function named(limit: Value, index: number): Value {
  return isObject(limit) ? replaceIn(limit, ['path'], `/dev/sdx${index}`) : limit;
}
