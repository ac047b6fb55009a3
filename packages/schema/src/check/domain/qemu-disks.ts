import { isObject } from '@virtform/values';
import { isSet, isUnset, partAt, textAt, textOr, type Part } from '../part.js';
import type { Rule } from '../rule.js';
import { contradictions, type Contradiction } from './contradiction.js';
import { busOf, deviceOf, isQ35, isQemu, nameOf } from './machine.js';

/** What the QEMU driver refuses of a single disk: `qemuValidateDomainDeviceDefDisk`, the same in 9.0 and 11.3. */
export const qemuDiskRules: Rule = (domain) =>
  isQemu(domain) ? contradictions(domain, ['devices', 'disks'], CONTRADICTIONS) : [];

/** Whether the bus of a disk is known and none of these. */
function isNotOn(disk: Part, ...buses: readonly string[]): boolean {
  const bus = busOf(disk);
  return bus !== undefined && !buses.includes(bus);
}

function isReadOnly(disk: Part): boolean {
  return partAt(disk, 'read_only').value === true;
}

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    // A partition's name is no disk's: `virDiskNameParse`. Names of NVMe disks, since 11.5, end in a number.
    place: ['target', 'dev'],
    holds: (_disk, at) => /^(?:ioemu:)?(?:fd|hd|sd|vd|xvd|ubd)[a-z]+[1-9]\d*$/.test(textAt(at) ?? ''),
    says: (disk) => ({
      summary: `${nameOf(disk)} is the name of a partition`,
      action: 'Leave the number out: target.dev names a whole disk.',
    }),
  },
  {
    // No q35 machine has an IDE controller: `qemuValidateDomainDeviceDefControllerIDE`.
    place: ['target', 'bus'],
    holds: (disk, _at, domain) => busOf(disk) === 'ide' && isQ35(domain),
    says: (disk) => ({
      summary: `${nameOf(disk)} is on ide, and a q35 machine has no IDE controller`,
      action: 'Put it on sata (sda, …), or take the machine pc.',
    }),
  },
  {
    place: ['target', 'bus'],
    holds: (disk) => deviceOf(disk) === 'cdrom' && ['virtio', 'sd'].includes(busOf(disk) ?? ''),
    says: (disk) => ({
      summary: `${nameOf(disk)} is a CD drive on ${busOf(disk) ?? ''}, where media cannot be changed`,
      action: 'Put it on sata (q35), ide (pc), scsi or usb.',
    }),
  },
  {
    place: ['device'],
    holds: (disk) => deviceOf(disk) === 'lun' && isNotOn(disk, 'virtio', 'scsi'),
    says: (disk) => ({
      summary: `a lun cannot be on ${busOf(disk) ?? ''}`,
      action: 'Put it on scsi, or show it as a disk.',
    }),
  },
  {
    place: ['read_only'],
    holds: (disk) =>
      deviceOf(disk) === 'disk' && isReadOnly(disk) && ['ide', 'sata'].includes(busOf(disk) ?? ''),
    says: (disk) => ({
      summary: `${nameOf(disk)} is on ${busOf(disk) ?? ''}, where disks cannot be read-only`,
      action: 'Put it on virtio or scsi, or show it as a cdrom.',
    }),
  },
  {
    place: ['driver', 'copy_on_read'],
    holds: (disk, at) =>
      at.value === 'on' && (isReadOnly(disk) || ['cdrom', 'floppy', 'lun'].includes(deviceOf(disk) ?? '')),
    says: (disk) => ({
      summary: `copy_on_read is on, and ${nameOf(disk)} is read-only, a lun, or a drive`,
      action: 'Switch it off.',
    }),
  },
  {
    place: ['driver', 'io'],
    holds: (disk, at) =>
      at.value === 'native' &&
      !['none', 'directsync', undefined].includes(textOr(disk, 'default', 'driver', 'cache')),
    says: () => ({
      summary: 'io native goes past the cache of the host, and cache does not say so',
      action: 'Give driver.cache none or directsync with it.',
    }),
  },
  {
    place: ['wwn'],
    holds: (disk, at) => isSet(at) && isNotOn(disk, 'ide', 'scsi'),
    says: (disk) => ({
      summary: `a disk on ${busOf(disk) ?? ''} has no wwn`,
      action: 'Take wwn out, or put the disk on scsi.',
    }),
  },
  {
    place: ['vendor'],
    holds: (disk, at) => isSet(at) && isNotOn(disk, 'scsi'),
    says: (disk) => ({
      summary: `a disk on ${busOf(disk) ?? ''} has no vendor`,
      action: 'Take vendor out, or put the disk on scsi.',
    }),
  },
  {
    // On ide and sata since 11.1.0.
    place: ['product'],
    holds: (disk, at) => isSet(at) && isNotOn(disk, 'scsi', 'ide', 'sata'),
    says: (disk) => ({
      summary: `a disk on ${busOf(disk) ?? ''} has no product`,
      action: 'Take product out, or put the disk on scsi.',
    }),
  },
  {
    place: ['target', 'rotation_rate'],
    holds: (disk, at) =>
      isSet(at) && (isNotOn(disk, 'scsi', 'ide', 'sata') || !['disk', undefined].includes(deviceOf(disk))),
    says: () => ({
      summary: 'rotation_rate is only for disks on scsi, ide and sata',
      action: 'Take it out.',
    }),
  },
  {
    place: ['transient'],
    holds: (disk, at) =>
      isSet(at) && (isReadOnly(disk) || ['cdrom', 'floppy', 'lun'].includes(deviceOf(disk) ?? '')),
    says: (disk) => ({
      summary: `${nameOf(disk)} is transient, and only a disk that can be written to can be`,
      action: 'Take transient out.',
    }),
  },
  {
    place: ['transient'],
    holds: (disk, at) => isSet(at) && isSet(partAt(disk, 'source', 'block')),
    says: (disk) => ({
      summary: `${nameOf(disk)} is transient, and lies on a block device`,
      action: 'Take transient out: only image files can be transient.',
    }),
  },
  {
    // `qemuBlockStorageSourceSupportsConcurrentAccess`: no format but raw stands several writers.
    place: ['shareable'],
    holds: (disk, at) =>
      at.value === true &&
      isUnset(partAt(disk, 'read_only')) &&
      !['raw', undefined].includes(textOr(disk, 'raw', 'driver', 'type')) &&
      deviceOf(disk) === 'disk',
    says: (disk) => ({
      summary: `${nameOf(disk)} is shareable, and of the format ${textAt(disk, 'driver', 'type') ?? ''}`,
      action: 'Only raw images can be shared by several writers: convert it, or make it read-only.',
    }),
  },
  {
    // `qemuValidateDomainDeviceDefDiskBlkdeviotune`
    place: ['io_tune', 'group_name'],
    holds: (disk, at) =>
      isSet(at) &&
      isObject(partAt(disk, 'io_tune').value) &&
      LIMITS.every((limit) => {
        const part = partAt(disk, 'io_tune', limit);
        return isUnset(part) || part.value === 0;
      }),
    says: (disk) => ({
      summary: `${nameOf(disk)} belongs to a group of disks that share limits, and has none`,
      action: 'Give the limits of the group at each of its disks.',
    }),
  },
  {
    place: ['serial'],
    holds: (disk, at) => isSet(at) && deviceOf(disk) === 'lun' && busOf(disk) === 'scsi',
    says: () => ({
      summary: 'a lun on scsi has the serial number of the device itself',
      action: 'Take serial out, or show it as a disk.',
    }),
  },
];

/** Everything that a group of disks may limit: `virDomainBlockIoTuneInfoHasAny`. */
const LIMITS = [
  'size_iops_sec',
  ...['bytes_sec', 'iops_sec'].flatMap((what) =>
    ['total', 'read', 'write'].flatMap((way) =>
      ['', '_max', '_max_length'].map((kind) => `${way}_${what}${kind}`),
    ),
  ),
];
