import type { Diagnostic } from '@virtform/values';
import { elementsAt, hasAllElements, isSet, isUnset, numberAt, partAt, type Part } from '../part.js';
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
  const ports = isaSerials(domain).length > MOST_PORTS ? givenPorts(domain) : portsOf(domain);
  return elementsAt(domain, 'devices', 'serials').flatMap((serial, index) => {
    const port = ports[index];
    if (!isIsa(serial) || port === undefined) return [];
    const at = partAt(serial, 'target', 'port');
    const isGiven = numberAt(at) !== undefined;
    const isTaken = taken.has(port);
    taken.add(port);
    if (port >= MOST_PORTS)
      return [
        refused(isGiven ? at : serial, {
          summary: `a PC has the serial ports 0 to ${MOST_PORTS - 1}${isGiven ? '' : `, and libvirt would take ${port} for this one`}`,
          action: isGiven
            ? 'Give one of them, or none: libvirt counts.'
            : `Give target.port one that is free, or take it out of all others: libvirt counts from the largest on.`,
        }),
      ];
    return isTaken
      ? [refused(at, { summary: 'two serial ports have one number', action: 'Give each its own, or none.' })]
      : [];
  });
}

/**
 * The number of each serial device, of whatever kind: one that has none gets the next after the largest (`virDomainChrDefPostParse`).
 * Undefined where it is not known.
 */
function portsOf(domain: Part): readonly (number | undefined)[] {
  const given = givenPorts(domain);
  const isKnown =
    hasAllElements(domain, 'devices', 'serials') &&
    elementsAt(domain, 'devices', 'serials').every(
      (serial, index) => isUnset(partAt(serial, 'target', 'port')) || given[index] !== undefined,
    );
  if (!isKnown) return given;
  let largest = Math.max(-1, ...given.filter((port) => port !== undefined));
  return given.map((port) => port ?? (largest += 1));
}

function givenPorts(domain: Part): readonly (number | undefined)[] {
  return elementsAt(domain, 'devices', 'serials').map((serial) => numberAt(serial, 'target', 'port'));
}
