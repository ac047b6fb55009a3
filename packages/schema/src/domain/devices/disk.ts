import {
  alikeIn,
  Attributes,
  flag,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  once,
  str,
} from '../../dsl.js';
import {
  answer,
  atLeast,
  between,
  byDefault,
  evenEmpty,
  filled,
  known,
  oneOf,
  only,
  positive,
  required,
  runtime,
  since,
  toggle,
  unit,
  unsigned,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import {
  backingStore,
  diskAuth,
  diskEncryption,
  diskSource,
  imageFormat,
  metadataCache,
} from '../../shapes/disk-source.js';
import { bootOrder } from '../../shapes/network.js';
import { virtioOptions } from '../../shapes/virtio.js';

const rate = (at: string, what: string) =>
  num(at, `Most ${what} in a second; 0: no limit`, atLeast(0), byDefault(0));
const burst = (at: string, what: string) =>
  num(at, `Most ${what} in a second during a burst; 0: no other limit`, atLeast(0), byDefault(0));
const length = (at: string, what: string) =>
  num(at, `How long a burst of ${what} may last`, unit('s'), atLeast(0), byDefault(0));

/** `<iotune>` of a disk, and a group of disks that share such limits. */
export const ioTune = once((): Attributes => ({
  total_bytes_sec: rate('total_bytes_sec', 'bytes'),
  read_bytes_sec: rate('read_bytes_sec', 'bytes read'),
  write_bytes_sec: rate('write_bytes_sec', 'bytes written'),
  total_iops_sec: rate('total_iops_sec', 'operations'),
  read_iops_sec: rate('read_iops_sec', 'reads'),
  write_iops_sec: rate('write_iops_sec', 'writes'),
  total_bytes_sec_max: burst('total_bytes_sec_max', 'bytes'),
  read_bytes_sec_max: burst('read_bytes_sec_max', 'bytes read'),
  write_bytes_sec_max: burst('write_bytes_sec_max', 'bytes written'),
  total_iops_sec_max: burst('total_iops_sec_max', 'operations'),
  read_iops_sec_max: burst('read_iops_sec_max', 'reads'),
  write_iops_sec_max: burst('write_iops_sec_max', 'writes'),
  size_iops_sec: num(
    'size_iops_sec',
    'Size from which one operation counts as several',
    unit('bytes'),
    atLeast(0),
    byDefault(0),
  ),
  group_name: str('group_name', 'Group of disks that share the limits', filled),
  total_bytes_sec_max_length: length('total_bytes_sec_max_length', 'bytes'),
  read_bytes_sec_max_length: length('read_bytes_sec_max_length', 'bytes read'),
  write_bytes_sec_max_length: length('write_bytes_sec_max_length', 'bytes written'),
  total_iops_sec_max_length: length('total_iops_sec_max_length', 'operations'),
  read_iops_sec_max_length: length('read_iops_sec_max_length', 'reads'),
  write_iops_sec_max_length: length('write_iops_sec_max_length', 'writes'),
}));

/** `<iothreads>` of a driver: queues spread over I/O threads. */
export const queueThreads = (version: string): ObjectAttribute =>
  obj(
    'iothreads',
    'I/O threads that share the queues',
    () => ({
      io_thread: list(
        'iothread',
        'An I/O thread',
        () => ({
          id: num('@id', 'Number of the I/O thread', positive, required),
          queues: list(
            'queue',
            'A queue that it serves',
            () => ({
              id: num('@id', 'Number of the queue', unsigned, required),
            }),
            knownBy('id'),
          ),
        }),
        knownBy('id'),
      ),
    }),
    since(version),
  );

const driver = () =>
  obj('driver', 'How the host reads and writes the image', () => ({
    name: str('@name', 'Who does it: qemu, or tap and phy with Xen', filled),
    type: str(
      '@type',
      'Format of the image',
      known('raw', 'qcow2', 'qcow', 'qed', 'vmdk', 'vdi', 'vpc', 'bochs', 'cloop', 'dmg', 'aio'),
      filled,
    ),
    cache: str(
      '@cache',
      "Use of the host's cache",
      oneOf('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'),
      byDefault('default'),
    ),
    error_policy: str('@error_policy', 'What an error does', oneOf('stop', 'report', 'ignore', 'enospace')),
    rerror_policy: str('@rerror_policy', 'What a read error does', oneOf('stop', 'report', 'ignore')),
    io: str('@io', 'How the host does it', oneOf('threads', 'native', 'io_uring')),
    io_event_fd: str('@ioeventfd', 'Requests are handled apart from the vCPU', toggle),
    event_idx: str('@event_idx', 'Fewer interrupts', toggle),
    copy_on_read: str('@copy_on_read', 'What is read from the image below is kept', toggle, byDefault('off')),
    discard: str('@discard', 'Blocks that the guest gives up are freed', oneOf('unmap', 'ignore')),
    discard_no_unref: str(
      '@discard_no_unref',
      'Freed clusters keep their place in a qcow2 image',
      toggle,
      since('9.5.0'),
    ),
    io_thread: num('@iothread', 'I/O thread that serves the disk', positive),
    detect_zeros: str('@detect_zeroes', 'Blocks of zeroes are not written', oneOf('off', 'on', 'unmap')),
    queues: num('@queues', 'Queues of virtio', between(1, 65535), since('3.9.0')),
    queue_size: num('@queue_size', 'Length of a queue, a power of two', between(1, 32768), since('7.8.0')),
    ...virtioOptions(),
    io_threads: queueThreads('10.0.0'),
    metadata_cache: metadataCache(),
  }));

const mirror = () =>
  obj(
    'mirror',
    'Copy that a running job writes',
    () => ({
      job: str('@job', 'Kind of job', oneOf('copy', 'active-commit')),
      ready: str('@ready', 'How far the job is', oneOf('yes', 'abort', 'pivot')),
      format: imageFormat(),
      source: obj('.', 'What is written to', diskSource),
      backing_store: backingStore(),
    }),
    filled,
    runtime,
  );

/** `<disk>`. */
export const disks = (): ListAttribute =>
  list(
    'disk',
    'Disks, CD drives, floppies',
    () => ({
      device: str(
        '@device',
        'How it shows in the guest',
        oneOf('disk', 'cdrom', 'floppy', 'lun'),
        byDefault('disk'),
      ),
      model: str(
        '@model',
        'Variant of virtio',
        known('virtio', 'virtio-transitional', 'virtio-non-transitional'),
        since('5.2.0'),
      ),
      raw_io: str('@rawio', 'The guest may send raw commands', answer, byDefault('no')),
      sgio: str('@sgio', 'SCSI commands that are let through', oneOf('filtered', 'unfiltered')),
      snapshot: str(
        '@snapshot',
        'What a snapshot of the guest does with the disk',
        oneOf('internal', 'external', 'manual', 'no'),
      ),
      driver: driver(),
      auth: diskAuth('auth'),
      source: obj('.', 'What the image is', diskSource),
      backing_store: backingStore(),
      backend_domain: obj(
        'backenddomain',
        'Domain that provides the disk',
        () => ({ name: str('@name', 'Name', required) }),
        only('xen'),
      ),
      geometry: obj('geometry', 'Geometry that the guest sees', () => ({
        cylinders: num('@cyls', 'Cylinders', positive, required),
        headers: num('@heads', 'Heads', positive, required),
        sectors: num('@secs', 'Sectors', positive, required),
        trans: str('@trans', 'Translation of the BIOS', oneOf('auto', 'none', 'lba')),
      })),
      block_io: obj('blockio', 'Sizes of blocks', () => ({
        logical_block_size: num('@logical_block_size', 'Smallest block of the disk', unit('bytes'), positive),
        physical_block_size: num(
          '@physical_block_size',
          'Block that the disk works in',
          unit('bytes'),
          positive,
        ),
        discard_granularity: num(
          '@discard_granularity',
          'Smallest block that can be given up',
          unit('bytes'),
          unsigned,
          since('10.3.0'),
        ),
      })),
      mirror: mirror(),
      target: obj('target', 'The disk in the guest', () => ({
        dev: str('@dev', 'Name such as vda or sda: says the order, not what the guest calls it'),
        bus: str(
          '@bus',
          'Bus',
          known('virtio', 'scsi', 'sata', 'ide', 'usb', 'fdc', 'xen', 'sd', 'nvme'),
          filled,
        ),
        tray: str('@tray', 'Tray of a CD drive', oneOf('open', 'closed'), byDefault('closed')),
        removable: str('@removable', 'The guest takes it for removable (usb, scsi)', toggle),
        rotation_rate: num(
          '@rotation_rate',
          'Turns in a minute; 1: solid state',
          between(1, 65534),
          since('7.3.0'),
        ),
      })),
      io_tune: obj('iotune', 'Limits of throughput', ioTune),
      throttle_filters: obj(
        'throttlefilters',
        'Groups of limits that the disk belongs to',
        () => ({
          throttle_filter: list(
            'throttlefilter',
            'A group',
            () => ({
              group: str('@group', 'Its name', required),
            }),
            knownBy('group'),
          ),
        }),
        since('11.2.0'),
      ),
      read_only: flag('readonly', 'The guest cannot write to it', filled),
      shareable: flag('shareable', 'Several guests may use it at once'),
      transient: obj(
        'transient',
        'Changes are dropped when the guest ends',
        () => ({
          share_backing: str(
            '@shareBacking',
            'Several guests may do so with one image',
            answer,
            byDefault('no'),
            since('7.4.0'),
          ),
        }),
        evenEmpty,
      ),
      serial: str('serial', 'Serial number that the guest sees'),
      wwn: str('wwn', 'World wide name, 16 hexadecimal digits', { syntax: 'wwn' }),
      vendor: str('vendor', 'Vendor that the guest sees (scsi), at most 8 characters'),
      product: str('product', 'Product that the guest sees (scsi), at most 16 characters'),
      encryption: diskEncryption('encryption'),
      boot: bootOrder(),
      ...deviceTail(),
    }),
    knownBy('target.dev', 'alias.name', 'source.volume.pool source.volume.volume'),
    alikeIn('device'),
  );
