import type { ValueObject } from '@virtform/values';

/** Volumes of a folder as a configuration says them, without their name and pool. */
export const volumes: Readonly<Record<string, ValueObject>> = {
  least: { capacity: 1048576 },
  'a raw file that is full from the start': {
    capacity: 1,
    capacity_unit: 'MiB',
    target: { format: { type: 'raw' }, permissions: { mode: '0600', owner: '0', group: '0' } },
  },
  'a qcow2 image of the old kind': {
    capacity: 3,
    capacity_unit: 'MB',
    target: { format: { type: 'qcow2' }, compat: '0.10' },
  },
  'a qcow2 image with large clusters and late counts': {
    capacity: 64,
    capacity_unit: 'MiB',
    target: {
      format: { type: 'qcow2' },
      compat: '1.1',
      cluster_size: 128,
      cluster_size_unit: 'KiB',
      features: [{ lazy_refcounts: true }],
    },
  },
  'one over another': {
    capacity: 2097152,
    target: { format: { type: 'qcow2' } },
    backing_store: { path: 'below', format: { type: 'qcow2' } },
  },
  'an encrypted one': {
    capacity: 1048576,
    target: {
      format: { type: 'raw' },
      encryption: {
        format: 'luks',
        secret: { type: 'passphrase', uuid: '3e3fce45-4f53-4fa7-bb32-11f34168b82b' },
      },
    },
  },
  'a folder': { type: 'dir', capacity: 0, target: { format: { type: 'dir' } } },
  'a disk image of another program': { capacity: 1048576, target: { format: { type: 'vmdk' } } },
};
