import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';

/** virNodeInfo: CPU model, memory in KiB, CPUs, MHz and how they are laid out. */
export type NodeInfo = ResultOf<'NODE_GET_INFO'>;

/** A version as libvirt numbers it: major * 1,000,000 + minor * 1,000 + release. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly release: number;
}

/** What guests are asked to be, for domainCapabilities; libvirt picks what is left out. */
export interface CapabilitiesQuery {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
}

/** Calls on the host itself; each is one procedure of libvirt. */
export interface Node {
  info(options?: CallOptions): Promise<NodeInfo>;
  /** XML. */
  capabilities(options?: CallOptions): Promise<string>;
  /** XML. Refused to read-only connections. */
  domainCapabilities(query?: CapabilitiesQuery, options?: CallOptions): Promise<string>;
  hostname(options?: CallOptions): Promise<string>;
  /** The hypervisor's version. */
  version(options?: CallOptions): Promise<Version>;
  /** libvirt's own version. */
  libVersion(options?: CallOptions): Promise<Version>;
  /** The URI as the daemon says it. */
  uri(options?: CallOptions): Promise<string>;
  /** Bytes. */
  freeMemory(options?: CallOptions): Promise<bigint>;
}

/** The calls on the host itself. */
export function nodeCalls(caller: Caller): Node {
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    info: (options) => call('NODE_GET_INFO', {}, options),
    capabilities: async (options) => (await call('CONNECT_GET_CAPABILITIES', {}, options)).capabilities,
    domainCapabilities: async ({ emulator, arch, machine, virtType } = {}, options) => {
      const args = { emulatorbin: emulator, arch, machine, virttype: virtType, flags: 0 };
      return (await call('CONNECT_GET_DOMAIN_CAPABILITIES', args, options)).capabilities;
    },
    hostname: async (options) => (await call('CONNECT_GET_HOSTNAME', {}, options)).hostname,
    version: async (options) => toVersion((await call('CONNECT_GET_VERSION', {}, options)).hvVer),
    libVersion: async (options) => toVersion((await call('CONNECT_GET_LIB_VERSION', {}, options)).libVer),
    uri: async (options) => (await call('CONNECT_GET_URI', {}, options)).uri,
    freeMemory: async (options) => (await call('NODE_GET_FREE_MEMORY', {}, options)).freeMem,
  };
}

function toVersion(number: bigint): Version {
  const all = Number(number);
  return { major: Math.floor(all / 1_000_000), minor: Math.floor(all / 1_000) % 1_000, release: all % 1_000 };
}
