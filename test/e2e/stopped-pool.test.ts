import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh, virshNames } from '../testbed/virsh.js';

// What lies in a pool that somebody stopped goes all the same, where the pool is ours.

const hypervisor = sharedHypervisor();

const folder = (): string => path.join(hypervisor().scratch, 'stopped');

function want(app: TestApp, volumes: readonly string[]): void {
  const libvirt_volume = Object.fromEntries(
    volumes.map((name) => [name, { name, pool: '${libvirt_pool.p.name}', capacity: 1_048_576 }]),
  );
  const libvirt_pool = { p: { name: 'stopped', type: 'dir', target: { path: folder() } } };
  const document = {
    provider: { libvirt: [{ uri: hypervisor().uri }] },
    resource: { libvirt_pool, libvirt_volume },
  };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(document));
}

test('a volume is deleted once the plan has started its pool, the others with their pool', async () => {
  const app = configurationApp(hypervisor(), 'stopped-pool', {});
  want(app, ['a', 'b', 'c', 'd']);
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });

  await virsh(hypervisor().uri, 'pool-destroy', 'stopped');
  want(app, ['a', 'b', 'c']);
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await virshNames(hypervisor().uri, 'pool-list')).toEqual(['stopped']);
  expect(existsSync(path.join(folder(), 'd'))).toBe(false);
  expect(existsSync(path.join(folder(), 'a'))).toBe(true);

  await virsh(hypervisor().uri, 'pool-destroy', 'stopped');
  const planned = await app.virtform('plan', '-destroy', '-virsh');
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  expect(planned.stdout).toMatch(/pool-start stopped\n.*vol-delete a/);
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await virshNames(hypervisor().uri, 'pool-list', '--all')).toEqual([]);
  expect(existsSync(folder())).toBe(false);
}, 120_000);
