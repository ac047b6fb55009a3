import { DirPool } from '../../src/index.js';
import { stack, synthesized } from '../synth.js';

it('is a pool of type dir', () => {
  const scope = stack();
  new DirPool(scope, 'disks', { path: '/srv/disks' });
  expect(synthesized(scope, 'libvirt_pool.disks')).toEqual({
    name: 'disks',
    type: 'dir',
    target: { path: '/srv/disks' },
  });
});
