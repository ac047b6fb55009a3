import type { Diagnostic } from '@virtform/values';
import {
  elementsAt,
  hasAllElements,
  isSet,
  isUnset,
  numberAt,
  partAt,
  textAt,
  textOr,
  type Part,
} from '../part.js';
import { refused, type Rule } from '../rule.js';
import { contradictions, ofOne, type Contradiction } from './contradiction.js';
import { isQ35, isQemu } from './machine.js';

/** What libvirt refuses of other devices; each table says the function that does, the same in 9.0 and 11.3. */
export const deviceRules: Rule = (domain) => [
  ...TABLES.flatMap(({ list, table }) => contradictions(domain, ['devices', ...list], table)),
  ...ofOne(domain, domain, SINGLE),
  ...primaryVideos(domain),
  ...(isQemu(domain)
    ? [
        ...QEMU_TABLES.flatMap(({ list, table }) => contradictions(domain, ['devices', ...list], table)),
        ...ofOne(domain, domain, QEMU_SINGLE),
        ...tpms(domain),
      ]
    : []),
];

interface Table {
  readonly list: readonly string[];
  readonly table: readonly Contradiction[];
}

const TAKE_OUT = 'Take it out.';
const onlyQxl = (name: string): Contradiction => ({
  place: ['model', name],
  holds: (video, at) =>
    (numberAt(at) ?? 0) > 0 && !['qxl', undefined].includes(textAt(video, 'model', 'type')),
  says: () => ({ summary: `${name} is only for cards of type qxl`, action: TAKE_OUT }),
});

const TABLES: readonly Table[] = [
  // `virDomainVideoDefValidate`
  { list: ['videos'], table: [onlyQxl('ram'), onlyQxl('vram64'), onlyQxl('vga_mem')] },
  {
    // `virDomainTPMDevValidate`
    list: ['tpms'],
    table: [
      {
        place: ['backend', 'emulator', 'active_pcr_banks'],
        holds: (tpm, at) => isSet(at) && textAt(tpm, 'backend', 'emulator', 'version') === '1.2',
        says: () => ({
          summary: 'a TPM 1.2 has no banks to choose',
          action: 'Take them out, or give version 2.0.',
        }),
      },
    ],
  },
  {
    // `virDomainShmemDefValidate`
    list: ['shmems'],
    table: [
      {
        place: ['name'],
        holds: (_shmem, at) => /^\.{1,2}$|\//.test(textAt(at) ?? ''),
        says: () => ({
          summary: 'shared memory has a name that means a folder, or that holds a slash',
          action: 'Give it another.',
        }),
      },
    ],
  },
  {
    // `virDomainMemoryDefValidate`
    list: ['memorydevs'],
    table: [
      {
        place: ['source', 'path'],
        holds: (device, at) =>
          isUnset(at) && ['nvdimm', 'virtio-pmem'].includes(textAt(device, 'model') ?? ''),
        says: (device) => ({
          summary: `memory of model ${textAt(device, 'model') ?? ''} has no file behind it`,
          action: 'Give source.path.',
        }),
      },
      {
        place: ['discard'],
        holds: (device, at) =>
          at.value === 'yes' && ['nvdimm', 'virtio-pmem'].includes(textAt(device, 'model') ?? ''),
        says: () => ({ summary: 'the content of a file is never dropped', action: TAKE_OUT }),
      },
      {
        place: ['access'],
        holds: (device, at) => textAt(device, 'model') === 'virtio-pmem' && at.value === 'private',
        says: () => ({
          summary: 'memory of model virtio-pmem is always shared',
          action: 'Give access shared.',
        }),
      },
      {
        place: ['target', 'node'],
        holds: (device, at) => isSet(at) && textAt(device, 'model') === 'virtio-pmem',
        says: () => ({ summary: 'memory of model virtio-pmem belongs to no node', action: TAKE_OUT }),
      },
    ],
  },
  {
    // `virDomainControllerDefValidate`
    list: ['controllers'],
    table: [
      {
        place: ['address'],
        holds: (controller, at) =>
          isSet(partAt(at, 'pci')) && ['pci-root', 'pcie-root'].includes(textAt(controller, 'model') ?? ''),
        says: (controller) => ({
          summary: `the ${textAt(controller, 'model') ?? ''} is the root, and has no address`,
          action: TAKE_OUT,
        }),
      },
      {
        place: ['index'],
        holds: (controller, at) => textAt(controller, 'type') === 'pci' && (numberAt(at) ?? 0) > 255,
        says: () => ({ summary: 'a PCI controller has an index beyond 255', action: 'Give a lower one.' }),
      },
      {
        // `virDomainControllerDefPostParse`
        place: ['driver', 'io_thread'],
        holds: (controller, at) =>
          isSet(at) &&
          !['virtio-scsi', 'virtio-transitional', 'virtio-non-transitional', undefined].includes(
            textAt(controller, 'model'),
          ),
        says: () => ({ summary: 'only controllers of virtio-scsi have an I/O thread', action: TAKE_OUT }),
      },
    ],
  },
];

const QEMU_TABLES: readonly Table[] = [
  {
    // `qemuValidateDomainDeviceDefControllerIDE`
    list: ['controllers'],
    table: [
      {
        place: ['type'],
        holds: (_controller, at, domain) => at.value === 'ide' && isQ35(domain),
        says: () => ({ summary: 'a q35 machine has no IDE controller', action: TAKE_OUT }),
      },
    ],
  },
  {
    // `qemuValidateDomainDeviceDefFS`
    list: ['filesystems'],
    table: [
      {
        place: ['driver', 'type'],
        holds: (_filesystem, at, domain) => at.value === 'virtiofs' && isPrivate(domain),
        says: () => ({
          summary: 'virtiofs shares the memory of the guest, which is private',
          action: 'Give memory_backing.memory_access.mode shared, and memory_source.type memfd with it.',
        }),
      },
      {
        place: ['access_mode'],
        holds: (filesystem, at) =>
          textAt(filesystem, 'driver', 'type') === 'virtiofs' &&
          ['mapped', 'squash'].includes(textAt(at) ?? '') &&
          isUnset(partAt(filesystem, 'source', 'mount', 'socket')),
        says: () => ({
          summary: 'virtiofs knows the access mode passthrough alone',
          action: 'Give passthrough.',
        }),
      },
      ...['fmode', 'dmode'].map((name): Contradiction => ({
        place: [name],
        holds: (filesystem, at) =>
          isSet(at) &&
          ['passthrough', 'squash'].includes(textOr(filesystem, 'passthrough', 'access_mode') ?? ''),
        says: () => ({
          summary: `${name} goes with the access mode mapped`,
          action: 'Give access_mode mapped.',
        }),
      })),
    ],
  },
];

/** Whether it is certain that nobody else may map the memory: `qemuValidateDomainDefVhostUserRequireSharedMemory`. */
function isPrivate(domain: Part): boolean {
  const access = partAt(domain, 'memory_backing', 'memory_access', 'mode');
  const shared = access.value === 'shared';
  const certain = isUnset(access) || access.value === 'private';
  const cells = elementsAt(domain, 'cpu', 'numa', 'cell').map((cell) => partAt(cell, 'mem_access'));
  if (cells.some((cell) => cell.value === 'private')) return true;
  if (shared || !certain || !hasAllElements(domain, 'cpu', 'numa', 'cell')) return false;
  return cells.length === 0 || cells.some(isUnset);
}

/** What stands once in a guest. */
const SINGLE: readonly Contradiction[] = [
  {
    // `virDomainDefIOMMUValidate`
    place: ['devices', 'iommu', 'driver', 'eim'],
    holds: (guest, at) => {
      const remapped = partAt(guest, 'devices', 'iommu', 'driver', 'int_remap');
      return at.value === 'on' && (isUnset(remapped) || remapped.value === 'off');
    },
    says: () => ({
      summary: 'extended interrupts need interrupts that are remapped',
      action: 'Give devices.iommu.driver.int_remap on.',
    }),
  },
  {
    // `virDomainDefParseXML`
    place: ['devices', 'redir_filters'],
    holds: (_guest, at) => elementsAt(at).length > 1,
    says: () => ({
      summary: 'a guest has one filter of redirection, and several are given',
      action: 'Keep one.',
    }),
  },
  {
    // `virDomainDefIdMapValidate`
    place: ['id_map'],
    holds: (_guest, at) =>
      (isEmptyList(at, 'ui_ds') && elementsAt(at, 'gi_ds').length > 0) ||
      (isEmptyList(at, 'gi_ds') && elementsAt(at, 'ui_ds').length > 0),
    says: () => ({ summary: 'users and groups are mapped together', action: 'Give both ui_ds and gi_ds.' }),
  },
];

/** Whether it is certain that a list is empty. */
function isEmptyList(part: Part, name: string): boolean {
  return hasAllElements(part, name) && elementsAt(part, name).length === 0;
}

/** `qemuValidateLifecycleAction`, `qemuValidateDomainDef` */
const QEMU_SINGLE: readonly Contradiction[] = [
  ...['on_poweroff', 'on_reboot', 'on_crash'].map((name): Contradiction => ({
    place: [name],
    holds: (_guest, at) => at.value === 'rename-restart' || (name !== 'on_crash' && at.value === 'preserve'),
    says: () => ({ summary: `QEMU does not know this for ${name}`, action: 'Give destroy or restart.' }),
  })),
  {
    place: ['on_poweroff'],
    holds: (guest, at) => at.value === 'restart' && textAt(guest, 'on_reboot') === 'destroy',
    says: () => ({
      summary: 'the guest would restart when it switches off, and end when it reboots',
      action: 'Choose another on_poweroff or on_reboot.',
    }),
  },
  {
    place: ['memory_tune', 'min_guarantee'],
    holds: (_guest, at) => (numberAt(at) ?? 0) > 0,
    says: () => ({ summary: 'QEMU guarantees no memory', action: TAKE_OUT }),
  },
];

/** `virDomainDefVideoValidate`, `virDomainVideoDefValidate` */
function primaryVideos(domain: Part): readonly Diagnostic[] {
  const videos = elementsAt(domain, 'devices', 'videos');
  const [, second] = videos.filter((video) => textAt(video, 'model', 'primary') === 'yes');
  const none =
    videos.length > 1 ? videos.find((video) => textAt(video, 'model', 'type') === 'none') : undefined;
  return [
    ...(second === undefined
      ? []
      : [
          refused(partAt(second, 'model', 'primary'), {
            summary: 'two cards are the first one',
            action: 'Give primary yes to one of them.',
          }),
        ]),
    ...(none === undefined
      ? []
      : [
          refused(partAt(none, 'model', 'type'), {
            summary: 'a guest without a card has cards',
            action: 'Take the card of type none out, or the others.',
          }),
        ]),
  ];
}

/** `qemuValidateDomainDefTPMs` */
function tpms(domain: Part): readonly Diagnostic[] {
  const [, second] = elementsAt(domain, 'devices', 'tpms').filter((tpm) => {
    const model = partAt(tpm, 'model');
    return isUnset(model) || (typeof model.value === 'string' && model.value !== 'spapr-tpm-proxy');
  });
  if (second === undefined) return [];
  return [refused(second, { summary: 'a guest has one TPM, and several are given', action: 'Keep one.' })];
}
