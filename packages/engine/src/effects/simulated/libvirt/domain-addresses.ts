import { build } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import { refuse } from './refusals.js';
import { at, attribute, children, ensure, fill } from './tree.js';

/** Elements that have a PCI address of their own. */
const ON_PCI: ReadonlySet<string> = new Set([
  'disk',
  'interface',
  'memballoon',
  'rng',
  'video',
  'filesystem',
]);

export function isOnPci(device: XmlBuilder): boolean {
  return (
    ON_PCI.has(device.name) && (device.name !== 'disk' || attribute(device, ['target'], 'bus') === 'virtio')
  );
}

/**
 * Gives every device a place that has none. A guest finds its devices in the same places after each boot.
 *
 * On i440fx each takes a slot of the one bus. On q35 each takes a port; a definition is given as many as it needs and one more, a guest
 * that runs has those that it was started with (seen on libvirt 9.0).
 */
export function giveAddresses(devices: XmlBuilder, side: 'defined' | 'running'): void {
  const homeless = children(devices).filter(
    (device) => isOnPci(device) && at(device, 'address') === undefined,
  );
  if (homeless.length === 0) return;
  if (controllers(devices, 'pcie-root').length > 0) givePorts(devices, homeless, side);
  else giveSlots(devices, homeless);
}

function giveSlots(devices: XmlBuilder, homeless: readonly XmlBuilder[]): void {
  const taken = taking(devices, 'slot');
  let slot = 2;
  for (const device of homeless) {
    while (taken.has(hex(slot))) slot += 1;
    taken.add(hex(slot));
    place(device, { bus: hex(0), slot: hex(slot) });
  }
}

function givePorts(devices: XmlBuilder, homeless: readonly XmlBuilder[], side: 'defined' | 'running'): void {
  const taken = taking(devices, 'bus');
  const ports = controllers(devices, 'pcie-root-port').map(({ attributes }) =>
    Number(attributes.get('index')),
  );
  const free = ports.filter((index) => !taken.has(hex(index)));
  const addPort = (): number => {
    const index = Math.max(0, ...ports) + 1;
    const port = build('controller');
    fill(port, { type: 'pci', index: String(index), model: 'pcie-root-port' });
    devices.children.push(port);
    ports.push(index);
    return index;
  };
  for (const device of homeless) {
    const port = free.shift() ?? (side === 'defined' ? addPort() : undefined);
    if (port === undefined) throw refuse('internal', 'internal error: No more available PCI slots');
    place(device, { bus: hex(port), slot: hex(0) });
  }
  if (side === 'defined' && free.length === 0) addPort();
}

function controllers(devices: XmlBuilder, model: string): readonly XmlBuilder[] {
  return children(devices, 'controller').filter(({ attributes }) => attributes.get('model') === model);
}

/** What devices have already of that. */
function taking(devices: XmlBuilder, what: 'bus' | 'slot'): Set<string | undefined> {
  return new Set(children(devices).map((device) => attribute(device, ['address'], what)));
}

function place(device: XmlBuilder, where: { readonly bus: string; readonly slot: string }): void {
  fill(ensure(device, 'address'), { type: 'pci', domain: '0x0000', ...where, function: '0x0' });
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(2, '0')}`;
}
