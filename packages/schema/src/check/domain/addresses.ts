import type { Diagnostic } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import { elementsAt, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';
import { devicesOf } from './aliases.js';
import { busOf, isQemu } from './machine.js';

/** Places that two devices have, or that their buses lack. */
export const addressRules: Rule = (domain) => {
  if (!isQemu(domain)) return drives(domain);
  const placed = devicesOf(domain).filter((device) => isSet(partAt(device, 'address')));
  return [...drives(domain), ...pci(placed), ...usb(placed), ...beyond(domain)];
};

const ACTION = 'Give each its own, or leave address out: libvirt finds it a place.';

/** A number where one is given, 0 where none is, and undefined where that is not known. */
function orZero(part: Part): number | undefined {
  return isUnset(part) ? 0 : numberAt(part);
}

/** `virDomainPCIAddressReserveAddrInternal` */
function pci(devices: readonly Part[]): readonly Diagnostic[] {
  return duplicates({
    parts: devices,
    key: pciAddressOf,
    place: (device) => partAt(device, 'address', 'pci'),
    finding: (device) => ({
      summary: `two devices are at the PCI address ${pciAddressOf(device) ?? ''}`,
      action: ACTION,
    }),
  });
}

const PCI_NUMBERS = [
  ['domain', 4],
  ['bus', 2],
  ['slot', 2],
  ['function', 1],
] as const;

/** As the kernel writes it; all zeros mean that libvirt is to find a place. */
function pciAddressOf(device: Part): string | undefined {
  const at = partAt(device, 'address', 'pci');
  if (!isSet(at)) return undefined;
  const numbers = PCI_NUMBERS.map(([name]) => orZero(partAt(at, name)));
  if (numbers.includes(undefined) || numbers.every((number) => number === 0)) return undefined;
  const [domain, bus, slot, part] = numbers.map((number, index) =>
    (number ?? 0).toString(16).padStart(PCI_NUMBERS[index]?.[1] ?? 0, '0'),
  );
  return `${domain ?? ''}:${bus ?? ''}:${slot ?? ''}.${part ?? ''}`;
}

/** `virDomainUSBAddressReserve` */
function usb(devices: readonly Part[]): readonly Diagnostic[] {
  const key = (device: Part): string | undefined => {
    const port = textAt(device, 'address', 'usb', 'port');
    const bus = orZero(partAt(device, 'address', 'usb', 'bus'));
    return port === undefined || bus === undefined ? undefined : `${bus}, port ${port}`;
  };
  return duplicates({
    parts: devices,
    key,
    place: (device) => partAt(device, 'address', 'usb'),
    finding: (device) => ({ summary: `two devices are at the USB bus ${key(device) ?? ''}`, action: ACTION }),
  });
}

const NUMBERS = ['controller', 'bus', 'target', 'unit'] as const;

/** `virDomainDefDuplicateDriveAddressesValidate`: disks of one bus. */
function drives(domain: Part): readonly Diagnostic[] {
  return duplicates({
    parts: elementsAt(domain, 'devices', 'disks'),
    key: (disk) => {
      const at = partAt(disk, 'address', 'drive');
      if (!isSet(at)) return undefined;
      const bus = busOf(disk);
      const numbers = NUMBERS.map((name) => orZero(partAt(at, name)));
      return bus === undefined || numbers.includes(undefined) ? undefined : [bus, ...numbers].join(' ');
    },
    place: (disk) => partAt(disk, 'address', 'drive'),
    finding: (disk) => ({
      summary: `two disks on ${busOf(disk) ?? ''} are at one place of a controller`,
      action: ACTION,
    }),
  });
}

/** What QEMU's controllers do not have: `qemuValidateDomainDeviceDefAddressDrive`. */
const ALWAYS_ZERO: Readonly<Record<string, readonly (typeof NUMBERS)[number][]>> = {
  ide: ['controller', 'target'],
  fdc: ['controller', 'bus', 'target'],
  sata: ['bus', 'target'],
  scsi: ['bus'],
};

function beyond(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'disks').flatMap((disk) => {
    const bus = busOf(disk) ?? '';
    return (ALWAYS_ZERO[bus] ?? []).flatMap((name) => {
      const place = partAt(disk, 'address', 'drive', name);
      if ((numberAt(place) ?? 0) === 0) return [];
      return [
        refused(place, {
          summary: `the ${name} of a disk on ${bus} is always 0, and here it is ${numberAt(place) ?? ''}`,
          action: 'Give 0, or leave address out: libvirt finds it a place.',
        }),
      ];
    });
  });
}
