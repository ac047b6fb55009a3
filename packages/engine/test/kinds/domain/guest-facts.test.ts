import { domain, parseXml } from '@virtform/schema';
import { UNKNOWN, type Value, type ValueObject } from '@virtform/values';
import { freePciPorts, guestFacts } from '../../../src/kinds/domain/guest-facts.js';
import type { Change } from '../../../src/kinds/three-way.js';

const controller = (index: number, model: string): string =>
  `<controller type='pci' index='${index}' model='${model}'/>`;
const device = (bus: string, slot = '0x00'): string =>
  `<rng><address type='pci' bus='${bus}' slot='${slot}'/></rng>`;

test.each<[what: string, devices: string, free: number]>([
  ['no controllers at all', '', 0],
  [
    'q35 with two ports, one of them used',
    controller(0, 'pcie-root') +
      controller(1, 'pcie-root-port') +
      controller(2, 'pcie-root-port') +
      device('0x01'),
    1,
  ],
  [
    'ports count in hexadecimal',
    controller(0, 'pcie-root') + controller(16, 'pcie-root-port') + device('0x10'),
    0,
  ],
  [
    'i440fx has the slots of one bus',
    controller(0, 'pci-root') + device('0x00', '0x02') + device('0x00', '0x03'),
    29,
  ],
])('%s', (_what, devices, free) => {
  expect(freePciPorts(parseXml(`<domain><devices>${devices}</devices></domain>`))).toBe(free);
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

test.each<[what: string, list: string, device: ValueObject, ports: number, takes: boolean]>([
  ['a virtio disk, into a free port', 'disks', disk('virtio', 'vdb'), 1, true],
  ['a virtio disk, without one', 'disks', disk('virtio', 'vdb'), 0, false],
  ['a SCSI disk, which needs none', 'disks', disk('scsi', 'sdb'), 0, true],
  ['a SATA disk', 'disks', disk('sata', 'sdb'), 1, false],
  ['a drive for CDs, on whatever bus', 'disks', disk('scsi', 'sdb', 'cdrom'), 1, false],
  ['a disk on the bus that its name means', 'disks', { target: { dev: 'sdb' } }, 0, true],
  ['an interface, without a free port', 'interfaces', {}, 0, false],
  ['a channel, on the serial controller', 'channels', {}, 0, true],
])('a running guest takes %s', (_what, list, device, ports, takes) => {
  expect(facts({}, { ports }).takes(added(list, device))).toBe(takes);
});

test('each device uses up a port; one that goes needs none', () => {
  const guest = facts({}, { ports: 2 });
  const change = added('interfaces', {});
  expect([guest.takes(change), guest.takes(change), guest.takes(change)]).toEqual([true, true, false]);
  expect(guest.takes({ ...change, event: 'remove', before: {}, after: undefined })).toBe(true);
});

test.each<[what: string, machine: string, features: string, takes: boolean]>([
  ['i440fx with ACPI', controller(0, 'pci-root'), '<features><acpi/></features>', true],
  // "Bus 'pci.0' does not support hotplugging", QEMU 7.2.
  ['i440fx without ACPI', controller(0, 'pci-root'), '', false],
  ['q35 without ACPI', controller(0, 'pcie-root') + controller(1, 'pcie-root-port'), '', true],
])('PCI devices come and go on %s: %j', (_what, machine, features, takes) => {
  const running = parseXml(`<domain>${features}<devices>${machine}</devices></domain>`);
  const change = added('interfaces', {});
  expect(guestFacts({}, running, {}).takes(change)).toBe(takes);
  expect(
    guestFacts({}, running, {}).takes({ ...change, event: 'remove', before: {}, after: undefined }),
  ).toBe(takes);
});
