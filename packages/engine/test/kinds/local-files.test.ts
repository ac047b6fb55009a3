import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { FileEffects } from '../../src/effects/effects.js';
import {
  digestOf,
  isOwnFile,
  isTerraformsFile,
  localFiles,
  ownPath,
  readLocalFiles,
  rereadLocalFile,
} from '../../src/kinds/local-files.js';

const OWN = '/app/.virtform/files/ignition-d4d9a111d34fb3a3-01234567.ign';
const THEIRS = '/tmp/terraform-provider-libvirt-ignition/ignition-d4d9a111d34fb3a3.ign';

test.each([
  [OWN, 'ours'],
  [ownPath('/elsewhere', 'cloudinit-84f6fa4bb9e4fb8e-01234567.iso'), 'ours'],
  [THEIRS, 'Terraform’s'],
  ['/var/folders/x/terraform-provider-libvirt-cloudinit/cloudinit-84f6fa4bb9e4fb8e.iso', 'Terraform’s'],
  ['/tmp/terraform-provider-libvirt-combustion/script-e8fc5c680bb3d5d8.sh', 'Terraform’s'],
  ['/app/.virtform/files/passwords', 'somebody else’s'],
  ['/app/ignition-d4d9a111d34fb3a3-01234567.ign', 'somebody else’s'],
  ['/tmp/terraform-provider-libvirt-ignition/passwords', 'somebody else’s'],
  ['/etc/passwd', 'somebody else’s'],
])('%s is %s', (file, whose) => {
  const owner = isOwnFile(file) ? 'ours' : isTerraformsFile(file) ? 'Terraform’s' : 'somebody else’s';
  expect(owner).toBe(whose);
});

interface Disk {
  readonly files: FileEffects;
  readonly put: (file: string, content: string) => void;
}

function disk(): Disk {
  const simulation = createSimulation(1);
  return {
    files: simulation.live().effects.files,
    put: (file, content) => simulation.disk.put(file, content),
  };
}

test('what a state and its intents name is looked at, and read where it is ours', async () => {
  const { files, put } = disk();
  put(OWN, '{}');
  put(THEIRS, '{}');
  const held = { type: 'libvirt_ignition', attributes: {}, identity: undefined };
  const view = await readLocalFiles(
    { files, folder: '/app/.virtform' },
    [
      { ...held, identity: { path: OWN } },
      { ...held, attributes: { path: THEIRS } },
      { ...held, attributes: { path: '/gone' } },
      { ...held, attributes: { path: 'relative' } },
      { ...held, type: 'libvirt_volume', attributes: { path: '/app' } },
    ],
    new Set(['libvirt_ignition']),
  );
  expect([OWN, THEIRS, '/gone', 'relative', '/app'].map((file) => view.at(file))).toEqual([
    { size: 2, digest: digestOf('{}') },
    { size: 2, digest: undefined },
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is released is not found any more, however often it is looked at', async () => {
  const { files, put } = disk();
  put('/srv/config.ign', '{}');
  const view = localFiles('/app/.virtform');
  await rereadLocalFile(view, files, '/srv/config.ign');
  expect(view.at('/srv/config.ign')).toBeDefined();
  view.release('/srv/config.ign');
  await rereadLocalFile(view, files, '/srv/config.ign');
  expect(view.at('/srv/config.ign')).toBeUndefined();
});

const refusing = (code: string): (() => Promise<never>) => {
  const error = Object.assign(new Error(`${code}: refused`), { code });
  return () => Promise.reject(error);
};

test('a file of another user is there, and what it holds is not known', async () => {
  const { files, put } = disk();
  put(OWN, '{}');
  const view = localFiles('/app/.virtform');
  await rereadLocalFile(view, { ...files, read: refusing('EACCES') }, OWN);
  expect(view.at(OWN)).toEqual({ size: 2, digest: undefined });
});

test.each(['stat', 'read'] as const)(
  'where %s fails nothing is guessed: the error names the file',
  async (way) => {
    const { files, put } = disk();
    put(OWN, '{}');
    const broken = { ...files, [way]: refusing('EIO') };
    await expect(rereadLocalFile(localFiles('/app/.virtform'), broken, OWN)).rejects.toMatchObject({
      message: expect.stringContaining(OWN),
      action: expect.any(String),
    });
  },
);
