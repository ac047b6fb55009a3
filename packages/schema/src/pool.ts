import { Attributes, bool, knownBy, list, num, obj, resource, str } from './dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  filePath,
  filled,
  idleWhere,
  known,
  numeral,
  objectName,
  oneOf,
  readOnly,
  required,
  since,
  sized,
  unitOf,
  uuid,
} from './facts.js';
import { pciNumbers } from './shapes/address.js';
import { permissions, storageEncryption, timestamps } from './shapes/storage.js';
import { POOL_FORMATS } from './shapes/pool-formats.js';

const source: Attributes = {
  host: list(
    'host',
    'Servers that the storage is on',
    () => ({
      name: str('@name', 'Name or address', required),
      port: str('@port', 'Port', numeral, between(0, 65535)),
    }),
    knownBy('name'),
  ),
  device: list(
    'device',
    'Devices of the host that the pool is made of',
    () => ({
      path: str(
        '@path',
        'Path of the device, best one that stays the same: /dev/disk/by-id/…',
        filePath,
        required,
      ),
      part_separator: str(
        '@part_separator',
        'A p stands between the name of the device and the number of a partition (device mapper)',
        answer,
      ),
      free_extents: list(
        'freeExtent',
        'Free parts of the device, as the host reports them',
        () => ({
          start: num('@start', 'First byte', atLeast(0), required),
          end: num('@end', 'Last byte', atLeast(0), required),
        }),
        filled,
      ),
    }),
    knownBy('path'),
  ),
  dir: obj('dir', 'Folder on the server', () => ({
    path: str('@path', 'Path', filePath, required),
  })),
  adapter: obj('adapter', 'SCSI adapter of the host', () => ({
    type: str('@type', 'Kind of adapter', oneOf('scsi_host', 'fc_host'), filled),
    name: str('@name', 'Name, such as host1 (scsi_host)'),
    parent: str('@parent', 'Adapter that a virtual one belongs to (fc_host)'),
    managed: bool('@managed', 'The virtual adapter goes with the pool'),
    wwnn: str('@wwnn', 'World wide node name (fc_host)', { syntax: 'wwn' }),
    wwpn: str('@wwpn', 'World wide port name (fc_host)', { syntax: 'wwn' }),
    parent_wwnn: str(
      '@parent_wwnn',
      'Node name of the parent, instead of its name',
      { syntax: 'wwn' },
      since('3.0.0'),
      addition,
    ),
    parent_wwpn: str(
      '@parent_wwpn',
      'Port name of the parent, instead of its name',
      { syntax: 'wwn' },
      since('3.0.0'),
      addition,
    ),
    parent_fabric_wwn: str(
      '@parent_fabric_wwn',
      'Fabric of the parent, instead of its name',
      { syntax: 'wwn' },
      since('3.0.0'),
      addition,
    ),
    parent_addr: obj('parentaddr', 'The adapter by its place instead of its name', () => ({
      unique_id: num(
        '@unique_id',
        'Number that tells adapters of one address apart',
        between(0, 0x7fffffff),
        required,
      ),
      address: obj('address', 'PCI address', pciNumbers),
    })),
  })),
  initiator: obj('initiator', 'The host as an iSCSI initiator', () => ({
    iqn: obj('iqn', 'Its iSCSI name', () => ({
      name: str('@name', 'Qualified name', { syntax: 'iqn' }),
    })),
  })),
  auth: obj('auth', 'How the pool logs in', () => ({
    type: str('@type', 'Method', oneOf('chap', 'ceph'), required),
    username: str('@username', 'User', required),
    secret: obj('secret', 'The secret that holds the password', () => ({
      usage: str('@usage', 'Usage by which the secret is known'),
      uuid: str('@uuid', 'UUID of the secret', uuid),
    })),
  })),
  name: str('name', 'Name at the source: the volume group, the RBD pool', filled),
  format: obj(
    'format',
    'Format of the source',
    () => ({
      type: str(
        '@type',
        'File system, partition table or volume manager',
        known(...new Set(Object.values(POOL_FORMATS).flat())),
        required,
      ),
    }),
    filled,
  ),
  vendor: obj('vendor', 'Who made the storage', () => ({
    name: str('@name', 'Name', required),
  })),
  product: obj('product', 'What the storage is', () => ({
    name: str('@name', 'Name', required),
  })),
  protocol: obj(
    'protocol',
    'Version of NFS',
    () => ({
      version: str('@ver', 'Version, such as 4.1', required),
    }),
    since('5.1.0'),
  ),
};

/** A storage pool: a folder, a volume group, a server: where volumes live. */
export const pool = resource(
  'libvirt_pool',
  {
    description: 'A storage pool: a folder, a volume group, a server: where volumes live.',
    root: 'pool',
    computed: ['id', 'uuid', 'capacity', 'allocation', 'available'],
  },
  () => ({
    type: str(
      '@type',
      'What the pool is made of',
      oneOf(
        'dir',
        'fs',
        'netfs',
        'logical',
        'disk',
        'iscsi',
        'iscsi-direct',
        'scsi',
        'mpath',
        'rbd',
        'sheepdog',
        'gluster',
        'zfs',
        'vstorage',
      ),
      required,
    ),
    name: str('name', 'Name, unique on the host', required, objectName),
    id: str(undefined, 'The same as uuid', readOnly, filled),
    uuid: str('uuid', 'UUID', uuid, readOnly, filled),
    capacity: num('capacity', 'Room in all', sized('capacity_unit', 'bytes'), readOnly, filled),
    capacity_unit: str('capacity@unit', 'Unit of capacity', unitOf('capacity')),
    allocation: num('allocation', 'Room in use', sized('allocation_unit', 'bytes'), readOnly, filled),
    allocation_unit: str('allocation@unit', 'Unit of allocation', unitOf('allocation')),
    available: num('available', 'Room that is free', sized('available_unit', 'bytes'), readOnly, filled),
    available_unit: str('available@unit', 'Unit of available', unitOf('available')),
    features: obj(
      'features',
      'Features of the file system',
      () => ({
        cow: obj('cow', 'Copy on write of the folder (btrfs)', () => ({
          state: str('@state', 'Whether new files use it', answer, required),
        })),
      }),
      since('6.6.0'),
    ),
    source: obj('source', 'What the pool is made of', () => source),
    target: obj('target', 'Where the pool is on the host', () => ({
      path: str(
        'path',
        'Folder, or where the devices appear; a volume group has its own, /dev/NAME',
        filePath,
        filled,
        idleWhere('type', 'logical'),
      ),
      permissions: permissions(),
      timestamps: timestamps(),
      encryption: storageEncryption(),
    })),
    refresh: obj(
      'refresh',
      'How the pool is read',
      () => ({
        volume: obj('volume', 'How volumes are read', () => ({
          allocation: str(
            '@allocation',
            'How the room that a volume takes is found (rbd)',
            oneOf('default', 'capacity'),
            required,
          ),
        })),
      }),
      since('5.2.0'),
    ),
    fs_commandline: obj(
      'fs:mount_opts',
      'Options that the file system is mounted with',
      () => ({
        options: list(
          'fs:option',
          'An option',
          () => ({ name: str('@name', 'The option', required) }),
          knownBy('name'),
        ),
      }),
      { when: '@xmlns:fs=http://libvirt.org/schemas/storagepool/fs/1.0' },
      since('5.1.0'),
    ),
    rbd_commandline: obj(
      'rbd:config_opts',
      'Options of librbd',
      () => ({
        options: list(
          'rbd:option',
          'An option',
          () => ({
            name: str('@name', 'Name', required),
            value: str('@value', 'Value', required),
          }),
          knownBy('name'),
        ),
      }),
      { when: '@xmlns:rbd=http://libvirt.org/schemas/storagepool/rbd/1.0' },
      since('5.1.0'),
    ),
    create: obj(undefined, 'What is done when the pool is made', () => ({
      build: bool(
        undefined,
        'Makes the folder, formats the device, makes the volume group; not done for a logical pool without devices',
      ),
      start: bool(undefined, 'Starts the pool'),
      autostart: bool(undefined, 'The pool starts with the host'),
      overwrite: bool(undefined, 'Builds over what is there', addition),
    })),
    destroy: obj(undefined, 'What is done when the pool is taken away', () => ({
      delete: bool(undefined, 'Removes the folder of a dir pool'),
    })),
  }),
);
