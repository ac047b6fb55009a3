import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { exampleApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';

// The examples of the reference, as they stand in docs/, on a real daemon.
const hypervisor = sharedHypervisor();

/** Applies, holds that nothing is left to do, and takes everything away again. */
async function live(app: TestApp): Promise<void> {
  const applied = await app.virtform('apply', '-auto-approve');
  expect(applied).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/ [1-9]\d* added, 0 /),
  });
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
}

test.each([
  'domain/machine',
  'domain/room',
  'domain/cpu',
  'domain/uefi',
  'domain/disks',
  'domain/interfaces',
  'domain/display',
  'network/nat',
  'network/bridge',
  'pool/dir',
  'volume/empty',
  'combustion/script',
  'ignition/user',
])(
  '%s is applied, leaves nothing to do, and goes again',
  async (example) => {
    await live(exampleApp(hypervisor(), example, 'main.tf'));
  },
  90_000,
);

test('volume/overlay uploads the image that lies beside it', async () => {
  const app = exampleApp(hypervisor(), 'volume/overlay', 'main.tf');
  const image = path.join(app.folder, 'debian-12.qcow2');
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', image, '1M']);
  await live(app);
}, 90_000);

test('domain/machine does the same as an app', async () => {
  await live(exampleApp(hypervisor(), 'domain/machine', 'main.ts'));
}, 90_000);
