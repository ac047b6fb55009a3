import { build, isElement, parseXml, thaw } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import { giveAddresses, isOnPci } from './domain-addresses.js';
import { asStored, completeDisk, completeInterface, enliven } from './domain-defaults.js';
import { refuse } from './refusals.js';
import { insertDisk } from './disk-order.js';
import { affected } from './select.js';
import { at, attribute, children, ensure } from './tree.js';
import type { SimulatedDomain, World } from './world.js';

/** Attaches, detaches or changes a device on the sides that the flags name; both are tried before either is kept. */
export function changeDevices(
  world: World,
  domain: SimulatedDomain,
  { xml, flags }: { readonly xml: string; readonly flags: number },
  change: (world: World, side: XmlBuilder, device: XmlBuilder, live: boolean) => void,
): void {
  const sides = affected('domain', domain, flags);
  const device = thaw(parseXml(xml));
  // Both sides are given the same MAC and address, so that the guest finds it again.
  if (device.name === 'interface') completeInterface(world, device);
  if (device.name === 'disk') completeDisk(device);
  const [live, stored] = [
    sides.live && domain.running !== undefined ? thaw(domain.running) : undefined,
    sides.stored && domain.stored !== undefined ? thaw(domain.stored) : undefined,
  ];
  if (live !== undefined) change(world, live, thaw(device), true);
  if (stored !== undefined) change(world, stored, asStored(device), false);
  domain.running = live ?? domain.running;
  domain.stored = stored ?? domain.stored;
}

export function attachDevice(world: World, side: XmlBuilder, device: XmlBuilder, live: boolean): void {
  const devices = ensure(side, 'devices');
  // Of two interfaces with one MAC libvirt says nothing.
  if (device.name !== 'interface' && placeOf(devices, device) >= 0) {
    const target = attribute(device, ['target'], 'dev') ?? device.name;
    // A running guest refuses with another code than a definition does.
    throw live
      ? refuse('operationFailed', `operation failed: target ${target} already exists`)
      : refuse('invalidOperation', `Requested operation is not valid: target ${target} already exists`);
  }
  if (live) requireHotPlug(side, device, 'device_add');
  if (device.name === 'disk') insertDisk(devices, device);
  else devices.children.push(device);
  giveAddresses(devices, live ? 'running' : 'defined');
  if (live) enliven(world, device);
}

export function detachDevice(_world: World, side: XmlBuilder, device: XmlBuilder, live: boolean): void {
  const devices = ensure(side, 'devices');
  const place = locate(devices, device);
  if (live) requireHotPlug(side, device, 'device_del');
  devices.children.splice(place, 1);
}

/** On i440fx PCI devices come and go by ACPI; the ports of q35 need none. */
function requireHotPlug(side: XmlBuilder, device: XmlBuilder, command: string): void {
  const conventional = children(ensure(side, 'devices'), 'controller').some(
    ({ attributes }) => attributes.get('model') === 'pci-root',
  );
  if (!conventional || !isOnPci(device) || at(side, 'features', 'acpi') !== undefined) return;
  throw refuse(
    'internal',
    `internal error: unable to execute QEMU command '${command}': Bus 'pci.0' does not support hotplugging`,
  );
}

/** libvirt replaces the whole element; what only the running one has stays. */
export function updateDevice(world: World, side: XmlBuilder, device: XmlBuilder, live: boolean): void {
  const devices = ensure(side, 'devices');
  const place = locate(devices, device);
  const before = devices.children[place];
  if (live && before !== undefined && isElement(before)) refuseFirstPassword(before, device);
  devices.children.splice(place, 1, device);
  giveAddresses(devices, live ? 'running' : 'defined');
  if (live) enliven(world, device);
}

/** QEMU takes a password where it was started with one. */
function refuseFirstPassword(before: XmlBuilder, device: XmlBuilder): void {
  if (device.name !== 'graphics' || !device.attributes.has('passwd')) return;
  if (before.attributes.has('passwd')) return;
  throw refuse(
    'internal',
    "internal error: unable to execute QEMU command 'set_password': Could not set password",
  );
}

function locate(devices: XmlBuilder, device: XmlBuilder): number {
  const place = placeOf(devices, device);
  if (place >= 0) return place;
  throw refuse('deviceMissing', `device not found: no matching device of kind ${device.name} was found`);
}

/** A disk is known by its target, an interface by its MAC, anything else by its whole kind. */
function placeOf(devices: XmlBuilder, device: XmlBuilder): number {
  return devices.children.findIndex(
    (other) => typeof other !== 'string' && other.name === device.name && same(other, device),
  );
}

function same(left: XmlBuilder, right: XmlBuilder): boolean {
  for (const path of IDENTITIES) {
    const [element, name] = path;
    const value = attribute(right, [element], name);
    if (value !== undefined) return attribute(left, [element], name) === value;
  }
  return left.attributes.get('type') === right.attributes.get('type');
}

const IDENTITIES = [
  ['mac', 'address'],
  ['target', 'dev'],
  ['target', 'name'],
  ['target', 'dir'],
] as const;

/** The disk with this target, or the one whose source is this path. */
export function diskOf(document: XmlBuilder, wanted: string): XmlBuilder | undefined {
  return children(ensure(document, 'devices'), 'disk').find(
    (disk) => attribute(disk, ['target'], 'dev') === wanted || attribute(disk, ['source'], 'file') === wanted,
  );
}

/** An element of one text. */
export function textElement(name: string, content: string): XmlBuilder {
  const element = build(name);
  element.children.push(content);
  return element;
}
