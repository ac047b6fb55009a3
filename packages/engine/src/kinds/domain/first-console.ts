import type { Attributes } from '../kind.js';
import { elementsAt, textAt, withoutAttribute } from '../shared/attributes.js';

const FIRST = ['devices', 'consoles', 0] as const;

/** What the first console has of the first serial port, whatever it says itself. */
const TAKEN_OVER = ['source', 'protocol', 'log', 'acpi', 'alias', 'address'];

/** A guest as QEMU's driver takes it where its first console is its first serial port: `virDomainDefAddConsoleCompat`. */
export function withFirstConsole(attributes: Attributes): Attributes {
  const isQemu = ['qemu', 'kvm'].includes(textAt(attributes, ['type']) ?? '');
  const isSerial = textAt(attributes, [...FIRST, 'target', 'type']) === 'serial';
  if (!isQemu || !isSerial || elementsAt(attributes, ['devices', 'serials']).length === 0) return attributes;
  return TAKEN_OVER.reduce((left, name) => withoutAttribute(left, [...FIRST, name]), attributes);
}
