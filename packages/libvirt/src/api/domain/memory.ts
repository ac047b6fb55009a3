import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/** A guest's memory, in KiB. */
export interface DomainMemory {
  /** The current size, or with MAXIMUM the most that it may grow to. `flags`: DomainMemoryFlags. */
  setMemory(domain: Domain, memory: bigint, flags: number, options?: CallOptions): Promise<void>;
  maxMemory(domain: Domain, options?: CallOptions): Promise<bigint>;
  /** Of a guest that is off; QEMU cannot do it to one that runs. */
  setMaxMemory(domain: Domain, memory: bigint, options?: CallOptions): Promise<void>;
  /** Its limits on the host. `flags`: DomainAffectFlags. Two calls. */
  memoryParameters(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /**
   * `hard_limit`, `soft_limit`, `swap_hard_limit`, `min_guarantee` (ullong; 9,007,199,254,740,991 for no limit). `flags`:
   * DomainAffectFlags.
   */
  setMemoryParameters(
    domain: Domain,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Where on the host it comes from. `flags`: DomainAffectFlags. Two calls. */
  numaParameters(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** `numa_mode` (int: NumatuneMemMode), `numa_nodeset` (string: `0-1,3`). `flags`: DomainAffectFlags. */
  setNumaParameters(
    domain: Domain,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** What stands in it, up to 4 MiB. Refused to read-only connections. `flags`: DomainMemoryPeekFlags. */
  memoryPeek(
    domain: Domain,
    offset: bigint,
    size: number,
    flags: number,
    options?: CallOptions,
  ): Promise<Uint8Array>;
  /** Has the balloon tell its figures every so many seconds; 0 for never. `flags`: DomainAffectFlags. Since 1.1.1. */
  setMemoryStatsPeriod(domain: Domain, period: number, flags?: number, options?: CallOptions): Promise<void>;
  /** Measures for 1 to 60 seconds how fast it writes to its memory; allStats tells the result. `flags`: DirtyRateCalcFlags. Since 7.2. */
  startDirtyRateCalc(domain: Domain, seconds: number, flags?: number, options?: CallOptions): Promise<void>;
}

/** The calls on memory of guests of one host. */
export function memoryCalls(caller: Caller): DomainMemory {
  const { answer, action, parameters } = methodMaker(caller);
  return {
    setMemory: action('DOMAIN_SET_MEMORY_FLAGS', ['dom', 'memory', 'flags']),
    maxMemory: answer('DOMAIN_GET_MAX_MEMORY', ['dom'], ({ memory }) => memory),
    setMaxMemory: action('DOMAIN_SET_MAX_MEMORY', ['dom', 'memory']),
    memoryParameters: parameters('DOMAIN_GET_MEMORY_PARAMETERS', ['dom', 'flags']),
    setMemoryParameters: action('DOMAIN_SET_MEMORY_PARAMETERS', ['dom', 'params', 'flags']),
    numaParameters: parameters('DOMAIN_GET_NUMA_PARAMETERS', ['dom', 'flags']),
    setNumaParameters: action('DOMAIN_SET_NUMA_PARAMETERS', ['dom', 'params', 'flags']),
    memoryPeek: answer('DOMAIN_MEMORY_PEEK', ['dom', 'offset', 'size', 'flags'], ({ buffer }) => buffer),
    setMemoryStatsPeriod: action('DOMAIN_SET_MEMORY_STATS_PERIOD', ['dom', 'period', 'flags']),
    startDirtyRateCalc: action('DOMAIN_START_DIRTY_RATE_CALC', ['dom', 'seconds', 'flags']),
  };
}
