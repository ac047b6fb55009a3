import type { Diagnostic } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import { elementsAt, isSet, numberAt, partAt, textAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';
import { devicesOf } from './aliases.js';
import { busOf, isQemu } from './machine.js';

/** Places that two devices have, or that their buses lack. */
export const addressRules: Rule = (domain) => [
  ...drives(domain),
  ...(isQemu(domain) ? [...pci(domain), ...usb(domain), ...beyond(domain)] : []),
];

const ACTION = 'Give each its own, or leave address out: libvirt finds it a place.';
const hex = (number: number | undefined, digits: number): string =>
  (number ?? 0).toString(16).padStart(digits, '0');

/** `virDomainPCIAddressReserveAddrInternal`; what is not given is 0. */
function pci(domain: Part): readonly Diagnostic[] {
  const name = (device: Part): string | undefined => {
    const at = partAt(device, 'address', 'pci');
    const [slot, bus, part, segment] = ['slot', 'bus', 'function', 'domain'].map((step) => partAt(at, step));
    if (
      !isSet(at) ||
      [slot, bus, part, segment].some((step) => step?.value !== undefined && typeof step.value !== 'number')
    )
      return undefined;
    const numbers = [segment, bus, slot, part].map((step) =>
      step === undefined ? 0 : (numberAt(step) ?? 0),
    );
    // All zeros mean that libvirt is to find a place.
    if (numbers.every((number) => number === 0)) return undefined;
    return `${hex(numbers[0], 4)}:${hex(numbers[1], 2)}:${hex(numbers[2], 2)}.${hex(numbers[3], 1)}`;
  };
  return duplicates({
    parts: devicesOf(domain),
    key: name,
    place: (device) => partAt(device, 'address', 'pci'),
    finding: (device) => ({
      summary: `two devices are at the PCI address ${name(device) ?? ''}`,
      action: ACTION,
    }),
  });
}

/** `virDomainUSBAddressReserve` */
function usb(domain: Part): readonly Diagnostic[] {
  const key = (device: Part): string | undefined => {
    const port = textAt(device, 'address', 'usb', 'port');
    const bus = partAt(device, 'address', 'usb', 'bus');
    if (port === undefined || (bus.value !== undefined && numberAt(bus) === undefined)) return undefined;
    return `${numberAt(bus) ?? 0}, port ${port}`;
  };
  return duplicates({
    parts: devicesOf(domain),
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
      const bus = busOf(disk);
      const steps = NUMBERS.map((name) => partAt(at, name));
      if (!isSet(at) || bus === undefined) return undefined;
      if (steps.some((step) => step.value !== undefined && numberAt(step) === undefined)) return undefined;
      return [bus, ...steps.map((step) => numberAt(step) ?? 0)].join(' ');
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
