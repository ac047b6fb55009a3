import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import type { ResultOf } from '../../wire/procedures.js';
import { methodMaker, TYPED_PARAM_STRING_OKAY } from '../method.js';
import type { Domain } from '../values.js';

/** The figures of one guest; `valuesOf(params)['cpu.time']`. */
export interface DomainStatsRecord {
  readonly domain: Domain;
  readonly params: readonly TypedParameter[];
}

/** virDomainBlockStats: requests, bytes and errors since the guest's start; -1 for what is not known. */
export type DomainBlockStats = ResultOf<'DOMAIN_BLOCK_STATS'>;

/** virDomainInterfaceStats: bytes, packets, errors and drops since the guest's start, as the host counts them; -1 for what is not known. */
export type DomainInterfaceStats = ResultOf<'DOMAIN_INTERFACE_STATS'>;

/** What guests use and do. */
export interface DomainFigures {
  /** The figures of the given guests, or of all. `stats`: DomainStats, 0 for all; `flags`: DomainStatsFlags. Since 1.2.8. */
  allStats(
    domains: readonly Domain[],
    stats?: number,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly DomainStatsRecord[]>;
  /** `cpu_time`, `user_time`, `system_time` (ullong, ns), all CPUs together. Running guests only; needs cgroups. Two calls. */
  cpuStats(domain: Domain, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** `cpu_time`, `vcpu_time` (ullong, ns) for each CPU of the host, by its number. Two calls, and one more for each 128 CPUs. */
  cpuStatsPerCpu(domain: Domain, options?: CallOptions): Promise<readonly (readonly TypedParameter[])[]>;
  /** By DomainMemoryStat. What the guest itself knows is there if it has a balloon that tells (setMemoryStatsPeriod). */
  memoryStats(domain: Domain, options?: CallOptions): Promise<ReadonlyMap<number, bigint>>;
  /** Of a disk by its target (`vda`) or its source; `''` for all disks together. Running guests only. */
  blockStats(domain: Domain, disk: string, options?: CallOptions): Promise<DomainBlockStats>;
  /** The same and more: `rd_operations`, `rd_total_times` (ns), `flush_operations` … (llong). Two calls. */
  blockStatsFlags(domain: Domain, disk: string, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** Of an interface by its device on the host (`vnet0`) or its MAC address. Running guests only. */
  interfaceStats(domain: Domain, device: string, options?: CallOptions): Promise<DomainInterfaceStats>;
  /** Which performance events are counted. `flags`: DomainAffectFlags. Since 1.3.3. */
  perfEvents(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** Event names (`cache_misses`) as boolean; allStats tells their counts. `flags`: DomainAffectFlags. Since 1.3.3. */
  setPerfEvents(
    domain: Domain,
    events: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
}

/** REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX: of how many CPUs one call tells. */
const CPUS_AT_ONCE = 128;
/** Stands in place of a CPU's number for all of them together. */
const ALL_CPUS = -1;
/** REMOTE_DOMAIN_MEMORY_STATS_MAX. */
const MEMORY_STATS_MAX = 1_024;

/** The calls on figures of guests of one host. */
export function statsCalls(caller: Caller): DomainFigures {
  const { answer, action, parameters } = methodMaker(caller);
  const allStats = answer('CONNECT_GET_ALL_DOMAIN_STATS', ['doms', 'stats', 'flags'], ({ retStats }) =>
    retStats.map(({ dom, params }) => ({ domain: dom, params })),
  );
  const cpuStats = (
    dom: Domain,
    range: { readonly nparams: number; readonly startCpu: number; readonly ncpus: number },
    options: CallOptions | undefined,
  ): Promise<ResultOf<'DOMAIN_GET_CPU_STATS'>> =>
    caller.call('DOMAIN_GET_CPU_STATS', { dom, ...range, flags: TYPED_PARAM_STRING_OKAY }, options);
  return {
    allStats: (domains, stats = 0, flags = 0, options) => allStats(domains, stats, flags, options),
    cpuStats: async (dom, options) => {
      const all = { startCpu: ALL_CPUS, ncpus: 1 };
      const { nparams } = await cpuStats(dom, { ...all, nparams: 0 }, options);
      return nparams === 0 ? [] : (await cpuStats(dom, { ...all, nparams }, options)).params;
    },
    cpuStatsPerCpu: async (dom, options) => {
      // Asked for no parameters, it answers how many there are; asked for no CPUs either, how many of those.
      const [{ nparams }, { nparams: cpus }] = await Promise.all([
        cpuStats(dom, { nparams: 0, startCpu: 0, ncpus: 1 }, options),
        cpuStats(dom, { nparams: 0, startCpu: 0, ncpus: 0 }, options),
      ]);
      const starts = Array.from(
        { length: Math.ceil(cpus / CPUS_AT_ONCE) },
        (_, index) => index * CPUS_AT_ONCE,
      );
      const parts = await Promise.all(
        starts.map((startCpu) =>
          cpuStats(dom, { nparams, startCpu, ncpus: Math.min(CPUS_AT_ONCE, cpus - startCpu) }, options),
        ),
      );
      return parts.flatMap(({ params, nparams: each }) => chunks(params, each));
    },
    memoryStats: answer(
      'DOMAIN_MEMORY_STATS',
      ['dom'],
      ({ stats }) => new Map(stats.map(({ tag, val }) => [tag, val])),
      { maxStats: MEMORY_STATS_MAX, flags: 0 },
    ),
    blockStats: answer('DOMAIN_BLOCK_STATS', ['dom', 'path'], (stats) => stats),
    blockStatsFlags: parameters('DOMAIN_BLOCK_STATS_FLAGS', ['dom', 'path'], { flags: 0 }),
    interfaceStats: answer('DOMAIN_INTERFACE_STATS', ['dom', 'device'], (stats) => stats),
    perfEvents: answer('DOMAIN_GET_PERF_EVENTS', ['dom', 'flags'], ({ params }) => params),
    setPerfEvents: action('DOMAIN_SET_PERF_EVENTS', ['dom', 'params', 'flags']),
  };
}

/** Several items each, in their order. */
function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size <= 0) return [];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
