import { Testing } from 'cdktf';
import { DirPool, Image } from '../../src/index.js';
import { stack, synthesized } from '../synth.js';

function image(source: string) {
  const scope = stack();
  new Image(scope, 'debian', { pool: new DirPool(scope, 'pool', { path: '/srv/disks' }), source });
  return scope;
}

it('is a volume that is uploaded', () => {
  expect(synthesized(image('/images/debian.qcow2'), 'libvirt_volume.debian')).toEqual({
    name: 'debian.qcow2',
    pool: '${libvirt_pool.pool.name}',
    target: { format: { type: 'qcow2' } },
    create: { content: { url: '/images/debian.qcow2' } },
  });
});

it('is missed before anything is planned', () => {
  expect(() => Testing.synth(image('/nowhere/debian.qcow2'), true)).toThrow(
    /The image \/nowhere\/debian.qcow2 does not exist/,
  );
});
