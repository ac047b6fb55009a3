import {
  alikeIn,
  flag,
  hex,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  str,
} from '../../dsl.js';
import {
  addition,
  answer,
  atLeast,
  byDefault,
  cpuSet,
  evenEmpty,
  filePath,
  filled,
  idleUnless,
  idleWhereBeside,
  oneOf,
  readOnly,
  required,
  runtime,
  since,
  sized,
  toggle,
  unit,
  unitOf,
  unsigned,
  uuid,
} from '../../facts.js';
import { deviceTail, deviceTailOf } from '../../shapes/address.js';
import { virtioDriver } from '../../shapes/virtio.js';

const MIB = 1024 * 1024;

const reported = [readOnly, filled, runtime, since('7.9.0'), addition] as const;

/** virDomainMemorySourceDefParseXML and virDomainMemoryTargetDefParseXML read these of no other model. */
const ofNvdimm = idleUnless('model', 'nvdimm');

/** `<memory>` among the devices: DIMMs and the like. */
export const memorydevs = (): ListAttribute =>
  list(
    'memory',
    'Memory devices: DIMMs, NVDIMMs, virtio memory',
    () => ({
      model: str('@model', 'Kind', oneOf('dimm', 'nvdimm', 'virtio-pmem', 'virtio-mem', 'sgx-epc'), required),
      access: str('@access', 'Who may map the memory', oneOf('shared', 'private'), filled),
      discard: str('@discard', 'The content is dropped when the guest ends', answer),
      uuid: str('uuid', 'UUID (nvdimm on POWER)', uuid, filled, since('6.2.0')),
      source: obj('source', 'Where it comes from on the host', () => ({
        node_mask: str('nodemask', 'Nodes of the host', cpuSet),
        page_size: num('pagesize', 'Size of pages', sized('page_size_unit', 'KiB')),
        page_size_unit: str('pagesize@unit', 'Unit of page_size', unitOf('page_size')),
        path: str('path', 'File or device', filePath, {
          idle: { path: ['model'], isNoneOf: ['nvdimm', 'virtio-pmem'] },
        }),
        align_size: num(
          'alignsize',
          'Alignment of the mapping',
          sized('align_size_unit', 'KiB'),
          byDefault(0),
          ofNvdimm,
          since('5.0.0'),
        ),
        align_size_unit: str('alignsize@unit', 'Unit of align_size', unitOf('align_size'), ofNvdimm),
        pmem: flag('pmem', 'The file is on persistent memory', ofNvdimm, since('5.0.0')),
      })),
      target: obj('target', 'How the guest sees it', () => ({
        dynamic_memslots: str(
          '@dynamicMemslots',
          'Slots are made as they are needed (virtio-mem)',
          answer,
          since('10.1.0'),
        ),
        size: num('size', 'Size', sized('size_unit', 'KiB', MIB, 2 * MIB)),
        size_unit: str('size@unit', 'Unit of size', unitOf('size')),
        node: num('node', 'Node of the guest that it belongs to', unsigned),
        label: obj(
          'label',
          'Area of labels (nvdimm)',
          () => ({
            size: num('size', 'Size', sized('size_unit', 'KiB')),
            size_unit: str('size@unit', 'Unit of size', unitOf('size')),
          }),
          ofNvdimm,
        ),
        block: num(
          'block',
          'Size of a block',
          sized('block_unit', 'KiB'),
          idleUnless('model', 'virtio-mem'),
          since('7.9.0'),
        ),
        block_unit: str('block@unit', 'Unit of block', unitOf('block'), idleUnless('model', 'virtio-mem')),
        requested: num(
          'requested',
          'How much the guest is to have',
          sized('requested_unit', 'KiB'),
          idleUnless('model', 'virtio-mem'),
          since('7.9.0'),
        ),
        requested_unit: str(
          'requested@unit',
          'Unit of requested',
          unitOf('requested'),
          idleUnless('model', 'virtio-mem'),
        ),
        current: num(
          'current',
          'How much the guest has, while it runs (virtio-mem)',
          sized('current_unit', 'KiB'),
          ...reported,
        ),
        current_unit: str('current@unit', 'Unit of current', unitOf('current'), ...reported),
        read_only: flag('readonly', 'The guest cannot write to it (nvdimm)', ofNvdimm, since('5.0.0')),
        address: obj(
          'address',
          'Where it is in the memory of the guest',
          () => ({
            base: hex(1, '@base', 'First byte', atLeast(0)),
          }),
          filled,
          since('9.4.0'),
        ),
      })),
      ...deviceTail(),
    }),
    knownBy('alias.name'),
    alikeIn('model', 'target.node'),
  );

/** `<memballoon>`. */
export const memBalloon = (): ObjectAttribute =>
  obj(
    'memballoon',
    'Balloon: gives memory back to the host and takes it again',
    () => ({
      model: str(
        '@model',
        'Device that the guest sees',
        oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional', 'xen', 'none'),
        required,
      ),
      auto_deflate: str('@autodeflate', 'It gives memory to a guest that runs short', toggle),
      free_page_reporting: str(
        '@freePageReporting',
        'Free pages are told to the host',
        toggle,
        since('6.9.0'),
      ),
      stats: obj('stats', 'Statistics of the guest', () => ({
        period: num('@period', 'Time between two', unit('s'), unsigned, required),
      })),
      driver: virtioDriver(),
      // Of no balloon libvirt keeps the rest (seen).
      ...deviceTailOf(idleWhereBeside('model', 'none')),
    }),
    filled,
  );

/** `<shmem>`. */
export const shmems = (): ListAttribute =>
  list(
    'shmem',
    'Memory that several guests share',
    () => ({
      name: str('@name', 'Name', required),
      role: str('@role', 'What a migration does with it', oneOf('master', 'peer'), since('6.6.0')),
      model: obj(
        'model',
        'Device that the guest sees',
        () => ({
          type: str('@type', 'Kind', oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell'), required),
        }),
        filled,
      ),
      size: num('size', 'Size, a power of two', sized('size_unit', 'bytes', MIB), filled),
      size_unit: str('size@unit', 'Unit of size', unitOf('size')),
      server: obj('server', 'Server that hands it out', () => ({
        path: str('@path', 'Path of its socket', filePath),
      })),
      msi: obj(
        'msi',
        'Interrupts; empty, there are as many as the device has',
        () => ({
          enabled: str('@enabled', 'Whether there are any', answer, {
            refused: 'The element alone says it.',
          }),
          vectors: num('@vectors', 'Vectors', unsigned),
          io_event_fd: str('@ioeventfd', 'They are sent apart from the vCPU', toggle),
        }),
        evenEmpty,
      ),
      ...deviceTail(),
    }),
    knownBy('name'),
  );
