import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, numberAt, partAt, shown, textAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';
import { busOf, deviceOf, nameOf } from './machine.js';

/** What libvirt refuses of a single disk, whatever the hypervisor: `virDomainDiskDefValidate`, the same in 9.0 and 11.3. */
export const diskRules: Rule = (domain) =>
  elementsAt(domain, 'devices', 'disks').flatMap((disk) => [
    ...target(disk),
    ...floppy(disk),
    ...source(disk),
    ...elsewhere(disk),
    ...virtioOnly(disk),
    ...limits(disk),
    ...address(disk),
  ]);

/** `virDiskNameParse` knows no others; `nvme` names came with 11.5. */
const DISK_NAMES = /^(?:ioemu:)?(?:hd|sd|vd|xvd|ubd|nvme)/;

function target(disk: Part): readonly Diagnostic[] {
  const name = partAt(disk, 'target', 'dev');
  const device = deviceOf(disk);
  if (isUnset(name)) {
    return [
      refused(name, {
        summary: 'the disk has no name in the guest',
        action: 'Give target.dev: vda, vdb, … on virtio, sda, sdb, … on scsi, sata and usb.',
      }),
    ];
  }
  const text = textAt(name);
  if (text === undefined) return [];
  const wrong =
    ((device === 'disk' || device === 'lun') && !DISK_NAMES.test(text)) ||
    (device === 'floppy' && !text.startsWith('fd'));
  if (!wrong) return [];
  return [
    refused(name, {
      summary: `a ${device} cannot be called ${shown(name)}`,
      action:
        device === 'floppy' ? 'Call it fda or fdb.' : 'Begin its name with vd, sd, hd or xvd: vda, vdb, …',
    }),
  ];
}

/** Floppies hang on the floppy controller, and nothing else does. */
function floppy(disk: Part): readonly Diagnostic[] {
  const [bus, device] = [busOf(disk), deviceOf(disk)];
  if (bus === undefined || device === undefined || (device === 'floppy') === (bus === 'fdc')) return [];
  return [
    refused(partAt(disk, 'target', 'bus'), {
      summary: `${nameOf(disk)} is a ${device} on the bus ${bus}`,
      action:
        device === 'floppy'
          ? 'Leave target.bus out, or say fdc.'
          : 'Choose another bus: fdc is for floppies.',
    }),
  ];
}

/** Only drives may be empty. */
function source(disk: Part): readonly Diagnostic[] {
  const place = partAt(disk, 'source');
  if (deviceOf(disk) !== 'disk' || !isUnset(place)) return [];
  return [
    refused(place, {
      summary: `${nameOf(disk)} has no source`,
      action: 'Say in source what its image is; only CD drives and floppies may be empty.',
    }),
  ];
}

/** Settings that belong to certain devices or buses alone. */
const BELONGS: readonly {
  readonly path: readonly string[];
  readonly value?: string;
  readonly devices?: readonly string[];
  readonly buses?: readonly string[];
  readonly to: string;
}[] = [
  { path: ['target', 'tray'], value: 'open', devices: ['cdrom', 'floppy'], to: 'CD drives and floppies' },
  { path: ['raw_io'], devices: ['lun'], to: 'devices of kind lun' },
  { path: ['sgio'], devices: ['lun'], to: 'devices of kind lun' },
  {
    path: ['source', 'startup_policy'],
    value: 'requisite',
    devices: ['cdrom', 'floppy'],
    to: 'CD drives and floppies',
  },
  // Of SCSI disks since 9.4.0.
  { path: ['target', 'removable'], buses: ['usb', 'scsi'], to: 'disks on usb and scsi' },
];

function elsewhere(disk: Part): readonly Diagnostic[] {
  const [bus, device] = [busOf(disk), deviceOf(disk)];
  return BELONGS.flatMap(({ path, value, devices, buses, to }) => {
    const place = partAt(disk, ...path);
    if (!isSet(place) || (value !== undefined && place.value !== value)) return [];
    const fits =
      devices === undefined
        ? bus === undefined || buses?.includes(bus) === true
        : device === undefined || devices.includes(device);
    if (fits) return [];
    return [
      refused(place, {
        summary: `${path.at(-1) ?? ''} is only for ${to}`,
        action: `Take it out of ${nameOf(disk)}.`,
      }),
    ];
  });
}

/** Settings of the virtio transport. */
const VIRTIO_ONLY: readonly (readonly string[])[] = [
  ['model'],
  ['driver', 'queues'],
  ['driver', 'event_idx'],
  ['driver', 'io_event_fd'],
  ['driver', 'iommu'],
  ['driver', 'ats'],
  ['driver', 'packed'],
];

function virtioOnly(disk: Part): readonly Diagnostic[] {
  const bus = busOf(disk);
  if (bus === undefined || bus === 'virtio') return [];
  return VIRTIO_ONLY.flatMap((path) => {
    const place = partAt(disk, ...path);
    if (!isSet(place)) return [];
    return [
      refused(place, {
        summary: `${path.at(-1) ?? ''} is only for disks on virtio, and ${nameOf(disk)} is on ${bus}`,
        action: 'Take it out, or put the disk on virtio.',
      }),
    ];
  });
}

/** A limit of all operations, and one of reads or writes, exclude each other. */
const LIMITS = ['bytes_sec', 'iops_sec', 'bytes_sec_max', 'iops_sec_max'] as const;

function limits(disk: Part): readonly Diagnostic[] {
  return LIMITS.flatMap((limit) =>
    (numberAt(disk, 'io_tune', `total_${limit}`) ?? 0) === 0
      ? []
      : ['read', 'write'].flatMap((way) => {
          const place = partAt(disk, 'io_tune', `${way}_${limit}`);
          if ((numberAt(place) ?? 0) === 0) return [];
          return [
            refused(place, {
              summary: `${way}_${limit} and total_${limit} exclude each other`,
              action: 'Limit either all operations together, or reads and writes apart.',
            }),
          ];
        }),
  );
}

/** These buses have controllers, buses and units; `virDomainDiskAddressDiskBusCompatibility`. */
const DRIVE_BUSES = ['ide', 'fdc', 'scsi', 'sata'];
const ADDRESSES = [
  'pci',
  'usb',
  'virtio_serial',
  'ccid',
  'isa',
  'ccw',
  'virtio_mmio',
  'spapr_vio',
  'dimm',
] as const;

function address(disk: Part): readonly Diagnostic[] {
  const bus = busOf(disk);
  if (bus === undefined || !DRIVE_BUSES.includes(bus)) return [];
  return ADDRESSES.flatMap((kind) => {
    const place = partAt(disk, 'address', kind);
    if (!isSet(place) || place.value === false) return [];
    return [
      refused(place, {
        summary: `a disk on ${bus} cannot have an address of kind ${kind.replace('_', '-')}`,
        action: 'Give it one of kind drive, or none: libvirt finds it a place.',
      }),
    ];
  });
}
