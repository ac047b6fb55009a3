import { DirPool, Disk, type DiskProps, Image } from '../../src/index.js';
import { type Attributes, stack, synthesized } from '../synth.js';

/** The volume of a disk beside a pool and an image. */
function volume(props: (pool: DirPool, image: Image) => DiskProps): Attributes {
  const scope = stack();
  const pool = new DirPool(scope, 'pool', { path: '/srv/disks' });
  const image = new Image(scope, 'debian', { pool, source: '/images/debian.qcow2' });
  new Disk(scope, 'root', props(pool, image));
  return synthesized(scope, 'libvirt_volume.root');
}

describe('an empty disk', () => {
  it('is a qcow2 volume of its size, in bytes', () => {
    expect(volume((pool) => ({ pool, size: '2 GiB' }))).toEqual({
      name: 'root.qcow2',
      pool: '${libvirt_pool.pool.name}',
      capacity: 2147483648,
      target: { format: { type: 'qcow2' } },
    });
  });

  it('can be raw, and have another name', () => {
    expect(volume((pool) => ({ pool, size: 1024, format: 'raw', name: 'swap' }))).toMatchObject({
      name: 'swap',
      capacity: 1024,
      target: { format: { type: 'raw' } },
    });
  });
});

describe('a disk that begins as an image', () => {
  it("is an overlay in the image's pool, as large as the image", () => {
    expect(volume((_, image) => ({ base: image }))).toEqual({
      name: 'root.qcow2',
      pool: '${libvirt_pool.pool.name}',
      capacity: '${libvirt_volume.debian.capacity}',
      target: { format: { type: 'qcow2' } },
      backing_store: {
        path: '${libvirt_volume.debian.path}',
        format: { type: 'qcow2' },
      },
    });
  });

  it('can be larger', () => {
    expect(volume((_, image) => ({ base: image, size: '10 GiB' }))).toMatchObject({ capacity: 10737418240 });
  });
});
