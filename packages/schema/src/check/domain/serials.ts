import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, numberAt, partAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';
import { isPc, isQemu } from './machine.js';

/** What libvirt calls `VIR_MAX_ISA_SERIAL_PORTS`. */
const MOST_PORTS = 4;

/**
 * Serial ports of a PC. libvirt holds those to this that are called `isa-serial` (`virDomainChrIsaSerialDefPostParse`), and makes
 * others of that type afterwards: a guest with too many is stored, and gone once the daemon reads it anew (9.0, 11.3, seen).
 */
export const serialRules: Rule = (domain) =>
  isQemu(domain) && isPc(domain) ? [...tooMany(domain), ...wrongPorts(domain)] : [];

/** Whether it is certainly one of the PC's own: others are on a bus of their own. */
function isIsa(serial: Part): boolean {
  const [type, address] = [partAt(serial, 'target', 'type'), partAt(serial, 'address')];
  return (
    type.value === 'isa-serial' || (isUnset(type) && (isUnset(address) || isSet(partAt(address, 'isa'))))
  );
}

function isaSerials(domain: Part): readonly Part[] {
  return elementsAt(domain, 'devices', 'serials').filter(isIsa);
}

function tooMany(domain: Part): readonly Diagnostic[] {
  const extra = isaSerials(domain)[MOST_PORTS];
  return extra === undefined
    ? []
    : [
        refused(extra, {
          summary: `a PC has ${MOST_PORTS} serial ports, and more are given`,
          action: 'Take some out, or give others target.type pci-serial or usb-serial.',
        }),
      ];
}

function wrongPorts(domain: Part): readonly Diagnostic[] {
  const taken = new Set<number>();
  return isaSerials(domain).flatMap((serial) => {
    const at = partAt(serial, 'target', 'port');
    const port = numberAt(at);
    if (port === undefined) return [];
    const isTaken = taken.has(port);
    taken.add(port);
    if (port >= MOST_PORTS)
      return [
        refused(at, {
          summary: `a PC has the serial ports 0 to ${MOST_PORTS - 1}`,
          action: 'Give one of them, or none: libvirt counts.',
        }),
      ];
    return isTaken
      ? [refused(at, { summary: 'two serial ports have one number', action: 'Give each its own, or none.' })]
      : [];
  });
}
