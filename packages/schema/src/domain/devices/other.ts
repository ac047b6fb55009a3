import {
  branch,
  flag,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  str,
  variant,
} from '../../dsl.js';
import {
  answer,
  atLeast,
  between,
  byDefault,
  filePath,
  filled,
  known,
  oneOf,
  required,
  since,
  sized,
  toggle,
  unit,
  unitOf,
  uuid,
} from '../../facts.js';
import { deviceAddress, deviceTail } from '../../shapes/address.js';
import { chardevOfSource } from '../../shapes/chardev.js';
import { idRange } from '../../shapes/id-range.js';
import { bootOrder } from '../../shapes/network.js';
import { virtioDriver, virtioOptions } from '../../shapes/virtio.js';
import { egd } from './character.js';

const virtioModels = oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional');

/** `<input>`. */
export const inputs = (): ListAttribute =>
  list(
    'input',
    'Mice, keyboards, tablets; libvirt adds those of PS/2',
    {
      type: str('@type', 'Kind', oneOf('tablet', 'mouse', 'keyboard', 'passthrough', 'evdev'), required),
      bus: str('@bus', 'Bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none'), filled),
      model: str('@model', 'Variant of virtio', virtioModels),
      driver: virtioDriver(),
      source: obj('.', 'Device of the host', {
        passthrough: variant('@type=passthrough', 'A device that is passed through', {
          ev_dev: str('source@evdev', 'Path', required),
        }),
        ev_dev: variant(
          '@type=evdev',
          'A device that host and guest take in turn',
          {
            dev: str('source@dev', 'Path', required),
            grab: str('source@grab', 'All devices are taken at once', oneOf('all')),
            grab_toggle: str(
              'source@grabToggle',
              'Keys that switch',
              oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock'),
            ),
            repeat: str('source@repeat', 'Keys repeat', toggle),
          },
          since('7.4.0'),
        ),
      }),
      ...deviceTail(),
    },
    { alike: ['type', 'bus'] },
    filled,
  );

/** `<hub>`. */
export const hubs = (): ListAttribute =>
  list('hub', 'USB hubs', {
    type: str('@type', 'Kind', oneOf('usb'), required),
    ...deviceTail(),
  });

/** `<watchdog>`. */
export const watchdogs = (): ListAttribute =>
  list(
    'watchdog',
    'Watchdogs',
    {
      model: str(
        '@model',
        'Device that the guest sees',
        known('i6300esb', 'ib700', 'diag288', 'itco'),
        required,
      ),
      action: str(
        '@action',
        'What happens when the guest does not answer',
        oneOf('reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi'),
        byDefault('reset'),
      ),
      ...deviceTail(),
    },
    { alike: ['model'] },
    filled,
  );

/** `<rng>`. */
export const rngs = (): ListAttribute =>
  list(
    'rng',
    'Random number generators',
    {
      model: str('@model', 'Device that the guest sees', virtioModels, required),
      driver: virtioDriver(),
      rate: obj('rate', 'Limit', {
        bytes: num('@bytes', 'Bytes in a period', atLeast(0), required),
        period: num('@period', 'Length of a period', unit('ms'), atLeast(1), filled),
      }),
      backend: obj('backend', 'Where the numbers come from', {
        random: str('.', 'A device of the host, such as /dev/urandom', { when: '@model=random' }),
        egd: variant('@model=egd', 'A daemon', egd()),
        built_in: branch('@model=builtin', 'The hypervisor itself', since('6.1.0')),
      }),
      ...deviceTail(),
    },
    { alike: ['backend.egd'] },
  );

const tpmBackend = (): ObjectAttribute =>
  obj('backend', 'What it is on the host', {
    passthrough: variant('@type=passthrough', 'The TPM of the host', {
      device: obj('device', 'The device', {
        path: str('@path', 'Path', required),
      }),
    }),
    emulator: variant('@type=emulator', 'swtpm', {
      version: str('@version', 'Version', oneOf('1.2', '2.0'), filled),
      persistent_state: str(
        '@persistent_state',
        'Its state stays when the guest is undefined',
        answer,
        since('7.0.0'),
      ),
      debug: num('@debug', 'Level of its log', atLeast(0), since('10.6.0')),
      encryption: obj(
        'encryption',
        'Encryption of its state',
        {
          secret: str('@secret', 'UUID of the secret', uuid, required),
        },
        since('5.6.0'),
      ),
      active_pcr_banks: obj(
        'active_pcr_banks',
        'Banks of registers that are in use',
        {
          sha1: flag('sha1', 'SHA-1'),
          sha256: flag('sha256', 'SHA-256'),
          sha384: flag('sha384', 'SHA-384'),
          sha512: flag('sha512', 'SHA-512'),
        },
        since('7.10.0'),
      ),
      source: obj(
        '.',
        'Where its state is',
        {
          file: variant('source@type=file', 'A file or device', {
            path: str('source@path', 'Path', filePath),
          }),
          dir: variant('source@type=dir', 'A folder', {
            path: str('source@path', 'Path', filePath),
          }),
        },
        since('10.10.0'),
      ),
      profile: obj(
        'profile',
        'Set of algorithms',
        {
          source: str('@source', 'Profile that it is made from'),
          remove_disabled: str(
            '@removeDisabled',
            'What FIPS mode forbids is taken out',
            oneOf('check', 'fips-host'),
          ),
          name: str('@name', 'Name of the profile', filled),
        },
        since('10.10.0'),
      ),
    }),
    external: variant(
      '@type=external',
      'A swtpm that something else runs',
      {
        source: obj('source', 'Its socket', chardevOfSource()),
      },
      since('9.0.0'),
    ),
  });

/** `<tpm>`. */
export const tpms = (): ListAttribute =>
  list('tpm', 'TPMs', {
    model: str(
      '@model',
      'Device that the guest sees',
      known('tpm-tis', 'tpm-crb', 'tpm-spapr', 'spapr-tpm-proxy', 'tpm-tis-device'),
      filled,
    ),
    backend: tpmBackend(),
    ...deviceTail(),
  });

/** `<panic>`. */
export const panics = (): ListAttribute =>
  list(
    'panic',
    'Devices by which a guest tells that it crashed',
    {
      model: str(
        '@model',
        'Device that the guest sees',
        known('isa', 'pseries', 'hyperv', 's390', 'pvpanic'),
        filled,
      ),
      ...deviceTail(),
    },
    { alike: ['model'] },
  );

/** `<lease>`. */
export const leases = (): ListAttribute =>
  list(
    'lease',
    'Leases of a lock manager that are held while the guest runs',
    {
      lockspace: str('lockspace', 'Lockspace', required),
      key: str('key', 'Resource', required),
      target: obj('target', 'Where the lease is', {
        path: str('@path', 'Path', required),
        offset: num('@offset', 'Offset there', unit('bytes'), atLeast(0)),
      }),
    },
    knownBy('lockspace key'),
  );

/** `<nvram>` among the devices. */
export const nvram = (): ObjectAttribute => obj('nvram', 'NVRAM device (POWER)', deviceTail());

/** `<iommu>`. */
export const iommu = (): ObjectAttribute =>
  obj('iommu', 'IOMMU of the guest', {
    model: str('@model', 'Device that the guest sees', known('intel', 'smmuv3', 'virtio', 'amd'), required),
    driver: obj('driver', 'Options', {
      int_remap: str('@intremap', 'Interrupts are remapped', toggle),
      caching_mode: str('@caching_mode', 'For devices that are passed through', toggle),
      eim: str('@eim', 'Extended interrupts', toggle),
      iotlb: str('@iotlb', 'Cache of the host', toggle),
      aw_bits: num('@aw_bits', 'Width of addresses', unit('bit'), between(32, 64)),
      dma_translation: str('@dma_translation', 'DMA is translated', toggle, since('10.7.0')),
      passthrough: str('@passthrough', 'Devices may go past it (amd)', toggle, since('11.5.0')),
      xt_sup: str('@xtsup', 'x2APIC (amd)', toggle, since('11.5.0')),
    }),
    ...deviceTail(),
  });

/** `<vsock>`. */
export const vsock = (): ObjectAttribute =>
  obj(
    'vsock',
    'Sockets between host and guest',
    {
      model: str('@model', 'Device that the guest sees', virtioModels, filled),
      cid: obj('cid', 'Number of the guest', {
        auto: str('@auto', 'The host picks it', answer),
        address: str('@address', 'The number, from 3', filled),
      }),
      driver: virtioDriver(),
      ...deviceTail(),
    },
    since('4.4.0'),
  );

/** `<crypto>`. */
export const crypto = (): ListAttribute =>
  list(
    'crypto',
    'Crypto accelerators',
    {
      model: str('@model', 'Device that the guest sees', oneOf('virtio')),
      type: str('@type', 'Kind', oneOf('qemu')),
      backend: obj('backend', 'Who computes', {
        built_in: branch('@model=builtin', 'The hypervisor itself'),
        lkcf: branch('@model=lkcf', 'The kernel of the host'),
        queues: num('@queues', 'Queues', atLeast(1)),
      }),
      alias: obj(
        'alias',
        'Name of the device inside libvirt',
        {
          name: str('@name', 'The name; one of your own begins with ua-', filled, required),
        },
        filled,
      ),
      address: deviceAddress(),
    },
    since('9.0.0'),
  );

/** `<pstore>`. */
export const pstore = (): ObjectAttribute =>
  obj(
    'pstore',
    'Storage for crash logs of the guest',
    {
      backend: str('@backend', 'Kind', oneOf('acpi-erst'), required),
      path: str('path', 'Path of the file', filePath, filled, required),
      size: num('size', 'Size', sized('size_unit', 'KiB'), required),
      size_unit: str('size@unit', 'Unit of size', unitOf('size')),
      ...deviceTail(),
    },
    since('10.6.0'),
  );

/** `<filesystem>`. */
export const filesystems = (): ListAttribute =>
  list(
    'filesystem',
    'Folders of the host in the guest',
    {
      access_mode: str('@accessmode', 'Whose rights count', oneOf('passthrough', 'mapped', 'squash')),
      model: str('@model', 'Variant of virtio', virtioModels),
      multi_devs: str(
        '@multidevs',
        'Folder over several devices',
        oneOf('default', 'remap', 'forbid', 'warn'),
        since('6.3.0'),
      ),
      fmode: str(
        '@fmode',
        'Mode of new files',
        { syntax: 'octal-mode', meaning: { as: 'octal' } },
        since('6.10.0'),
      ),
      dmode: str(
        '@dmode',
        'Mode of new folders',
        { syntax: 'octal-mode', meaning: { as: 'octal' } },
        since('6.10.0'),
      ),
      driver: obj(
        'driver',
        'How it is shared',
        {
          type: str('@type', 'Kind', oneOf('path', 'handle', 'loop', 'nbd', 'ploop', 'virtiofs', 'mtp')),
          format: str('@format', 'Format of an image (loop, nbd)', known('raw', 'qcow2')),
          name: str('@name', 'Name for the guest (mtp)'),
          wr_policy: str('@wrpolicy', 'When writes reach the disk', oneOf('immediate')),
          ...virtioOptions(),
          queue: num('@queue', 'Length of the queue (virtiofs)', atLeast(1)),
        },
        filled,
      ),
      binary: obj(
        'binary',
        'virtiofsd',
        {
          path: str('@path', 'Path of the program', filePath),
          xattr: str('@xattr', 'Extended attributes', toggle),
          cache: obj('cache', 'Cache', {
            mode: str('@mode', 'How much is kept', oneOf('none', 'always'), required),
          }),
          sandbox: obj(
            'sandbox',
            'Sandbox',
            {
              mode: str('@mode', 'Kind', oneOf('namespace', 'chroot'), required),
            },
            since('7.2.0'),
          ),
          lock: obj('lock', 'Locks', {
            posix: str('@posix', 'POSIX locks', toggle),
            flock: str('@flock', 'BSD locks', toggle),
          }),
          thread_pool: obj(
            'thread_pool',
            'Threads',
            {
              size: num('@size', 'How many', atLeast(0)),
            },
            since('8.5.0'),
          ),
          open_files: obj(
            'openfiles',
            'Open files',
            {
              max: num('@max', 'Most of them', atLeast(0), required),
            },
            since('10.7.0'),
          ),
        },
        since('6.2.0'),
      ),
      id_map: obj(
        'idmap',
        'Users and groups of the guest on the host (virtiofs)',
        {
          uid: idRange('uid', 'Users'),
          gid: idRange('gid', 'Groups'),
        },
        since('10.0.0'),
      ),
      source: obj('.', 'What is shared', {
        mount: variant('@type=mount', 'A folder', {
          dir: str('source@dir', 'Path', filePath),
          socket: str('source@socket', 'Socket of a virtiofsd that something else runs', since('7.1.0')),
        }),
        block: variant('@type=block', 'A block device', {
          dev: str('source@dev', 'Path', required),
        }),
        file: variant('@type=file', 'An image', {
          file: str('source@file', 'Path', required),
        }),
        template: variant('@type=template', 'A template (openvz)', {
          name: str('source@name', 'Name', required),
        }),
        ram: variant('@type=ram', 'Memory', {
          usage: num('source@usage', 'Size', sized('units', 'KiB'), required),
          units: str('source@units', 'Unit of usage', unitOf('usage')),
        }),
        bind: variant('@type=bind', 'A folder of the container', {
          dir: str('source@dir', 'Path', required),
        }),
        volume: variant('@type=volume', 'A volume of a pool', {
          pool: str('source@pool', 'Name of the pool', required),
          volume: str('source@volume', 'Name of the volume', required),
        }),
      }),
      target: obj('target', 'The folder in the guest', {
        dir: str('@dir', 'Mount tag, or for a container the path', required),
      }),
      read_only: flag('readonly', 'The guest cannot write to it'),
      space_hard_limit: num(
        'space_hard_limit',
        'Most that may be stored',
        sized('space_hard_limit_unit', 'bytes'),
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
      ),
      space_soft_limit_unit: str(
        'space_soft_limit@unit',
        'Unit of space_soft_limit',
        unitOf('space_soft_limit'),
      ),
      boot: bootOrder(),
      ...deviceTail(),
    },
    knownBy('target.dir'),
  );
