import { LibvirtError } from '@virtform/libvirt';

/** virErrorNumber, as far as the simulated host answers with them. */
const CODES = {
  internal: 1,
  invalidArgument: 8,
  operationFailed: 9,
  xml: 27,
  denied: 29,
  system: 38,
  noDomain: 42,
  noNetwork: 43,
  noPool: 49,
  noVolume: 50,
  invalidOperation: 55,
  operationTimeout: 68,
  agentSilent: 86,
  volumeExists: 90,
  deviceMissing: 99,
} as const;

/** What libvirt answers instead of doing it, with its code and in its words. */
export function refuse(code: keyof typeof CODES, message: string): LibvirtError {
  return new LibvirtError(message, { fault: 'host', code: CODES[code], level: 2 });
}

/** Nothing of that sort is simulated: as an old daemon says it. */
export function unsupported(procedure: string): LibvirtError {
  return new LibvirtError(`this function is not supported by the connection driver: ${procedure}`, {
    fault: 'unsupported',
    code: 3,
    procedure,
  });
}
