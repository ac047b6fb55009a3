import { isNotFound, libvirt } from '@virtform/libvirt';
import { childNamed, nodeDeviceInfo, parseXml, textOf, type XmlElement } from '@virtform/schema';
import type { Value } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { DataError, type DataKind } from '../data-kind.js';
import type { HostSource } from '../sources.js';
import { textAt } from '../shared/attributes.js';

/** Where an attribute stands in a capability: an element, or an attribute of one. */
interface Place {
  readonly element: string;
  readonly attribute?: string;
  readonly as?: 'number';
}

const text = (element: string, attribute?: string): Place => ({
  element,
  ...(attribute === undefined ? {} : { attribute }),
});
const number = (element: string, attribute?: string): Place => ({
  ...text(element, attribute),
  as: 'number',
});

const MAKER = {
  product_id: text('product', 'id'),
  product_name: text('product'),
  vendor_id: text('vendor', 'id'),
  vendor_name: text('vendor'),
};

/** What is told of a device, by its kind; of all others only which kind it is. A storage device has a bus, too, but its name is no number. */
const CAPABILITIES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  pci: {
    domain: number('domain'),
    bus: number('bus'),
    slot: number('slot'),
    function: number('function'),
    class: text('class'),
    iommu_group: number('iommuGroup', 'number'),
    ...MAKER,
  },
  usb_device: { bus: number('bus'), device_number: number('device'), ...MAKER },
  net: {
    interface: text('interface'),
    address: text('address'),
    link_speed: text('link', 'speed'),
    link_state: text('link', 'state'),
  },
  storage: {
    block: text('block'),
    drive_type: text('drive_type'),
    model: text('model'),
    vendor_name: text('vendor'),
    serial: text('serial'),
    size: number('size'),
    logical_block_size: number('logical_block_size'),
    num_blocks: number('num_blocks'),
  },
  scsi: {
    host: number('host'),
    bus: number('bus'),
    target: number('target'),
    lun: number('lun'),
    scsi_type: text('type'),
  },
  scsi_host: { host: number('host') },
};

/** `libvirt_node_device_info`: one device of the host. */
export const nodeDeviceInfoKind: DataKind<HostSource> = {
  type: 'libvirt_node_device_info',
  schema: nodeDeviceInfo,
  async read(wanted, source) {
    const name = textAt(wanted, ['name']) ?? '';
    const { nodeDevices } = libvirt(await source.read());
    // On the wire a device is its name, so that it need not be looked up.
    const xml = await nodeDevices.xmlDesc({ name }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      throw new DataError(
        error instanceof Error ? error.message : `There is no device ${name}.`,
        `Name one of those that virsh -c '${source.uri}' nodedev-list shows, or the data source libvirt_node_devices.`,
        { cause: error },
      );
    });
    return { attributes: { id: name, ...describeDevice(parseXml(xml)) }, diagnostics: [] };
  },
};

/** A device's XML as attributes. */
export function describeDevice(device: XmlElement): Attributes {
  const capability = childNamed(device, 'capability');
  return {
    path: elementText(device, 'path') ?? '',
    parent: elementText(device, 'parent') ?? '',
    ...(capability === undefined ? {} : { capability: describeCapability(capability) }),
  };
}

function describeCapability(capability: XmlElement): Attributes {
  const type = capability.attributes.get('type') ?? 'unknown';
  const places = Object.entries(new Map(Object.entries(CAPABILITIES)).get(type) ?? {});
  const told = places.flatMap(([name, place]): readonly (readonly [string, Value])[] => {
    const value = valueAt(capability, place);
    return value === undefined ? [] : [[name, value]];
  });
  return { type, ...Object.fromEntries(told) };
}

function valueAt(capability: XmlElement, { element, attribute, as }: Place): Value | undefined {
  const found =
    attribute === undefined
      ? elementText(capability, element)
      : childNamed(capability, element)?.attributes.get(attribute);
  if (found === undefined || found === '') return undefined;
  return as === 'number' ? Number(found) : found;
}

function elementText(parent: XmlElement, name: string): string | undefined {
  const child = childNamed(parent, name);
  return child === undefined ? undefined : textOf(child).trim();
}
