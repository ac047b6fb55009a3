import { connect, type ConnectOptions, readingProcedures } from '@virtform/libvirt';
import { realClock } from './clock.js';
import type { Access, Effects, HostEffects } from './effects.js';
import { realFiles } from './files.js';
import { realProcesses } from './processes.js';
import { realRandom } from './random.js';

/**
 * How each access is held to what it is for: a reader by libvirt itself, an inspector by us, before anything is sent, because
 * libvirt's read-only flag refuses some of what it has to read (code 29).
 */
const LIMITS: Readonly<Record<Access, Pick<ConnectOptions, 'readOnly' | 'allow'>>> = {
  read: { readOnly: true },
  inspect: { allow: readingProcedures },
  change: {},
};

/** Hosts as libvirt's daemons answer for them. */
export function realHosts(): HostEffects {
  return {
    connect: (uri, access, signal) =>
      connect(uri, { ...LIMITS[access], ...(signal === undefined ? {} : { signal }) }),
  };
}

/** The outside as it is: libvirt's hosts, this machine's files, programs, clock and randomness. */
export function realEffects(): Effects {
  return {
    hosts: realHosts(),
    files: realFiles(),
    clock: realClock(),
    random: realRandom(),
    processes: realProcesses(),
  };
}
