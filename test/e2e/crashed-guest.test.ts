import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import { writeCrashDisk, writePowerButtonDisk } from '../../scripts/boot-programs.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// A guest that tells libvirt that it crashed, and that is to be kept then (`on_crash = preserve`).

const hypervisor = sharedHypervisor();
let app: TestApp;

const disk = (): string => path.join(app.folder, 'disk.img');

function want(more: JsonObject): void {
  const libvirt_domain = {
    it: {
      name: 'it',
      type: 'qemu',
      memory: 32,
      memory_unit: 'MiB',
      os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'pc', boot_devices: [{ dev: 'hd' }] },
      features: { acpi: true },
      on_crash: 'preserve',
      devices: {
        panics: [{ model: 'isa' }],
        disks: [
          {
            driver: { name: 'qemu', type: 'raw' },
            source: { file: { file: disk() } },
            target: { dev: 'vda', bus: 'virtio' },
          },
        ],
      },
      ...more,
    },
  };
  const document = { provider: { libvirt: { uri: hypervisor().uri } }, resource: { libvirt_domain } };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(document));
}

const state = (): Promise<string> => virsh(hypervisor().uri, 'domstate', 'it', '--reason');

/** @returns the warnings */
const apply = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { code, stderr } = await app.virtform('apply', '-auto-approve', ...words);
  expect(code).toBe(0);
  return stderr.match(/^Warning: .*$/gm) ?? [];
};

/** Starts it with what crashes it. */
async function crash(): Promise<void> {
  writeCrashDisk(disk());
  await virsh(hypervisor().uri, 'destroy', 'it');
  await virsh(hypervisor().uri, 'start', 'it');
  await untilTrue('it has crashed', async () => (await state()).startsWith('crashed'));
  // What it finds when it is started once more.
  writePowerButtonDisk(disk());
}

beforeAll(async () => {
  app = configurationApp(hypervisor(), 'crashed', {});
  writePowerButtonDisk(disk());
  want({ running: true });
  await apply();
  await crash();
}, 120_000);

test('is told, and kept to be looked at', async () => {
  const planned = await app.virtform('plan', '-detailed-exitcode');
  expect(planned.code).toBe(0);
  expect(planned.stderr).toContain('guest it has crashed');
  expect(planned.stderr).toContain('-restart=libvirt_domain.it');
  expect(await apply()).toEqual(['Warning: guest it has crashed']);
  expect(await state()).toBe('crashed (panicked)');
}, 60_000);

test('is started anew where that is asked for', async () => {
  const planned = await app.virtform('plan', '-restart=libvirt_domain.it');
  expect(planned.stdout).toMatch(/running +.*crashed.* → .*true/);
  expect(await apply('-restart=libvirt_domain.it')).toEqual([]);
  expect(await state()).toBe('running (booted)');
  expect((await app.virtform('plan', '-detailed-exitcode')).stdout).toContain('No changes.');
}, 60_000);

test('is off at once where it is to be off', async () => {
  await crash();
  want({ running: false });
  await apply();
  expect(await state()).toBe('shut off (destroyed)');
  want({ running: true });
  await apply();
}, 60_000);

test('is destroyed without waiting for what it does not hear', async () => {
  await crash();
  want({ running: true, destroy: { timeout: 3600 } });
  expect(await apply()).toEqual(['Warning: guest it has crashed']);
  await app.virtform('destroy', '-auto-approve');
  expect(await virsh(hypervisor().uri, 'list', '--all', '--name')).toBe('');
}, 60_000);
