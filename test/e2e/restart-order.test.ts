import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, type Caller } from '@virtform/libvirt';
import type { JsonObject } from '@virtform/values';
import { writePowerButtonDisk } from '../../scripts/boot-programs.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { witness } from '../testbed/events.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// Guests that wait for a boot, and of which one depends on the other. All they do is to listen to their power button.

const hypervisor = sharedHypervisor();
let app: TestApp;
let host: Caller;

const guest = (name: string, memory: number, more: JsonObject = {}): JsonObject => ({
  name,
  type: 'qemu',
  memory,
  memory_unit: 'MiB',
  vcpu: 1,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'pc', boot_devices: [{ dev: 'hd' }] },
  features: { acpi: true },
  devices: {
    videos: [{ model: { type: 'none' } }],
    disks: [
      {
        driver: { name: 'qemu', type: 'raw' },
        source: { file: { file: path.join(app.folder, `${name}.img`) } },
        target: { dev: 'vda', bus: 'virtio' },
      },
    ],
  },
  destroy: { timeout: 60 },
  running: true,
  ...more,
});

/** The guest that serves, and the one that is served; by their names alone nobody would begin with the former. */
function write(memory: number): void {
  const program = {
    terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt' } } },
    provider: { libvirt: { uri: hypervisor().uri } },
    resource: {
      libvirt_domain: {
        served: guest('a-served', memory, { depends_on: ['libvirt_domain.serving'] }),
        serving: guest('b-serving', memory),
      },
    },
  };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(program));
}

const apply = async (...words: readonly string[]): Promise<string> => {
  const outcome = await app.virtform('apply', '-auto-approve', ...words);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome.stdout;
};

beforeAll(async () => {
  app = configurationApp(hypervisor(), 'order', {});
  host = await connect(hypervisor().uri);
  for (const name of ['a-served', 'b-serving']) writePowerButtonDisk(path.join(app.folder, `${name}.img`));
  write(32);
  await apply();
});

afterAll(() => host.close());

test('what waits for a boot waits, where no restart is asked for', async () => {
  write(48);
  expect(await apply()).toContain('None restarts.');
  expect(await virsh(hypervisor().uri, 'dominfo', 'b-serving')).toMatch(/^Max memory: +32768 KiB$/m);
});

test('with -restart nobody runs while what it depends on is away', async () => {
  const order = await powerDuring(() => apply('-restart'), 'started');
  expect(order).toEqual(['a-served stopped', 'b-serving stopped', 'b-serving started', 'a-served started']);
  expect(await virsh(hypervisor().uri, 'dominfo', 'a-served')).toMatch(/^Max memory: +49152 KiB$/m);
  expect((await app.virtform('plan', '-detailed-exitcode')).code).toBe(0);
});

test('destroyed, it stops before them', async () => {
  const destroy = (): Promise<unknown> => app.virtform('destroy', '-auto-approve');
  expect(await powerDuring(destroy, 'stopped')).toEqual(['a-served stopped', 'b-serving stopped']);
  expect(await virsh(hypervisor().uri, 'list', '--all', '--name')).toBe('');
});

/** Who stopped and started while something was done, until both guests did what comes last. */
async function powerDuring(
  act: () => Promise<unknown>,
  last: 'started' | 'stopped',
): Promise<readonly string[]> {
  const both = Array.from({ length: 2 }, () => ({ name: 'domain.lifecycle', change: last }) as const);
  const seen = await witness(host, { events: ['domain.lifecycle'] }, act, both);
  return seen.flatMap((event) =>
    event.name === 'domain.lifecycle' && (event.change === 'started' || event.change === 'stopped')
      ? [`${event.domain.name} ${event.change}`]
      : [],
  );
}
