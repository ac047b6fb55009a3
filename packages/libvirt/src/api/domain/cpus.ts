import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import { cpuMap, cpusOf, cpusOfEach, mapLength } from '../cpu-map.js';
import { DomainVcpuFlags } from '../flags/domain-resources.js';
import { methodMaker, TYPED_PARAM_STRING_OKAY } from '../method.js';
import type { Domain } from '../values.js';

/** A virtual CPU that is online. */
export interface VcpuInfo {
  readonly number: number;
  /** VcpuState. */
  readonly state: number;
  /** ns. */
  readonly cpuTime: bigint;
  /** The host's CPU that it runs on, or VcpuHostCpu. */
  readonly cpu: number;
  /** The host's CPUs that it may run on. */
  readonly cpus: readonly number[];
}

/** A thread of a guest that handles disks' requests. */
export interface IothreadInfo {
  readonly id: number;
  /** The host's CPUs that it may run on. */
  readonly cpus: readonly number[];
}

/** How a guest's scheduler is called (`posix` with cgroups), and how many parameters it has; none without cgroups. */
export interface SchedulerType {
  readonly type: string;
  readonly parameters: number;
}

/** A guest's virtual CPUs and the threads that serve it. Host CPUs are told and taken by their numbers. */
export interface DomainCpus {
  /** `flags`: DomainVcpuFlags. */
  setVcpus(domain: Domain, vcpus: number, flags: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainVcpuFlags. */
  vcpus(domain: Domain, flags: number, options?: CallOptions): Promise<number>;
  /** Switches single virtual CPUs on or off. `flags`: DomainAffectFlags. Since 3.1. */
  setVcpu(
    domain: Domain,
    vcpus: readonly number[],
    online: boolean,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The most that a running guest can have, or a guest of its kind. */
  maxVcpus(domain: Domain, options?: CallOptions): Promise<number>;
  /** Its virtual CPUs, as they run. Running guests only; three calls. */
  vcpuInfo(domain: Domain, options?: CallOptions): Promise<readonly VcpuInfo[]>;
  /** The host's CPUs that a virtual one may run on. `flags`: DomainAffectFlags. */
  pinVcpu(
    domain: Domain,
    vcpu: number,
    cpus: readonly number[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The same for all of them, by their numbers, offline ones included. `flags`: DomainAffectFlags. Three calls. */
  vcpuPinInfo(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly (readonly number[])[]>;
  /** The host's CPUs that the emulator's other threads may run on. `flags`: DomainAffectFlags. */
  pinEmulator(domain: Domain, cpus: readonly number[], flags?: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainAffectFlags. Two calls. */
  emulatorPinInfo(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly number[]>;
  schedulerType(domain: Domain, options?: CallOptions): Promise<SchedulerType>;
  /** `flags`: DomainAffectFlags. Two calls. */
  schedulerParameters(
    domain: Domain,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly TypedParameter[]>;
  /**
   * `cpu_shares`, `vcpu_period`, `emulator_period`, `global_period`, `iothread_period` (ullong; periods in µs), `vcpu_quota`,
   * `emulator_quota`, `global_quota`, `iothread_quota` (llong, µs; -1 for no limit). `flags`: DomainAffectFlags.
   */
  setSchedulerParameters(
    domain: Domain,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `flags`: DomainAffectFlags. Since 1.2.14. */
  iothreadInfo(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly IothreadInfo[]>;
  /** `flags`: DomainAffectFlags. Since 1.2.14. */
  pinIothread(
    domain: Domain,
    id: number,
    cpus: readonly number[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `flags`: DomainAffectFlags. Since 1.2.15. */
  addIothread(domain: Domain, id: number, flags?: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainAffectFlags. Since 1.2.15. */
  delIothread(domain: Domain, id: number, flags?: number, options?: CallOptions): Promise<void>;
  /**
   * `poll_max_ns` (ullong), `poll_grow`, `poll_shrink` (uint), `thread_pool_min`, `thread_pool_max` (int). `flags`: DomainAffectFlags.
   * Since 4.10.
   */
  setIothreadParams(
    domain: Domain,
    id: number,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** What the guest's agent knows of its CPUs: `vcpus`, `online`, `offlinable` (string: `0-3,5`). Refused to read-only connections. Since 2.0. */
  guestVcpus(domain: Domain, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** Has the guest's agent switch CPUs on or off. Since 2.0. */
  setGuestVcpus(
    domain: Domain,
    vcpus: readonly number[],
    online: boolean,
    options?: CallOptions,
  ): Promise<void>;
}

/** The calls on CPUs of guests of one host. */
export function cpuCalls(caller: Caller): DomainCpus {
  const { answer, action } = methodMaker(caller);
  /** How many bytes the maps of the host's CPUs have. */
  const hostMapLength = async (options: CallOptions | undefined): Promise<number> =>
    mapLength((await caller.call('NODE_GET_CPU_MAP', { needMap: 0, needOnline: 0, flags: 0 }, options)).ret);
  const vcpus = answer('DOMAIN_GET_VCPUS_FLAGS', ['dom', 'flags'], ({ num }) => num);
  const schedulerType: DomainCpus['schedulerType'] = answer(
    'DOMAIN_GET_SCHEDULER_TYPE',
    ['dom'],
    ({ type, nparams }) => ({ type, parameters: nparams }),
  );
  return {
    setVcpus: action('DOMAIN_SET_VCPUS_FLAGS', ['dom', 'nvcpus', 'flags']),
    vcpus,
    setVcpu: async (dom, numbers, online, flags = 0, options) => {
      await caller.call(
        'DOMAIN_SET_VCPU',
        { dom, cpumap: numbers.join(','), state: online ? 1 : 0, flags },
        options,
      );
    },
    maxVcpus: answer('DOMAIN_GET_MAX_VCPUS', ['dom'], ({ num }) => num),
    vcpuInfo: async (dom, options) => {
      const [{ nrVirtCpu }, maplen] = await Promise.all([
        caller.call('DOMAIN_GET_INFO', { dom }, options),
        hostMapLength(options),
      ]);
      const { info, cpumaps } = await caller.call(
        'DOMAIN_GET_VCPUS',
        { dom, maxinfo: nrVirtCpu, maplen },
        options,
      );
      const cpus = cpusOfEach(cpumaps, maplen);
      return info.map((one, index) => ({ ...one, cpus: cpus[index] ?? [] }));
    },
    pinVcpu: async (dom, vcpu, cpus, flags = 0, options) => {
      await caller.call('DOMAIN_PIN_VCPU_FLAGS', { dom, vcpu, cpumap: cpuMap(cpus), flags }, options);
    },
    vcpuPinInfo: async (dom, flags = 0, options) => {
      const [ncpumaps, maplen] = await Promise.all([
        vcpus(dom, flags | DomainVcpuFlags.MAXIMUM, options),
        hostMapLength(options),
      ]);
      const { cpumaps, num } = await caller.call(
        'DOMAIN_GET_VCPU_PIN_INFO',
        { dom, ncpumaps, maplen, flags },
        options,
      );
      return cpusOfEach(cpumaps, maplen).slice(0, num);
    },
    pinEmulator: async (dom, cpus, flags = 0, options) => {
      await caller.call('DOMAIN_PIN_EMULATOR', { dom, cpumap: cpuMap(cpus), flags }, options);
    },
    emulatorPinInfo: async (dom, flags = 0, options) => {
      const maplen = await hostMapLength(options);
      return cpusOf(
        (await caller.call('DOMAIN_GET_EMULATOR_PIN_INFO', { dom, maplen, flags }, options)).cpumaps,
      );
    },
    schedulerType,
    schedulerParameters: async (dom, flags = 0, options) => {
      const { parameters: nparams } = await schedulerType(dom, options);
      if (nparams === 0) return [];
      const args = { dom, nparams, flags: flags | TYPED_PARAM_STRING_OKAY };
      return (await caller.call('DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS', args, options)).params;
    },
    setSchedulerParameters: action('DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS', ['dom', 'params', 'flags']),
    iothreadInfo: answer('DOMAIN_GET_IOTHREAD_INFO', ['dom', 'flags'], ({ info }) =>
      info.map(({ iothreadId, cpumap }) => ({ id: iothreadId, cpus: cpusOf(cpumap) })),
    ),
    pinIothread: async (dom, iothreadsId, cpus, flags = 0, options) => {
      await caller.call('DOMAIN_PIN_IOTHREAD', { dom, iothreadsId, cpumap: cpuMap(cpus), flags }, options);
    },
    addIothread: action('DOMAIN_ADD_IOTHREAD', ['dom', 'iothreadId', 'flags']),
    delIothread: action('DOMAIN_DEL_IOTHREAD', ['dom', 'iothreadId', 'flags']),
    setIothreadParams: action('DOMAIN_SET_IOTHREAD_PARAMS', ['dom', 'iothreadId', 'params', 'flags']),
    guestVcpus: answer('DOMAIN_GET_GUEST_VCPUS', ['dom'], ({ params }) => params, { flags: 0 }),
    setGuestVcpus: async (dom, numbers, online, options) => {
      await caller.call(
        'DOMAIN_SET_GUEST_VCPUS',
        { dom, cpumap: numbers.join(','), state: online ? 1 : 0, flags: 0 },
        options,
      );
    },
  };
}
