import { formatDiagnostic, type JsonObject } from '@virtform/values';
import type { ApplyEvent } from '../../src/apply/events.js';
import type { PlanOptions } from '../../src/plan/plan.js';
import { Lab } from '../support/lab.js';

// What moves from one guest to another in one plan, on a simulated libvirt: it is let go of before it is taken.

const disk = (file: string, dev: string): JsonObject => ({
  driver: { name: 'qemu', type: 'raw' },
  source: { volume: { pool: 'pool', volume: `${file}.img` } },
  target: { dev, bus: 'virtio' },
});
const nic = (last: number): JsonObject => ({
  mac: { address: `52:54:00:00:0A:0${last}` },
  model: { type: 'virtio' },
  source: { network: { network: 'net' } },
});

interface Wish {
  readonly disks?: readonly string[];
  readonly nics?: readonly number[];
  readonly more?: JsonObject;
}

const guest = (name: string, { disks = [], nics = [], more = {} }: Wish): JsonObject => ({
  name,
  type: 'qemu',
  memory: 32,
  memory_unit: 'MiB',
  depends_on: ['libvirt_volume.x', 'libvirt_volume.y', 'libvirt_network.net'],
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
  devices: {
    disks: disks.map((file, index) => disk(file, `vd${'abc'.charAt(index)}`)),
    interfaces: nics.map(nic),
  },
  ...more,
});

/** By their names alone, `a` would be changed first. */
const guests = (wishes: Readonly<Record<string, Wish>>): JsonObject => ({
  resource: {
    libvirt_network: { net: { name: 'net', ips: [{ address: '10.93.0.1', prefix: 24 }] } },
    libvirt_pool: { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } },
    libvirt_volume: Object.fromEntries(
      ['x', 'y'].map((name) => [
        name,
        { name: `${name}.img`, pool: '${libvirt_pool.p.name}', capacity: 1048576 },
      ]),
    ),
    libvirt_domain: Object.fromEntries(
      Object.entries(wishes).map(([name, wish]) => [name, guest(name, wish)]),
    ),
  },
});

async function apply(lab: Lab, wishes: Readonly<Record<string, Wish>>, options: Partial<PlanOptions> = {}) {
  lab.write(guests(wishes));
  const steps: string[] = [];
  const onEvent = (event: ApplyEvent): void => {
    if (event.event === 'step' && event.address.startsWith('libvirt_domain'))
      steps.push(`${event.step.effect} ${event.address.replace('libvirt_domain.', '')}`);
  };
  const { plan, result } = await lab.apply(options, undefined, { onEvent });
  return { plan, steps, told: [...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic) };
}

const off: JsonObject = { running: false };

test.each<
  [
    what: string,
    before: Readonly<Record<string, Wish>>,
    after: Readonly<Record<string, Wish>>,
    steps: readonly string[],
  ]
>([
  [
    'a disk that one guest is to have and another one has',
    { a: {}, b: { disks: ['x'] } },
    { a: { disks: ['x'] }, b: {} },
    ['detach-device b', 'attach-device a'],
  ],
  ['a MAC', { a: {}, b: { nics: [1] } }, { a: { nics: [1] }, b: {} }, ['detach-device b', 'attach-device a']],
  [
    'a disk of a guest that goes off',
    { a: {}, b: { disks: ['x'] } },
    { a: { disks: ['x'] }, b: { disks: ['x'], more: off } },
    ['shutdown b', 'attach-device a'],
  ],
  [
    'a disk of a guest that goes for good',
    { a: {}, b: { disks: ['x'] } },
    { a: { disks: ['x'] } },
    ['stop b', 'undefine b', 'attach-device a'],
  ],
  [
    'a disk for a guest that is new',
    { b: { disks: ['x'] } },
    { a: { disks: ['x'] }, b: {} },
    ['detach-device b', 'define a', 'start a'],
  ],
])('%s is let go of first', async (_what, before, after, steps) => {
  const lab = new Lab();
  await apply(lab, before);
  const applied = await apply(lab, after);
  // Two guests of which one is off may have one disk: that is told, and no reason to wait.
  expect(applied.told.filter((text) => !text.includes('two guests write to one image'))).toEqual([]);
  expect(applied.steps).toEqual(steps);
});

test('what is free is waited for by nobody, and the plan says nothing of it', async () => {
  const lab = new Lab();
  await apply(lab, { a: {}, b: { disks: ['x'] } });
  const { plan, steps } = await apply(lab, { a: { disks: ['y'] }, b: {} });
  expect(steps).toEqual(['attach-device a', 'detach-device b']);
  for (const node of plan.nodes)
    expect([Object.hasOwn(node, 'takes'), Object.hasOwn(node, 'lets')]).toEqual([false, false]);
});

test('a plan says what moves', async () => {
  const lab = new Lab();
  await apply(lab, { a: {}, b: { disks: ['x'] } });
  lab.write(guests({ a: { disks: ['x'] }, b: {} }));
  const name = 'qemu:///system disk /var/lib/lab/x.img';
  const moving = (await lab.plan()).nodes.filter(({ address }) => address.startsWith('libvirt_domain'));
  expect(moving).toMatchObject([{ takes: [name] }, { lets: [name] }]);
});

test('what two guests swap cannot wait for either: it is done as it comes', async () => {
  const lab = new Lab();
  await apply(lab, { a: { disks: ['x'] }, b: { disks: ['y'] } });
  const { steps } = await apply(lab, { a: { disks: ['y'] }, b: { disks: ['x'] } }, { restart: 'all' });
  expect(steps).toHaveLength(6);
});
