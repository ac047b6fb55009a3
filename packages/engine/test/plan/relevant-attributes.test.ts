import { relevantAttributes } from '../../src/plan/relevant-attributes.js';
import { Lab, labConfiguration } from '../support/lab.js';

// Held against Terraform's own answers in packages/virtform/test/golden.test.ts.

test('what changes refer to is told, each attribute once', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: ['root', 'data'] }));
  expect(relevantAttributes(await lab.plan())).toEqual([
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
  expect(relevantAttributes(await lab.plan())).toEqual([]);
});
