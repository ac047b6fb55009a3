import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configurationApp, exampleApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// A cloud-init image on the machine that applies, and the volume that brings it to the host, from the first apply to the last.

const hypervisor = sharedHypervisor();

const configuration = (userData: string): object => ({
  provider: { libvirt: [{ uri: hypervisor().uri }] },
  resource: {
    libvirt_pool: {
      lab: { name: 'seeds', type: 'dir', target: { path: '/var/lib/libvirt/images/seeds' } },
    },
    libvirt_cloudinit_disk: {
      web: { name: 'web', user_data: userData, meta_data: 'instance-id: web\n' },
    },
    libvirt_volume: {
      web: {
        name: 'web.iso',
        pool: '${libvirt_pool.lab.name}',
        create: { content: { url: '${libvirt_cloudinit_disk.web.path}' } },
      },
    },
  },
});

let app: TestApp;
let files: string;

beforeAll(() => {
  app = configurationApp(hypervisor(), 'files', { 'main.tf.json': configuration('#cloud-config\n') });
  files = path.join(app.folder, '.virtform', 'files');
}, 60_000);

const images = (): readonly string[] => readdirSync(files).map((name) => path.join(files, name));

async function settled(): Promise<void> {
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
}

/** What a pool holds of the volume. */
async function uploaded(): Promise<Buffer> {
  const copy = path.join(app.folder, 'copy.iso');
  await virsh(hypervisor().uri, 'vol-download', 'web.iso', copy, '--pool', 'seeds');
  return readFileSync(copy);
}

test('an image is made for its owner alone, and a volume from it', async () => {
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  const [image = ''] = images();
  expect(statSync(image).mode & 0o777).toBe(0o600);
  expect((await uploaded()).equals(readFileSync(image))).toBe(true);
  await settled();
});

test('an image that is missing is made again, and the volume stays', async () => {
  const [image = ''] = images();
  const before = readFileSync(image);
  rmSync(image);
  const applied = await app.virtform('apply', '-auto-approve');
  expect(applied).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 added, 0 changed, 0 destroyed'),
  });
  expect(readFileSync(image).equals(before)).toBe(true);
  await settled();
});

test('other user data replaces the image and the volume', async () => {
  const [before = ''] = images();
  writeFileSync(
    path.join(app.folder, 'main.tf.json'),
    JSON.stringify(configuration('#cloud-config\nhostname: web\n')),
  );
  const applied = await app.virtform('apply', '-auto-approve');
  expect(applied).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 added, 0 changed, 2 destroyed'),
  });
  expect(applied.stdout).not.toContain('hostname: web');
  const [image = ''] = images();
  expect(existsSync(before)).toBe(false);
  expect((await uploaded()).equals(readFileSync(image))).toBe(true);
  await settled();
});

test('destroy leaves no file', async () => {
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(images()).toEqual([]);
});

test('an app keeps its files beside itself, where no synthesis throws them away', async () => {
  const example = exampleApp(hypervisor(), 'ignition/user', 'main.ts');
  expect(await example.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  const kept = (): readonly string[] => readdirSync(path.join(example.folder, '.virtform', 'files'));
  expect(kept()).toHaveLength(1);
  expect(await example.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(kept()).toEqual([]);
}, 60_000);
