import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Workbench, uuidFor } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

let hypervisor: Hypervisor;
let bench: Workbench;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'virtform-storage-'));
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
}, 120_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const POOL = 'libvirt_pool.lab';
const pool = { name: 'lab', type: 'dir', target: { path: '/var/lib/libvirt/images/lab/' } };

test('a pool is defined, built, started and starts with the host', async () => {
  const proposal = await bench.apply(POOL, pool);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['define', 'build', 'start', 'set-autostart']);
  expect(bench.state(POOL)).toMatchObject({
    id: uuidFor(POOL),
    uuid: uuidFor(POOL),
    name: 'lab',
    target: { path: '/var/lib/libvirt/images/lab/' },
    capacity: expect.any(Number),
  });
  expect(await virsh(hypervisor.uri, 'pool-info', 'lab')).toMatch(/State: +running\n.*\n?Autostart: +yes/s);
});

test('a pool that somebody stopped is started again', async () => {
  await virsh(hypervisor.uri, 'pool-destroy', 'lab');
  const proposal = await bench.apply(POOL, pool);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['start']);
});

test('an empty volume, grown in place, is never cut', async () => {
  const address = 'libvirt_volume.data';
  const volume = {
    name: 'data.qcow2',
    pool: 'lab',
    capacity: 10,
    capacity_unit: 'MiB',
    target: { format: { type: 'qcow2' } },
  };
  await bench.apply(address, volume);
  expect(bench.state(address)).toMatchObject({
    capacity: 10,
    capacity_unit: 'MiB',
    path: '/var/lib/libvirt/images/lab/data.qcow2',
  });
  const grown = await bench.apply(address, { ...volume, capacity: 20 });
  expect(grown).toMatchObject({
    action: 'update',
    changes: [{ path: ['capacity'], before: '10 MiB', after: '20 MiB', impact: 'none' }],
    steps: [{ effect: 'resize', data: 'kept' }],
  });
  const cut = await bench.apply(address, { ...volume, capacity: 10 });
  expect(cut.diagnostics).toMatchObject([{ summary: `${address} would be cut from 20 MiB to 10 MiB` }]);
});

test('an image is uploaded, and grown to the size that is asked for', async () => {
  const image = path.join(scratch, 'image.raw');
  writeFileSync(image, Buffer.alloc(300_000, 7));
  const address = 'libvirt_volume.image';
  await bench.apply(address, {
    name: 'image.raw',
    pool: 'lab',
    capacity: 1,
    capacity_unit: 'MiB',
    create: { content: { url: `file://${image}` } },
  });
  expect(bench.state(address)).toMatchObject({ capacity: 1, physical: 1_048_576 });
});

test('a qcow2 image says itself what it is', async () => {
  const image = path.join(scratch, 'image.qcow2');
  await hypervisor.run(['qemu-img', 'create', '-q', '-f', 'qcow2', image, '64M']);
  const address = 'libvirt_volume.disk';
  await bench.apply(address, { name: 'disk.qcow2', pool: 'lab', create: { content: { url: image } } });
  expect(bench.state(address)).toMatchObject({ capacity: 67_108_864 });
  expect(await virsh(hypervisor.uri, 'vol-dumpxml', 'disk.qcow2', '--pool', 'lab')).toContain(
    "<format type='qcow2'/>",
  );
});

test('an overlay stands on a base, which cannot be deleted under it', async () => {
  const base = '/var/lib/libvirt/images/lab/disk.qcow2';
  await bench.apply('libvirt_volume.over', {
    name: 'over.qcow2',
    pool: 'lab',
    capacity: 128,
    capacity_unit: 'MiB',
    target: { format: { type: 'qcow2' } },
    backing_store: { path: base, format: { type: 'qcow2' } },
  });
  await expect(bench.apply('libvirt_volume.disk', undefined)).rejects.toThrow(
    /in use by volume lab\/over\.qcow2/,
  );
});

test('a volume of that name that is not ours is refused by name', async () => {
  await virsh(hypervisor.uri, 'vol-create-as', 'lab', 'theirs.img', '1M');
  const proposal = await bench.propose('libvirt_volume.mine', {
    name: 'theirs.img',
    pool: 'lab',
    capacity: 1_048_576,
  });
  expect(proposal.diagnostics).toMatchObject([
    { summary: 'volume theirs.img exists already and is not ours' },
  ]);
});

test('a pool that holds what is not ours keeps it', async () => {
  for (const name of ['over', 'disk', 'image', 'data'])
    await bench.apply(`libvirt_volume.${name}`, undefined);
  await expect(bench.apply(POOL, undefined)).rejects.toThrow(
    /holds theirs\.img, which virtform did not make/,
  );
  await virsh(hypervisor.uri, 'vol-delete', 'theirs.img', '--pool', 'lab');
  await bench.apply(POOL, undefined);
  expect(await virsh(hypervisor.uri, 'pool-list', '--all', '--name')).toBe('');
});

test('a pool on a mounted file system goes, and leaves the mount where it is', async () => {
  const folder = '/var/lib/libvirt/images/mounted';
  await hypervisor.run(['mkdir', '-p', folder]);
  expect(await hypervisor.run(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', folder])).toMatchObject({
    status: 0,
  });
  const mounted = { name: 'mounted', type: 'dir', target: { path: folder } };
  await bench.apply('libvirt_pool.mounted', mounted);
  await bench.apply('libvirt_pool.mounted', undefined);
  expect(await virsh(hypervisor.uri, 'pool-list', '--all', '--name')).toBe('');
  expect(await hypervisor.run(['mountpoint', '-q', folder])).toMatchObject({ status: 0 });
});
