import type { CallOptions, Caller } from '../caller.js';
import type { TypedParameter } from '../wire/objects.js';
import type { ResultOf } from '../wire/procedures.js';
import { cpusOf } from './cpu-map.js';
import { methodMaker, TYPED_PARAM_STRING_OKAY } from './method.js';
import { textOf } from './text.js';

/** virNodeInfo: CPU model, memory in KiB, CPUs, MHz and how they are laid out. */
export type NodeInfo = ResultOf<'NODE_GET_INFO'>;

/** A version as libvirt numbers it: major * 1,000,000 + minor * 1,000 + release. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly release: number;
}

/** What guests are asked to be, for what the host can do for them; libvirt picks what is left out. */
export interface CapabilitiesQuery {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
}

/** The host's CPUs: how many there are, and the numbers of those that are online. */
export interface NodeCpuMap {
  readonly cpus: number;
  readonly online: readonly number[];
}

/** How guests are confined: `apparmor`, `selinux`, `none` (empty), and the model's domain of interpretation. */
export interface SecurityModel {
  readonly model: string;
  readonly doi: string;
}

/** Some NUMA cells of the host: the first, and how many from there. */
export interface NumaCells {
  readonly start?: number;
  readonly count?: number;
}

/** Calls on the host itself; each is one procedure of libvirt, under libvirt's name. */
export interface Node {
  info(options?: CallOptions): Promise<NodeInfo>;
  /** XML. */
  capabilities(options?: CallOptions): Promise<string>;
  /** XML. Refused to read-only connections. `flags`: DomainCapabilitiesFlags. Since 1.2.7. */
  domainCapabilities(query?: CapabilitiesQuery, flags?: number, options?: CallOptions): Promise<string>;
  /** XML: the kinds of storage pools that the host can have. Since 5.2. */
  poolCapabilities(options?: CallOptions): Promise<string>;
  hostname(options?: CallOptions): Promise<string>;
  /** The hypervisor's name: `QEMU`, `LXC` … */
  type(options?: CallOptions): Promise<string>;
  /** The hypervisor's version. */
  version(options?: CallOptions): Promise<Version>;
  /** libvirt's own version. */
  libVersion(options?: CallOptions): Promise<Version>;
  /** The URI as the daemon says it. */
  uri(options?: CallOptions): Promise<string>;
  /** Whether nobody can listen in on the daemon's own connection to the hypervisor. */
  isSecure(options?: CallOptions): Promise<boolean>;
  /** XML: what the host's firmware says of it (SMBIOS). */
  sysinfo(options?: CallOptions): Promise<string>;
  securityModel(options?: CallOptions): Promise<SecurityModel>;

  /** The most that a guest of a kind (`kvm`, `qemu`) can have. */
  maxVcpus(type?: string, options?: CallOptions): Promise<number>;
  cpuMap(options?: CallOptions): Promise<NodeCpuMap>;
  /** The CPU models that libvirt knows for an architecture (`x86_64`). Since 1.1.3. */
  cpuModels(arch: string, options?: CallOptions): Promise<readonly string[]>;
  /** ns since the host's start by what they were spent on (`user`, `kernel`, `idle`, `iowait`), of one CPU or of all. Two calls. */
  cpuStats(cpu?: number, options?: CallOptions): Promise<Readonly<Record<string, bigint>>>;
  /** How a CPU's XML compares to the host: CpuCompareResult. `flags`: CompareCpuFlags. */
  compareCpu(xml: string, flags?: number, options?: CallOptions): Promise<number>;
  /** The XML of the best CPU that hosts with these CPUs have in common. `flags`: BaselineCpuFlags. */
  baselineCpu(xmls: readonly string[], flags?: number, options?: CallOptions): Promise<string>;
  /** The same against what the hypervisor can do on the host. Refused to read-only connections. `flags`: CompareCpuFlags. Since 4.4. */
  compareHypervisorCpu(
    xml: string,
    query?: CapabilitiesQuery,
    flags?: number,
    options?: CallOptions,
  ): Promise<number>;
  /** The same with what hypervisors can do. Refused to read-only connections. `flags`: BaselineCpuFlags. Since 4.4. */
  baselineHypervisorCpu(
    xmls: readonly string[],
    query?: CapabilitiesQuery,
    flags?: number,
    options?: CallOptions,
  ): Promise<string>;

  /** Bytes. */
  freeMemory(options?: CallOptions): Promise<bigint>;
  /** Bytes of each NUMA cell; the first one by default. */
  cellsFreeMemory(cells?: NumaCells, options?: CallOptions): Promise<readonly bigint[]>;
  /** KiB by what they are used for (`total`, `free`, `buffers`, `cached`), of one NUMA cell or of all. Two calls. */
  memoryStats(cell?: number, options?: CallOptions): Promise<Readonly<Record<string, bigint>>>;
  /** How the host shares equal pages (`shm_…`). Two calls. */
  memoryParameters(options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** `shm_pages_to_scan`, `shm_sleep_millisecs`, `shm_merge_across_nodes` (uint). */
  setMemoryParameters(parameters: readonly TypedParameter[], options?: CallOptions): Promise<void>;
  /** How many pages of these sizes (KiB) are free: for each NUMA cell, in the order of the sizes. The first cell by default. Since 1.2.6. */
  freePages(
    sizes: readonly number[],
    cells?: NumaCells,
    options?: CallOptions,
  ): Promise<readonly (readonly bigint[])[]>;
  /**
   * Reserves huge pages: how many of which size (KiB), on each NUMA cell; answers how many changes were made. `flags`: AllocPagesFlags.
   * Since 1.2.9.
   */
  allocPages(
    pages: readonly { readonly size: number; readonly count: bigint }[],
    cells?: NumaCells,
    flags?: number,
    options?: CallOptions,
  ): Promise<number>;

  /** The XML of a guest that another format describes (`qemu-argv` until 5.5, `lxc-tools`). Refused to read-only connections. */
  domainXmlFromNative(format: string, config: string, options?: CallOptions): Promise<string>;
  /** What libvirt makes of a guest's XML: `qemu-argv`, the command line. Refused to read-only connections. */
  domainXmlToNative(format: string, xml: string, options?: CallOptions): Promise<string>;
  /** Puts the host to sleep for so many seconds, at least 60. `target`: SuspendTarget. */
  suspendForDuration(target: number, duration: bigint, options?: CallOptions): Promise<void>;
  /** What the host's SEV offers: `pdh`, `cert-chain` (string), `cbitpos` (uint) … Refused to read-only connections. Since 4.5. */
  sevInfo(options?: CallOptions): Promise<readonly TypedParameter[]>;
}

/** Stands in place of a CPU's or a cell's number for all of them. */
const ALL = -1;

/** The calls on the host itself. */
export function nodeCalls(caller: Caller): Node {
  const { answer, action, items, parameters } = methodMaker(caller);
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  const cpuStats = items('NODE_GET_CPU_STATS', ['cpuNum'], { flags: 0 });
  const memoryStats = items('NODE_GET_MEMORY_STATS', ['cellNum'], { flags: 0 });
  return {
    info: answer('NODE_GET_INFO', [], (info) => info),
    capabilities: answer('CONNECT_GET_CAPABILITIES', [], ({ capabilities }) => capabilities),
    domainCapabilities: async (query = {}, flags = 0, options) =>
      (
        await call(
          'CONNECT_GET_DOMAIN_CAPABILITIES',
          { ...asked(query), emulatorbin: query.emulator, flags },
          options,
        )
      ).capabilities,
    poolCapabilities: answer(
      'CONNECT_GET_STORAGE_POOL_CAPABILITIES',
      [],
      ({ capabilities }) => capabilities,
      { flags: 0 },
    ),
    hostname: answer('CONNECT_GET_HOSTNAME', [], ({ hostname }) => hostname),
    type: answer('CONNECT_GET_TYPE', [], ({ type }) => type),
    version: answer('CONNECT_GET_VERSION', [], ({ hvVer }) => toVersion(hvVer)),
    libVersion: answer('CONNECT_GET_LIB_VERSION', [], ({ libVer }) => toVersion(libVer)),
    uri: answer('CONNECT_GET_URI', [], ({ uri }) => uri),
    isSecure: answer('CONNECT_IS_SECURE', [], ({ secure }) => secure !== 0),
    sysinfo: answer('CONNECT_GET_SYSINFO', [], ({ sysinfo }) => sysinfo, { flags: 0 }),
    securityModel: answer('NODE_GET_SECURITY_MODEL', [], ({ model, doi }) => ({
      model: textOf(model),
      doi: textOf(doi),
    })),

    maxVcpus: answer('CONNECT_GET_MAX_VCPUS', ['type'], ({ maxVcpus }) => maxVcpus),
    cpuMap: answer('NODE_GET_CPU_MAP', [], ({ cpumap, ret }) => ({ cpus: ret, online: cpusOf(cpumap) }), {
      needMap: 1,
      needOnline: 1,
      flags: 0,
    }),
    cpuModels: answer('CONNECT_GET_CPU_MODEL_NAMES', ['arch'], ({ models }) => models, {
      needResults: 1,
      flags: 0,
    }),
    cpuStats: async (cpu = ALL, options) => recordOf(await cpuStats(cpu, options)),
    compareCpu: answer('CONNECT_COMPARE_CPU', ['xml', 'flags'], ({ result }) => result),
    baselineCpu: answer('CONNECT_BASELINE_CPU', ['xmlCPUs', 'flags'], ({ cpu }) => cpu),
    compareHypervisorCpu: async (xmlCPU, query = {}, flags = 0, options) => {
      const args = { ...asked(query), emulator: query.emulator, xmlCPU, flags };
      return (await call('CONNECT_COMPARE_HYPERVISOR_CPU', args, options)).result;
    },
    baselineHypervisorCpu: async (xmlCPUs, query = {}, flags = 0, options) => {
      const args = { ...asked(query), emulator: query.emulator, xmlCPUs, flags };
      return (await call('CONNECT_BASELINE_HYPERVISOR_CPU', args, options)).cpu;
    },

    freeMemory: answer('NODE_GET_FREE_MEMORY', [], ({ freeMem }) => freeMem),
    cellsFreeMemory: async ({ start = 0, count = 1 } = {}, options) =>
      (await call('NODE_GET_CELLS_FREE_MEMORY', { startCell: start, maxcells: count }, options)).cells,
    memoryStats: async (cell = ALL, options) => recordOf(await memoryStats(cell, options)),
    memoryParameters: parameters('NODE_GET_MEMORY_PARAMETERS', [], { flags: 0 }),
    setMemoryParameters: action('NODE_SET_MEMORY_PARAMETERS', ['params'], { flags: 0 }),
    freePages: async (pages, { start = 0, count = 1 } = {}, options) => {
      const args = { pages, startCell: start, cellCount: count, flags: 0 };
      const { counts } = await call('NODE_GET_FREE_PAGES', args, options);
      return Array.from({ length: counts.length / pages.length }, (_, cell) =>
        counts.slice(cell * pages.length, (cell + 1) * pages.length),
      );
    },
    allocPages: async (pages, { start = 0, count = 1 } = {}, flags = 0, options) => {
      const args = {
        pageSizes: pages.map(({ size }) => size),
        pageCounts: pages.map((page) => page.count),
        startCell: start,
        cellCount: count,
        flags,
      };
      return (await call('NODE_ALLOC_PAGES', args, options)).ret;
    },

    domainXmlFromNative: answer(
      'CONNECT_DOMAIN_XML_FROM_NATIVE',
      ['nativeFormat', 'nativeConfig'],
      ({ domainXml }) => domainXml,
      { flags: 0 },
    ),
    domainXmlToNative: answer(
      'CONNECT_DOMAIN_XML_TO_NATIVE',
      ['nativeFormat', 'domainXml'],
      ({ nativeConfig }) => nativeConfig,
      { flags: 0 },
    ),
    suspendForDuration: action('NODE_SUSPEND_FOR_DURATION', ['target', 'duration'], { flags: 0 }),
    // Its `nparams` is without meaning: it answers all there are.
    sevInfo: answer('NODE_GET_SEV_INFO', [], ({ params }) => params, {
      nparams: 0,
      flags: TYPED_PARAM_STRING_OKAY,
    }),
  };
}

/** What all three procedures call the same. */
function asked({ arch, machine, virtType }: CapabilitiesQuery): {
  readonly arch: string | undefined;
  readonly machine: string | undefined;
  readonly virttype: string | undefined;
} {
  return { arch, machine, virttype: virtType };
}

function recordOf(
  items: readonly { readonly field: string; readonly value: bigint }[],
): Readonly<Record<string, bigint>> {
  return Object.fromEntries(items.map(({ field, value }) => [field, value]));
}

function toVersion(number: bigint): Version {
  const all = Number(number);
  return { major: Math.floor(all / 1_000_000), minor: Math.floor(all / 1_000) % 1_000, release: all % 1_000 };
}
