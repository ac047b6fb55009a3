import { Lab, labConfiguration } from '../support/lab.js';

// Held against Terraform's own answers in packages/virtform/test/golden.test.ts.

test('what changes refer to is told, each attribute once', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: ['root', 'data'] }));
  expect((await lab.plan()).relevant).toEqual([
    { resource: 'libvirt_pool.p', attribute: ['name'] },
    { resource: 'libvirt_volume.root', attribute: ['name'] },
    { resource: 'libvirt_volume.data', attribute: ['name'] },
    { resource: 'libvirt_network.net', attribute: ['name'] },
  ]);
});

test('what stays as it is has nothing to tell', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({}));
  await lab.apply();
  expect((await lab.plan()).relevant).toEqual([]);
});

test('locals, inputs and outputs of modules are followed to what they rest on', async () => {
  const lab = new Lab();
  lab.write({
    locals: { name: '${libvirt_pool.p.name}' },
    resource: { libvirt_pool: { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } } },
    module: { disks: { source: './disks', for_each: '${toset(["a"])}', pool: '${local.name}' } },
    output: { path: { value: '${module.disks["a"].name}' } },
  });
  lab.simulation.disk.put(
    '/work/disks/main.tf.json',
    JSON.stringify({
      variable: { pool: {} },
      resource: {
        libvirt_volume: {
          root: {
            name: 'root.qcow2',
            pool: '${var.pool}',
            capacity: 1048576,
            target: { format: { type: 'qcow2' } },
          },
        },
      },
      output: { name: { value: '${libvirt_volume.root.name}' } },
    }),
  );
  expect((await lab.plan()).relevant).toEqual([
    { resource: 'module.disks["a"].libvirt_volume.root', attribute: ['name'] },
    { resource: 'libvirt_pool.p', attribute: ['name'] },
  ]);
});
