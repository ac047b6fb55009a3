import { domain, parseXml } from '@virtform/schema';
import { UNKNOWN, type Value, type ValueObject } from '@virtform/values';
import { freeSockets, guestFacts } from '../../../src/kinds/domain/guest-facts.js';
import type { Change } from '../../../src/kinds/three-way.js';

const controller = (index: number, model: string): string =>
  `<controller type='pci' index='${index}' model='${model}'/>`;
const device = (bus: string, slot = '0x00'): string =>
  `<rng><address type='pci' bus='${bus}' slot='${slot}'/></rng>`;

test.each<[what: string, devices: string, express: number, conventional: number]>([
  ['no controllers at all', '', 0, 0],
  [
    'q35 with two ports, one of them used',
    controller(0, 'pcie-root') +
      controller(1, 'pcie-root-port') +
      controller(2, 'pcie-root-port') +
      device('0x01'),
    1,
    0,
  ],
  [
    'q35 with a bridge for conventional devices, on which there is one',
    controller(0, 'pcie-root') +
      controller(1, 'pcie-root-port') +
      controller(2, 'pcie-to-pci-bridge') +
      device('0x01') +
      device('0x02', '0x01'),
    0,
    30,
  ],
  [
    'ports count in hexadecimal',
    controller(0, 'pcie-root') + controller(16, 'pcie-root-port') + device('0x10'),
    0,
    0,
  ],
  [
    'i440fx has the slots of one bus',
    controller(0, 'pci-root') + device('0x00', '0x02') + device('0x00', '0x03'),
    0,
    29,
  ],
])('%s', (_what, devices, express, conventional) => {
  const free = freeSockets(parseXml(`<domain><devices>${devices}</devices></domain>`), {});
  expect([free['pci-express'], free.pci]).toEqual([express, conventional]);
});

const facts = (
  running: ValueObject,
  { wanted = {}, ports = 0 }: { readonly wanted?: ValueObject; readonly ports?: number } = {},
) => {
  const free = Array.from({ length: ports }, (_, index) => controller(index + 1, 'pcie-root-port')).join('');
  return guestFacts(running, parseXml(`<domain><devices>${free}</devices></domain>`), wanted);
};

test.each<[what: string, count: Value | undefined, wanted: ValueObject, can: boolean]>([
  ['as many as it has', 2, {}, true],
  ['more of its maximum', 4, {}, true],
  ['beyond its maximum', 5, {}, false],
  ['fewer: a guest need not let go of one', 1, {}, false],
  ['all of the maximum that is wanted', undefined, { vcpu: 4 }, true],
  ['all of a maximum that is not there yet', undefined, { vcpu: 8 }, false],
  ['a number that is not known yet', UNKNOWN, {}, true],
])('vCPUs can be plugged: %s', (_what, count, wanted, can) => {
  expect(facts({ vcpu: 4, vcpu_current: 2 }, { wanted }).canPlugCpus(count)).toBe(can);
});

const cpu = (id: number, enabled: string, hotpluggable: string): ValueObject => ({
  id,
  enabled,
  hotpluggable,
});
/** It was started with two of four, and given a third one. */
const plugged = {
  vcpu: 4,
  vcpu_current: 3,
  vcpus: { vcpu: [cpu(0, 'yes', 'no'), cpu(1, 'yes', 'no'), cpu(2, 'yes', 'yes'), cpu(3, 'no', 'yes')] },
};

test.each<[what: string, running: ValueObject, count: Value | undefined, can: boolean]>([
  ['one that was plugged in', { type: 'kvm' }, 2, true],
  ['one that it was started with', { type: 'kvm' }, 1, false],
  ['none at all', { type: 'kvm' }, 3, false],
  ['as many as the maximum leaves', { type: 'kvm' }, undefined, true],
  ['a number that is not known yet', { type: 'kvm' }, UNKNOWN, false],
  ['one of software emulation', { type: 'qemu' }, 2, false],
  ['one of a guest that says nothing of each', { type: 'kvm', vcpus: {} }, 2, false],
])('vCPUs can be pulled out: %s', (_what, running, count, can) => {
  expect(facts({ ...plugged, ...running }, { wanted: { vcpu: 2 } }).canUnplugCpus(count)).toBe(can);
});

test.each<[amount: number, unit: string, can: boolean]>([
  [32, 'MiB', true],
  [64, 'MiB', true],
  [65537, 'KiB', false],
  [1, 'GiB', false],
])('the balloon of a guest with 64 MiB reaches %d %s: %j', (amount, unit, can) => {
  const wanted = { current_memory: amount, current_memory_unit: unit };
  const change: Change = { ...CHANGE, path: ['current_memory'], after: amount };
  expect(facts({ memory: 65536 }, { wanted }).canBalloonTo(change)).toBe(can);
});

const { memory } = domain.attributes;
if (memory === undefined) throw new Error('the schema knows memory');
const CHANGE = { path: [], event: 'change', before: undefined, after: undefined, fact: memory } as const;

const disk = (bus: string, dev: string, device = 'disk'): ValueObject => ({ device, target: { bus, dev } });
const added = (list: string, after: ValueObject): Change => ({
  ...CHANGE,
  path: ['devices', list, 0],
  event: 'add',
  after,
});

const card: ValueObject = { model: { type: 'virtio' } };
const controllers = (...types: readonly string[]): ValueObject => ({
  devices: { controllers: types.map((type) => ({ type, index: 0 })) },
});
const shared: ValueObject = { memory_backing: { memory_access: { mode: 'shared' } } };
const virtiofs: ValueObject = { driver: { type: 'virtiofs' } };
const slots: ValueObject = { maximum_memory_slots: 1 };

test.each<
  [what: string, list: string, device: ValueObject, running: ValueObject, ports: number, takes: boolean]
>([
  ['a virtio disk, into a free port', 'disks', disk('virtio', 'vdb'), {}, 1, true],
  ['a virtio disk, without one', 'disks', disk('virtio', 'vdb'), {}, 0, false],
  ['a SCSI disk, which needs none', 'disks', disk('scsi', 'sdb'), controllers('scsi'), 0, true],
  // "No more available PCI slots": the controller that libvirt plugs in first is a conventional one (seen).
  ['a SCSI disk, without a controller', 'disks', disk('scsi', 'sdb'), {}, 1, false],
  ['a SATA disk', 'disks', disk('sata', 'sdb'), {}, 1, false],
  ['an empty drive for CDs', 'disks', disk('scsi', 'sdb', 'cdrom'), controllers('scsi'), 1, false],
  [
    'a drive for CDs with its medium',
    'disks',
    { ...disk('scsi', 'sdb', 'cdrom'), source: { file: { file: '/a' } } },
    controllers('scsi'),
    0,
    true,
  ],
  [
    'a disk on the bus that its name means',
    'disks',
    { target: { dev: 'sdb' } },
    controllers('scsi'),
    0,
    true,
  ],
  ['an interface, without a free port', 'interfaces', card, {}, 0, false],
  ['an interface of the model that libvirt takes by itself', 'interfaces', {}, {}, 1, false],
  ['an interface by USB', 'interfaces', { model: { type: 'usb-net' } }, controllers('usb'), 0, true],
  [
    'a channel, on the serial controller',
    'channels',
    { target: { virt_io: {} } },
    controllers('virtio-serial'),
    0,
    true,
  ],
  ['a channel, without one', 'channels', { target: { virt_io: {} } }, {}, 1, false],
  ['a virtio console', 'consoles', { target: { type: 'virtio' } }, controllers('virtio-serial'), 0, true],
  ['a serial console', 'consoles', { target: { type: 'serial' } }, controllers('virtio-serial'), 1, false],
  ['a USB serial port', 'serials', { target: { type: 'usb-serial' } }, controllers('usb'), 0, true],
  ['an ISA serial port', 'serials', { target: { type: 'isa-serial' } }, {}, 1, false],
  ['a watchdog that is a conventional device', 'watchdogs', { model: 'i6300esb' }, {}, 1, false],
  ['a watchdog of another model', 'watchdogs', { model: 'itco' }, {}, 1, false],
  ['a USB tablet', 'inputs', { type: 'tablet', bus: 'usb' }, controllers('usb'), 0, true],
  ['a USB tablet, without a controller', 'inputs', { type: 'tablet', bus: 'usb' }, {}, 1, false],
  ['a virtio keyboard', 'inputs', { type: 'keyboard', bus: 'virtio' }, {}, 1, true],
  ['a PS/2 mouse', 'inputs', { type: 'mouse', bus: 'ps2' }, {}, 1, false],
  ['a device of the host by USB', 'hostdevs', { subsys_usb: {} }, controllers('usb'), 0, true],
  ['a device of the host by PCI', 'hostdevs', { subsys_pci: {} }, {}, 1, true],
  ['a file of the host', 'hostdevs', { caps_misc: {} }, {}, 1, false],
  ['a folder by virtiofs, with shared memory', 'filesystems', virtiofs, shared, 1, true],
  ['a folder by virtiofs, without', 'filesystems', virtiofs, {}, 1, false],
  ['a folder by 9p', 'filesystems', {}, shared, 1, false],
  ['a DIMM, into a slot', 'memorydevs', { model: 'dimm' }, slots, 0, true],
  ['a DIMM, without one', 'memorydevs', { model: 'dimm' }, {}, 1, false],
  ['virtio memory, into a slot and a port', 'memorydevs', { model: 'virtio-mem' }, slots, 1, true],
  ['virtio memory, without a port', 'memorydevs', { model: 'virtio-mem' }, slots, 0, false],
  ['a SCSI controller', 'controllers', { type: 'scsi', model: 'virtio-scsi' }, {}, 1, true],
  ['a PCI controller', 'controllers', { type: 'pci', model: 'pcie-root-port' }, {}, 1, false],
  ['a virtual socket', 'vsock', { model: 'virtio' }, {}, 1, true],
  ['a sound card', 'sounds', { model: 'ich9' }, {}, 1, false],
])('whether a running guest takes %s', (_what, list, device, running, ports, takes) => {
  expect(facts(running, { ports }).takes(added(list, device))).toBe(takes);
});

test.each<[list: string, device: ValueObject, says: RegExp | undefined]>([
  ['disks', disk('virtio', 'vdb'), /no PCI port is free/],
  ['watchdogs', { model: 'i6300esb' }, /no slot of conventional PCI is free/],
  ['memorydevs', { model: 'dimm' }, /no slot for memory is free/],
  ['disks', disk('sata', 'sdb'), undefined],
])('what waits for want of room says so: %s %j', (list, device, says) => {
  const guest = facts({});
  const change = added(list, device);
  expect(guest.takes(change)).toBe(false);
  if (says === undefined) expect(guest.lacks(change)).toBeUndefined();
  else expect(guest.lacks(change)).toMatch(says);
});

test('what is on the root of q35 stays there', () => {
  const onRoot: Change = {
    ...CHANGE,
    path: ['devices', 'interfaces', 0],
    event: 'remove',
    before: { ...card, address: { pci: { bus: 0, slot: 3 } } },
  };
  expect(facts({}).takes(onRoot)).toBe(false);
  expect(facts({}).takes({ ...onRoot, before: { ...card, address: { pci: { bus: 1, slot: 0 } } } })).toBe(
    true,
  );
});

test('virtio memory does not go', () => {
  const change: Change = {
    ...CHANGE,
    path: ['devices', 'memorydevs', 0],
    event: 'remove',
    before: { model: 'virtio-mem' },
  };
  expect(facts(slots, { ports: 1 }).takes(change)).toBe(false);
});

test('each device uses up a port; one that goes needs none', () => {
  const guest = facts({}, { ports: 2 });
  const cards = [0, 1, 2].map((index): Change => ({
    ...added('interfaces', card),
    path: ['devices', 'interfaces', index],
  }));
  expect(cards.map((each) => guest.takes(each))).toEqual([true, true, false]);
  // The same question has the same answer.
  expect(cards.map((each) => guest.takes(each))).toEqual([true, true, false]);
  const [one] = cards;
  if (one === undefined) throw new Error('no card');
  expect(guest.takes({ ...one, event: 'remove', before: card, after: undefined })).toBe(true);
});

test.each([
  ['one that goes makes room for one that comes', true],
  ['one that only the definition has makes none', false],
])('%s', (_what, isThere) => {
  const guest = facts({});
  const path = ['devices', 'interfaces', 0];
  const goes: Change = { ...CHANGE, path, event: 'remove', before: card };
  const running = { path, before: card, after: undefined, fact: CHANGE.fact, edits: [] };
  expect(guest.takes(isThere ? { ...goes, running } : goes)).toBe(true);
  expect(guest.takes(added('disks', disk('virtio', 'vdb')))).toBe(isThere);
});

test.each<[what: string, machine: string, features: string, takes: boolean]>([
  ['i440fx with ACPI', controller(0, 'pci-root'), '<features><acpi/></features>', true],
  // "Bus 'pci.0' does not support hotplugging", QEMU 7.2.
  ['i440fx without ACPI', controller(0, 'pci-root'), '', false],
  ['q35 without ACPI', controller(0, 'pcie-root') + controller(1, 'pcie-root-port'), '', true],
])('PCI devices come and go on %s: %j', (_what, machine, features, takes) => {
  const running = parseXml(`<domain>${features}<devices>${machine}</devices></domain>`);
  const change = added('interfaces', card);
  expect(guestFacts({}, running, {}).takes(change)).toBe(takes);
  expect(
    guestFacts({}, running, {}).takes({ ...change, event: 'remove', before: card, after: undefined }),
  ).toBe(takes);
});
