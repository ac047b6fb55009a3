import type { JsonObject } from '@virtform/values';
import type { InspectedObject, Step } from '../../../src/kinds/kind.js';
import { changingGuests, takenDevices } from '../../../src/kinds/domain/taken-devices.js';
import { startStep, stopStep } from '../../../src/kinds/domain/steps.js';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { OpenHostView } from '../../../src/kinds/host-view.js';
import { ask, labGuest, labHost, NEIGHBOUR, WEB, type LabState } from '../lab-host.js';

// The guest `web` of the lab has the volume d.qcow2 as its disk vda, which lies over base.qcow2.

const NEW = '55555555-5555-4555-8555-555555555555';
const FOLDER = '/var/lib/libvirt/lab';

const disk = (volume = 'd.qcow2', more: JsonObject = {}): JsonObject => ({
  name: 'new',
  type: 'qemu',
  devices: { disks: [{ source: { volume: { pool: 'lab', volume } }, target: { dev: 'vda' }, ...more }] },
});
const STARTS: readonly Step[] = [startStep('new', {})];

const about = (wanted: JsonObject | undefined, steps: readonly Step[] = [], uuid = NEW): InspectedObject => ({
  address: 'libvirt_domain.it',
  identity: { uuid },
  there: uuid === NEW ? undefined : { uuid },
  wanted,
  steps,
});

/** What is found wrong of the first of the guests that a plan is about. */
function found(
  planned: readonly [InspectedObject, ...InspectedObject[]],
  lab: LabState = {},
  view = labHost(lab),
) {
  return takenDevices(planned[0], view, changingGuests(planned, view)).map(
    ({ severity, summary }) => `${severity}: ${summary}`,
  );
}

test.each<
  [what: string, wanted: JsonObject, steps: readonly Step[], lab: LabState, found: readonly string[]]
>([
  [
    'starts, where the other runs',
    disk(),
    STARTS,
    {},
    [`error: ${FOLDER}/d.qcow2 is disk vda of guest web, which is running`],
  ],
  [
    'stays off, where the other runs',
    disk(),
    [],
    {},
    [`warning: ${FOLDER}/d.qcow2 is disk vda of guest web already`],
  ],
  [
    'starts, where the other is off',
    disk(),
    STARTS,
    { guest: 'off' },
    [`warning: ${FOLDER}/d.qcow2 is disk vda of guest web already`],
  ],
  [
    'starts, and only reads what the other writes',
    disk('d.qcow2', { read_only: true }),
    STARTS,
    {},
    [`error: ${FOLDER}/d.qcow2 is disk vda of guest web, which is running`],
  ],
  ['is off, and only reads it', disk('d.qcow2', { read_only: true }), [], {}, []],
  [
    'starts, and shares it, which the other does not',
    disk('d.qcow2', { shareable: true }),
    STARTS,
    {},
    [`error: ${FOLDER}/d.qcow2 is disk vda of guest web, which is running`],
  ],
  [
    'starts, and would write below what the other has',
    disk('base.qcow2'),
    STARTS,
    {},
    [`error: ${FOLDER}/base.qcow2 is below a disk of guest web, which is running`],
  ],
  ['reads below what the other has', disk('base.qcow2', { read_only: true }), STARTS, {}, []],
  [
    'is a container, which locks nothing, and only reads',
    { ...disk('d.qcow2', { read_only: true }), type: 'lxc' },
    STARTS,
    {},
    [],
  ],
  ['has what nobody knows yet', disk('new.qcow2'), STARTS, {}, []],
])('a disk that another guest has, of one that %s', (_what, wanted, steps, lab, expected) => {
  expect(found([about(wanted, steps)], lab)).toEqual(expected);
});

const sharing = (xml: string): string => xml.replace(/<target dev='vda'/, "<shareable/><target dev='vda'");

test('a disk that both share is no clash', () => {
  const wanted = disk('d.qcow2', { shareable: true });
  expect(found([about(wanted, STARTS)], {}, labHost({ alter: sharing }))).toEqual([]);
  expect(found([about(disk(), STARTS)], {}, labHost({ alter: sharing }))).toHaveLength(1);
});

test.each<[what: string, web: InspectedObject, count: number]>([
  ['is destroyed', about(undefined, [stopStep('web', {})], WEB), 0],
  ['is switched off', about(disk(), [stopStep('web', {})], WEB), 0],
  [
    'has another one from a start on',
    about({ name: 'web' }, [stopStep('web', {}), startStep('web', {})], WEB),
    0,
  ],
  ['keeps it until its next boot', about({ name: 'web' }, [], WEB), 1],
])('a disk of a guest that %s in the same plan', (_what, web, count) => {
  expect(found([about(disk(), STARTS), web])).toHaveLength(count);
});

test('what a guest has already is no clash with itself', () => {
  expect(found([about({ ...disk(), name: 'web' }, [], WEB)])).toEqual([]);
});

const pci = { managed: true, subsys_pci: { source: { address: { bus: 3, slot: 0, function: 1 } } } };
const usb = { subsys_usb: { source: { vendor: { id: '0x1D6B' }, product: { id: '2' } } } };
const passedOn = `<hostdev mode='subsystem' type='pci' managed='yes'><source>
    <address domain='0x0000' bus='0x03' slot='0x00' function='0x1'/></source></hostdev>
  <hostdev mode='subsystem' type='usb'><source><vendor id='0x1d6b'/><product id='0x0002'/>
    <address bus='1' device='4'/></source></hostdev>`;
const withDevices = (xml: string): string => xml.replace('</devices>', `${passedOn}</devices>`);

test.each<[what: string, device: JsonObject, steps: readonly Step[], found: readonly string[]]>([
  ['a PCI device', pci, STARTS, ['error: guest web has this device of the host already, and is running']],
  [
    'one of a guest that stays off',
    pci,
    [],
    ['warning: guest web has this device of the host already, and is running'],
  ],
  [
    'a USB device by what it is',
    usb,
    STARTS,
    ['error: guest web has this device of the host already, and is running'],
  ],
  [
    'a USB device by its place',
    { subsys_usb: { source: { address: { bus: 1, device: 4 } } } },
    STARTS,
    ['error: guest web has this device of the host already, and is running'],
  ],
  ['another one', { subsys_usb: { source: { address: { bus: 1, device: 5 } } } }, STARTS, []],
])('a device of the host that another guest has: %s', (_what, device, steps, expected) => {
  const view = labHost({ alter: withDevices });
  const wanted = { name: 'new', type: 'kvm', devices: { hostdevs: [device] } };
  expect(found([about(wanted, steps)], {}, view)).toEqual(expected);
});

const mac = { name: 'new', devices: { interfaces: [{ mac: { address: '52:54:00:13:DD:BB' } }] } };

test('a MAC that another guest has is told, unless the plan is about that one too', () => {
  expect(found([about(mac)])).toEqual(['warning: the MAC 52:54:00:13:DD:BB belongs to guest web already']);
  expect(found([about(mac), about({ name: 'web' }, [], WEB)])).toEqual([]);
});

test('its own MAC is none that another has: not of a guest under a new name, nor of one that takes its place', () => {
  const renamed = about({ ...mac, name: 'else' }, [], WEB);
  const replacement: InspectedObject = { ...about(mac), there: { uuid: WEB } };
  for (const object of [renamed, replacement]) expect(found([object])).toEqual([]);
});

/** Guests beside `web` that have its MAC as well. */
function withTwins(...names: readonly string[]): OpenHostView {
  const view = labHost();
  const web = view.domains.get(WEB);
  if (web === undefined) throw new Error('the lab has no guest');
  names.forEach((name, index) =>
    view.put({ type: 'domain', record: { ...web, uuid: `${NEIGHBOUR.slice(0, -1)}${index}`, name } }),
  );
  return view;
}

test.each<[what: string, twins: readonly string[], found: readonly string[]]>([
  ['nobody else', [], []],
  ['another guest as well', ['twin'], ['the MAC 52:54:00:13:dd:bb belongs to guest twin already']],
  ['two others as well', ['one', 'two'], ['the MAC 52:54:00:13:dd:bb belongs to guests one and two already']],
])('a guest that stays as it is hears of its MAC where %s has it', (_, twins, told) => {
  const said = { ...labGuest, devices: { interfaces: [{ mac: { address: '52:54:00:13:dd:bb' } }] } };
  const { action, diagnostics } = ask(
    domainKind,
    withTwins(...twins),
    { uuid: WEB, name: 'web' },
    { applied: said, wanted: said },
  );
  expect({ action, told: diagnostics.map(({ summary }) => summary) }).toEqual({ action: 'no-op', told });
});

test('of a guest that changes the same is told, and nothing of those that change with it', () => {
  const changes = about({ ...mac, name: 'web' }, [], WEB);
  const twins = withTwins('one', 'two');
  const [one] = [...twins.domains.values()].filter(({ name }) => name === 'one');
  expect(found([changes], {}, twins)).toEqual([
    'warning: the MAC 52:54:00:13:DD:BB belongs to guests one and two already',
  ]);
  expect(found([changes, about({ name: 'one' }, [], one?.uuid)], {}, twins)).toEqual([
    'warning: the MAC 52:54:00:13:DD:BB belongs to guest two already',
  ]);
});
