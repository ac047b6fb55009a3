import { build, thaw } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import { bytesInUnit } from '@virtform/values';
import { giveAddresses } from './domain-addresses.js';
import { sortDisks } from './disk-order.js';
import { refuse } from './refusals.js';
import { at, attribute, children, ensure, fill, setText, text } from './tree.js';
import { randomMac } from './world.js';
import type { World } from './world.js';

/** Machine types by their short names, as QEMU 7.2 expands them. */
const MACHINES: Readonly<Record<string, string>> = { q35: 'pc-q35-7.2', pc: 'pc-i440fx-7.2' };

/** What libvirt puts into a definition that does not say it: everything that a client finds there and did not write. */
export function completeDomain(world: World, document: XmlBuilder, uuid: string): XmlBuilder {
  setText(ensure(document, 'uuid'), uuid);
  const memory = inKib(document, 'memory');
  if (memory === undefined) throw refuse('xml', "XML error: missing element or attribute './memory'");
  const current = inKib(document, 'currentMemory');
  writeKib(document, 'memory', memory);
  writeKib(document, 'currentMemory', current === undefined || current > memory ? memory : current);
  const vcpu = ensure(document, 'vcpu');
  if (vcpu.children.length === 0) setText(vcpu, '1');
  fill(vcpu, { placement: 'static' });
  const type = ensure(document, 'os', 'type');
  fill(type, { arch: 'x86_64', machine: 'pc' });
  const machine = type.attributes.get('machine') ?? 'pc';
  type.attributes.set('machine', MACHINES[machine] ?? machine);
  for (const [name, value] of Object.entries(LIFE)) {
    const element = ensure(document, name);
    if (element.children.length === 0) setText(element, value);
  }
  fill(ensure(document, 'clock'), { offset: 'utc' });
  completeDevices(world, ensure(document, 'devices'), (type.attributes.get('machine') ?? '').includes('q35'));
  return document;
}

const LIFE = { on_poweroff: 'destroy', on_reboot: 'restart', on_crash: 'destroy' };

function inKib(document: XmlBuilder, name: string): bigint | undefined {
  const amount = text(document, name);
  if (amount === undefined || amount === '') return undefined;
  const unit = attribute(document, [name], 'unit') ?? 'KiB';
  return (BigInt(amount) * (bytesInUnit(unit) ?? 1024n) + 1023n) / 1024n;
}

function writeKib(document: XmlBuilder, name: string, kib: bigint): void {
  const element = ensure(document, name);
  element.attributes.set('unit', 'KiB');
  setText(element, kib.toString());
}

function completeDevices(world: World, devices: XmlBuilder, q35: boolean): void {
  if (at(devices, 'emulator') === undefined)
    setText(ensure(devices, 'emulator'), '/usr/bin/qemu-system-x86_64');
  for (const disk of children(devices, 'disk')) completeDisk(disk);
  sortDisks(devices);
  for (const nic of children(devices, 'interface')) completeInterface(world, nic);
  if (!children(devices, 'controller').some((controller) => controller.attributes.get('type') === 'pci')) {
    const root = build('controller');
    fill(root, { type: 'pci', index: '0', model: q35 ? 'pcie-root' : 'pci-root' });
    devices.children.push(root);
  }
  for (const bus of ['mouse', 'keyboard']) {
    if (children(devices, 'input').some((input) => input.attributes.get('type') === bus)) continue;
    const input = build('input');
    fill(input, { type: bus, bus: 'ps2' });
    devices.children.push(input);
  }
  if (at(devices, 'memballoon') === undefined)
    ensure(devices, 'memballoon').attributes.set('model', 'virtio');
  giveAddresses(devices, 'defined');
}

/** A disk with what libvirt adds to it. */
export function completeDisk(disk: XmlBuilder): void {
  fill(disk, { type: 'file', device: 'disk' });
  fill(ensure(disk, 'driver'), { name: 'qemu', type: 'raw' });
  const target = at(disk, 'target');
  const dev = target?.attributes.get('dev');
  if (target === undefined || dev === undefined)
    throw refuse('xml', "XML error: Missing 'dev' attribute in element 'target'");
  fill(target, { bus: dev.startsWith('vd') ? 'virtio' : dev.startsWith('sd') ? 'scsi' : 'ide' });
}

/** An interface with what libvirt adds to it. */
export function completeInterface(world: World, nic: XmlBuilder): void {
  const mac = ensure(nic, 'mac');
  if (!mac.attributes.has('address')) mac.attributes.set('address', randomMac(world.random));
  if (at(nic, 'model') === undefined) ensure(nic, 'model').attributes.set('type', 'rtl8139');
}

/** The running side of a definition: an id, aliases, taps, terminals. */
export function boot(world: World, stored: XmlBuilder, id: number): XmlBuilder {
  const running = thaw(stored);
  running.attributes.set('id', String(id));
  for (const device of children(ensure(running, 'devices'))) enliven(world, device);
  return running;
}

/** How libvirt counts the aliases of devices. */
const ALIASES: Readonly<Record<string, string>> = { interface: 'net', memballoon: 'balloon' };

/** What a device has only while it runs. */
export function enliven(world: World, device: XmlBuilder): void {
  if (device.name === 'emulator' || at(device, 'alias') !== undefined) return;
  const own =
    attribute(device, ['target'], 'dev') ??
    attribute(device, ['mac'], 'address')?.replaceAll(':', '') ??
    attribute(device, ['target'], 'port') ??
    device.attributes.get('type') ??
    '0';
  ensure(device, 'alias').attributes.set('name', `${ALIASES[device.name] ?? device.name}-${own}`);
  // QEMU's own network has no tap on the host.
  if (device.name !== 'interface' || device.attributes.get('type') === 'user') return;
  const target = ensure(device, 'target');
  if (!target.attributes.has('dev')) target.attributes.set('dev', `vnet${world.next('tap')}`);
}

/** A stored definition without what only a running one has. */
export function asStored(device: XmlBuilder): XmlBuilder {
  const copy = thaw(device);
  const kept = copy.children.filter((child) => typeof child === 'string' || child.name !== 'alias');
  copy.children.splice(0, copy.children.length, ...kept);
  if (attribute(copy, ['target'], 'dev')?.startsWith('vnet') === true) {
    const others = copy.children.filter((child) => typeof child === 'string' || child.name !== 'target');
    copy.children.splice(0, copy.children.length, ...others);
  }
  return copy;
}
