import { flag, list, num, obj, resource, str } from './dsl.js';
import {
  addition,
  filePath,
  filled,
  known,
  oneOf,
  readOnly,
  required,
  since,
  sized,
  unitOf,
} from './facts.js';
import { permissions, storageEncryption, timestamps, volumeFormat } from './shapes/storage.js';

/** A storage volume: a disk image, a logical volume, a partition in a pool. */
export const volume = resource(
  'libvirt_volume',
  {
    description: 'A storage volume: a disk image, a logical volume, a partition in a pool.',
    root: 'volume',
    computed: ['id', 'key', 'path', 'allocation', 'physical', 'capacity'],
  },
  () => ({
    type: str(
      '@type',
      'What the volume is, as the host reports it',
      oneOf('file', 'block', 'dir', 'network', 'netdir', 'ploop'),
      filled,
    ),
    name: str('name', 'Name, unique in the pool', required),
    pool: str(undefined, 'Name of the pool', required),
    id: str(undefined, 'The same as key', readOnly, filled),
    key: str('key', 'Key by which the host knows the volume', readOnly, filled),
    path: str(undefined, 'Where it is on the host', readOnly, filled),
    capacity: num('capacity', 'Size that a guest sees', sized('capacity_unit', 'bytes', 512), filled),
    capacity_unit: str('capacity@unit', 'Unit of capacity', unitOf('capacity')),
    allocation: num(
      'allocation',
      'Room that it takes in the pool',
      sized('allocation_unit', 'bytes'),
      readOnly,
      filled,
    ),
    allocation_unit: str('allocation@unit', 'Unit of allocation', unitOf('allocation')),
    physical: num(
      'physical',
      'Size of the file or device',
      sized('physical_unit', 'bytes'),
      readOnly,
      filled,
    ),
    physical_unit: str('physical@unit', 'Unit of physical', unitOf('physical')),
    target: obj('target', 'The volume on the host', () => ({
      path: str('path', 'Where it is on the host', filePath, readOnly, filled),
      format: obj('format', 'Format of the content', volumeFormat, filled),
      permissions: permissions(),
      timestamps: timestamps(),
      compat: str('compat', 'Version of the format of a qcow2 image', known('0.10', '1.1'), filled),
      cluster_size: num(
        'clusterSize',
        'Size of the clusters of a qcow2 image',
        sized('cluster_size_unit', 'bytes'),
        filled,
        since('7.4.0'),
      ),
      cluster_size_unit: str('clusterSize@unit', 'Unit of cluster_size', unitOf('cluster_size')),
      no_cow: flag('nocow', 'Copy on write of btrfs is off for this file', addition),
      encryption: storageEncryption(),
      features: list('features', 'Features of a qcow2 image', () => ({
        lazy_refcounts: flag('lazy_refcounts', 'Reference counts are written late', addition),
        extended_l2: flag('extended_l2', 'Subclusters', since('8.0.0'), addition),
      })),
    })),
    backing_store: obj('backingStore', 'The image that this one lies over', () => ({
      path: str('path', 'Path of that image', filePath, required),
      format: obj('format', 'Its format', volumeFormat),
      permissions: permissions(),
      timestamps: { ...timestamps(), ...addition },
    })),
    create: obj(undefined, 'Where the content comes from', () => ({
      content: obj(
        undefined,
        'A file whose bytes are uploaded',
        () => ({
          url: str(undefined, 'Path or URL of the file', required),
        }),
        required,
      ),
    })),
  }),
);
