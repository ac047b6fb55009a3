import type { JsonObject } from '@virtform/values';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { baseProgram } from './change-trials/guests.js';
import { guestOf } from '../testbed/guest.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// Power, of a guest with an operating system that hears it.

let hypervisor: Hypervisor;
let bench: Workbench;
let program: JsonObject;

const GUEST = 'libvirt_domain.it';
const NAME = 'tried-pc';

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
  program = await baseProgram(hypervisor, 'pc');
  await bench.apply(GUEST, program);
}, 180_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
}, 60_000);

const state = (): Promise<string> => virsh(hypervisor.uri, 'domstate', NAME, '--reason');

/** Waits until the guest answers, and tells which boot it is in. */
async function bootId(): Promise<string> {
  const guest = guestOf(hypervisor.uri, NAME);
  await guest.ready();
  return untilTrue('it tells its boot', () => guest.bootId());
}

let first: string;

test('it is asked to shut down, and does', async () => {
  first = await bootId();
  const { steps } = await bench.apply(GUEST, { ...program, running: false });
  expect(steps.map(({ effect }) => effect)).toEqual(['shutdown']);
  expect(await state()).toBe('shut off (shutdown)');
}, 300_000);

test('it is started again, and is in another boot', async () => {
  const { steps } = await bench.apply(GUEST, program);
  expect(steps.map(({ effect }) => effect)).toEqual(['start']);
  const second = await bootId();
  expect(second).not.toBe(first);
  first = second;
}, 300_000);

test('where the program says nothing of power, nothing is done about it', async () => {
  const silent = Object.fromEntries(Object.entries(program).filter(([name]) => name !== 'running'));
  expect((await bench.apply(GUEST, silent)).steps).toEqual([]);
  expect(await state()).toMatch(/^running/);
  await bench.apply(GUEST, program);
}, 60_000);

test('one that somebody paused goes on where it was', async () => {
  await virsh(hypervisor.uri, 'suspend', NAME);
  const { steps, changes } = await bench.apply(GUEST, program);
  expect(steps.map(({ effect }) => effect)).toEqual(['resume']);
  expect(changes).toMatchObject([{ path: ['running'], before: 'paused', after: true, impact: 'none' }]);
  expect(await state()).toBe('running (unpaused)');
  expect(await bootId()).toBe(first);
}, 120_000);

test('one that is paused is left so where the program says nothing of power, or wants it so', async () => {
  await virsh(hypervisor.uri, 'suspend', NAME);
  const silent = Object.fromEntries(Object.entries(program).filter(([name]) => name !== 'running'));
  expect((await bench.apply(GUEST, silent)).steps).toEqual([]);
  expect((await bench.apply(GUEST, { ...program, create: { paused: true } })).steps).toEqual([]);
  expect(await state()).toBe('paused (user)');
}, 120_000);

test('one that is paused goes on to hear that it is to shut down', async () => {
  const { steps } = await bench.apply(GUEST, { ...program, running: false });
  expect(steps.map(({ effect }) => effect)).toEqual(['resume', 'shutdown']);
  expect(await state()).toBe('shut off (shutdown)');
  await bench.apply(GUEST, program);
  first = await bootId();
}, 300_000);

test('apply waits until the guest has followed its balloon', async () => {
  const less = { ...program, current_memory: 176, current_memory_unit: 'MiB' };
  await bench.apply(GUEST, less);
  expect(bench.warnings).toEqual([]);
  expect(await virsh(hypervisor.uri, 'dominfo', NAME)).toMatch(/^Used memory: +180224 KiB$/m);
  await bench.apply(GUEST, program);
  expect(bench.warnings).toEqual([]);
}, 120_000);

test('a guest that does not follow its balloon is told by a warning, and its definition has the new size', async () => {
  const [address, name] = ['libvirt_domain.deaf', 'deaf'];
  const deaf = {
    name,
    type: 'qemu',
    memory: 32,
    memory_unit: 'MiB',
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'pc' },
    devices: { videos: [{ model: { type: 'none' } }] },
    running: true,
  };
  await bench.apply(address, deaf);
  await bench.apply(address, { ...deaf, current_memory: 16, current_memory_unit: 'MiB' });
  expect(bench.warnings.splice(0)).toMatchObject([
    {
      severity: 'warning',
      path: ['current_memory'],
      summary: expect.stringContaining('still has 32 MiB') as string,
    },
  ]);
  expect(await virsh(hypervisor.uri, 'dumpxml', name, '--inactive')).toContain(
    "<currentMemory unit='KiB'>16384</currentMemory>",
  );
  await bench.apply(address, undefined);
}, 120_000);

test('one that was saved goes on where it was', async () => {
  await virsh(hypervisor.uri, 'managedsave', NAME);
  expect(await state()).toBe('shut off (saved)');
  const { steps, changes } = await bench.apply(GUEST, program);
  expect(steps.map(({ effect }) => effect)).toEqual(['start']);
  expect(changes).toMatchObject([{ path: ['running'], impact: 'none' }]);
  expect(await bootId()).toBe(first);
}, 300_000);

test('one that ended by itself is started again', async () => {
  const guest = guestOf(hypervisor.uri, NAME);
  await guest.exec('/bin/sh', '-c', "setsid sh -c 'sleep 2; poweroff -f' >/dev/null 2>&1 &");
  await untilTrue('it is off', async () => (await state()).startsWith('shut off'));
  const { drift } = await bench.propose(GUEST, program);
  expect(drift).toMatchObject([{ path: ['running'], before: true, after: false }]);
  await bench.apply(GUEST, program);
  expect(await bootId()).not.toBe(first);
}, 300_000);

test('it is taken away with its saved state', async () => {
  await virsh(hypervisor.uri, 'managedsave', NAME);
  const { steps } = await bench.apply(GUEST, undefined);
  expect(steps.map(({ effect }) => effect)).toEqual(['undefine']);
  expect(await virsh(hypervisor.uri, 'list', '--all', '--name')).toBe('');
}, 120_000);
