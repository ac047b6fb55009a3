import { flag, knownBy, list, ListAttribute, num, obj, str, variant } from '../../dsl.js';
import {
  atLeast,
  between,
  byDefault,
  fileMode,
  filePath,
  filled,
  idleUnless,
  idleWithoutBeside,
  known,
  oneOf,
  positive,
  required,
  since,
  sized,
  toggle,
  unitOf,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import { idRange } from '../../shapes/id-range.js';
import { bootOrder } from '../../shapes/network.js';
import { virtioModels, virtioOptions } from '../../shapes/virtio.js';

/** `virDomainFSDefFormat` writes these of a driver whose type is said. */
const ofNamedDriver = idleWithoutBeside('type');

/** `<filesystem>`. */
export const filesystems = (): ListAttribute =>
  list(
    'filesystem',
    'Folders of the host in the guest',
    () => ({
      access_mode: str(
        '@accessmode',
        'Whose rights count',
        oneOf('passthrough', 'mapped', 'squash'),
        byDefault('passthrough'),
        filled,
      ),
      model: str('@model', 'Variant of virtio', virtioModels, since('5.2.0')),
      multi_devs: str(
        '@multidevs',
        'Folder over several devices',
        oneOf('default', 'remap', 'forbid', 'warn'),
        byDefault('default'),
        since('6.3.0'),
      ),
      fmode: str('@fmode', 'Mode of new files', fileMode, since('6.10.0')),
      dmode: str('@dmode', 'Mode of new folders', fileMode, since('6.10.0')),
      driver: obj(
        'driver',
        'How it is shared',
        () => ({
          type: str('@type', 'Kind', known('path', 'handle', 'loop', 'nbd', 'ploop', 'virtiofs', 'mtp')),
          format: str('@format', 'Format of an image (loop, nbd)', known('raw', 'qcow2'), ofNamedDriver),
          name: str('@name', 'Name for the guest (mtp)', { refused: 'libvirt knows none.' }),
          wr_policy: str('@wrpolicy', 'When writes reach the disk', oneOf('immediate'), ofNamedDriver),
          ...virtioOptions(),
          queue: num('@queue', 'Length of the queue (virtiofs)', positive, since('6.2.0')),
        }),
        filled,
      ),
      binary: obj(
        'binary',
        'virtiofsd',
        () => ({
          path: str('@path', 'Path of the program', filePath),
          xattr: str('@xattr', 'Extended attributes', toggle),
          cache: obj('cache', 'Cache', () => ({
            mode: str('@mode', 'How much is kept', oneOf('none', 'always'), required),
          })),
          sandbox: obj(
            'sandbox',
            'Sandbox',
            () => ({
              mode: str('@mode', 'Kind', oneOf('namespace', 'chroot'), required),
            }),
            since('7.2.0'),
          ),
          lock: obj('lock', 'Locks', () => ({
            posix: str('@posix', 'POSIX locks', toggle),
            flock: str('@flock', 'BSD locks', toggle),
          })),
          thread_pool: obj(
            'thread_pool',
            'Threads',
            () => ({
              size: num('@size', 'How many', between(0, 0x7fffffff)),
            }),
            since('8.5.0'),
          ),
          open_files: obj(
            'openfiles',
            'Open files',
            () => ({
              max: num('@max', 'Most of them', atLeast(1), required),
            }),
            since('10.6.0'),
          ),
        }),
        // virDomainFSDefParseXML reads it of no other driver.
        idleUnless('driver.type', 'virtiofs'),
        since('6.2.0'),
      ),
      id_map: obj(
        'idmap',
        'Users and groups of the guest on the host (virtiofs)',
        () => ({
          uid: idRange('uid', 'Users'),
          gid: idRange('gid', 'Groups'),
        }),
        since('10.0.0'),
      ),
      source: obj('.', 'What is shared', () => ({
        mount: variant('@type=mount', 'A folder', () => ({
          dir: str('source@dir', 'Path', filePath),
          socket: str('source@socket', 'Socket of a virtiofsd that something else runs', since('7.1.0')),
        })),
        block: variant('@type=block', 'A block device', () => ({
          dev: str('source@dev', 'Path', required),
        })),
        file: variant('@type=file', 'An image', () => ({
          file: str('source@file', 'Path', required),
        })),
        template: variant('@type=template', 'A template (openvz)', () => ({
          name: str('source@name', 'Name', required),
        })),
        ram: variant('@type=ram', 'Memory', () => ({
          usage: num('source@usage', 'Size', sized('units', 'KiB'), required),
          units: str('source@units', 'Unit of usage', unitOf('usage')),
        })),
        bind: variant('@type=bind', 'A folder of the container', () => ({
          dir: str('source@dir', 'Path', required),
        })),
        volume: variant('@type=volume', 'A volume of a pool', () => ({
          pool: str('source@pool', 'Name of the pool', required),
          volume: str('source@volume', 'Name of the volume', required),
        })),
      })),
      target: obj('target', 'The folder in the guest', () => ({
        dir: str('@dir', 'Mount tag, or for a container the path', required),
      })),
      read_only: flag('readonly', 'The guest cannot write to it'),
      space_hard_limit: num(
        'space_hard_limit',
        'Most that may be stored',
        sized('space_hard_limit_unit', 'bytes'),
        byDefault(0),
      ),
      space_hard_limit_unit: str(
        'space_hard_limit@unit',
        'Unit of space_hard_limit',
        unitOf('space_hard_limit'),
      ),
      space_soft_limit: num(
        'space_soft_limit',
        'What is stored for long',
        sized('space_soft_limit_unit', 'bytes'),
        byDefault(0),
      ),
      space_soft_limit_unit: str(
        'space_soft_limit@unit',
        'Unit of space_soft_limit',
        unitOf('space_soft_limit'),
      ),
      boot: bootOrder(),
      ...deviceTail(),
    }),
    knownBy('target.dir'),
  );
