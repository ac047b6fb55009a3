import { elementsAt, isSet, isUnset, hasAllElements, partAt, textAt } from '../part.js';
import type { Rule } from '../rule.js';
import { ofOne, type Contradiction } from './contradiction.js';
import { isQemu } from './machine.js';

/** What is started, and what does not go with it. */
export const osRules: Rule = (domain) => [
  ...ofOne(domain, domain, FIRMWARE),
  ...(isQemu(domain) ? ofOne(domain, domain, QEMU) : []),
];

/** `virDomainDefOSValidate`: the same in 9.0 and 11.3. */
const FIRMWARE: readonly Contradiction[] = [
  ...['loader_readonly', 'loader_secure', 'loader_type', 'loader_stateless'].map((name): Contradiction => ({
    place: ['os', name],
    holds: (guest, at) =>
      isSet(at) && isUnset(partAt(guest, 'os', 'loader')) && isUnset(partAt(guest, 'os', 'firmware')),
    says: () => ({
      summary: `${name} is given, and not the firmware that it is about`,
      action: 'Give os.firmware, and libvirt chooses one, or its path in os.loader.',
    }),
  })),
  {
    place: ['os', 'firmware_info'],
    holds: (guest, at) => elementsAt(at, 'features').length > 0 && isUnset(partAt(guest, 'os', 'firmware')),
    says: () => ({
      summary: 'features of the firmware are asked for, and libvirt is not asked to choose one',
      action: 'Give os.firmware efi, or take firmware_info out.',
    }),
  },
  {
    place: ['os', 'nv_ram'],
    holds: (guest, at) => isSet(at) && textAt(guest, 'os', 'loader_stateless') === 'yes',
    says: () => ({
      summary: 'the firmware stores nothing, and a place for its variables is given',
      action: 'Take nv_ram out, or loader_stateless.',
    }),
  },
];

const QEMU: readonly Contradiction[] = [
  {
    // `qemuValidateDomainDef`: on x86 UEFI tells of the machine in tables of ACPI alone.
    place: ['os', 'firmware'],
    holds: (guest, at) =>
      at.value === 'efi' &&
      ['x86_64', 'i686'].includes(textAt(guest, 'os', 'type_arch') ?? '') &&
      (isUnset(partAt(guest, 'features', 'acpi')) || partAt(guest, 'features', 'acpi').value === false),
    says: () => ({
      summary: 'UEFI needs ACPI, and the guest has none',
      action: 'Give features.acpi true.',
    }),
  },
  {
    // `qemuValidateDomainDefBoot`
    place: ['os', 'bios', 'use_serial'],
    holds: (guest, at) =>
      at.value === 'yes' &&
      ['serials', 'consoles'].every(
        (list) => hasAllElements(guest, 'devices', list) && elementsAt(guest, 'devices', list).length === 0,
      ),
    says: () => ({
      summary: 'the BIOS writes to a serial port that is not there',
      action: 'Give the guest one in devices.serials.',
    }),
  },
];
