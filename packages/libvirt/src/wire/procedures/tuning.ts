import { domain, typedParameters } from '../objects.js';
import { change, inspect, read, set } from '../procedure.js';
import { array, hyper, int, LIST_MAX, opaque, optional, string, struct, uhyper, uint } from '../xdr.js';

const vcpuInfo = struct({ number: uint, state: int, cpuTime: uhyper, cpu: int });
const domainMemoryStat = struct({ tag: int, val: uhyper });
const domainDiskError = struct({ disk: string, error: int });
const domainIothreadInfo = struct({ iothreadId: uint, cpumap: opaque(2_048) });

/** A guest's processors, memory, block devices and limits. */
export const tuningProcedures = {
  DOMAIN_GET_MAX_MEMORY: read(17, { dom: domain }, { memory: uhyper }),
  DOMAIN_GET_MAX_VCPUS: read(18, { dom: domain }, { num: int }),
  DOMAIN_GET_VCPUS: read(
    20,
    { dom: domain, maxinfo: int, maplen: int },
    { info: array(vcpuInfo, LIST_MAX), cpumaps: opaque(8_388_608) },
  ),
  DOMAIN_PIN_VCPU: change(26, { dom: domain, vcpu: uint, cpumap: opaque(2_048) }, {}),
  DOMAIN_SET_MAX_MEMORY: set(30, { dom: domain, memory: uhyper }, {}),
  DOMAIN_SET_MEMORY: change(31, { dom: domain, memory: uhyper }, {}),
  DOMAIN_SET_VCPUS: change(32, { dom: domain, nvcpus: uint }, {}),
  DOMAIN_GET_SCHEDULER_TYPE: read(56, { dom: domain }, { type: string, nparams: int }),
  DOMAIN_BLOCK_STATS: inspect(
    64,
    { dom: domain, path: string },
    { rdReq: hyper, rdBytes: hyper, wrReq: hyper, wrBytes: hyper, errs: hyper },
  ),
  DOMAIN_INTERFACE_STATS: read(
    65,
    { dom: domain, device: string },
    {
      rxBytes: hyper,
      rxPackets: hyper,
      rxErrs: hyper,
      rxDrop: hyper,
      txBytes: hyper,
      txPackets: hyper,
      txErrs: hyper,
      txDrop: hyper,
    },
  ),
  DOMAIN_BLOCK_PEEK: inspect(
    103,
    { dom: domain, path: string, offset: uhyper, size: uint, flags: uint },
    { buffer: opaque(4_194_304) },
  ),
  DOMAIN_MEMORY_PEEK: inspect(
    104,
    { dom: domain, offset: uhyper, size: uint, flags: uint },
    { buffer: opaque(4_194_304) },
  ),
  DOMAIN_MEMORY_STATS: inspect(
    159,
    { dom: domain, maxStats: uint, flags: uint },
    { stats: array(domainMemoryStat, 1_024) },
  ),
  DOMAIN_GET_BLOCK_INFO: inspect(
    194,
    { dom: domain, path: string, flags: uint },
    { allocation: uhyper, capacity: uhyper, physical: uhyper },
  ),
  DOMAIN_SET_MEMORY_PARAMETERS: change(197, { dom: domain, params: typedParameters(16), flags: uint }, {}),
  DOMAIN_GET_MEMORY_PARAMETERS: read(
    198,
    { dom: domain, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  DOMAIN_SET_VCPUS_FLAGS: change(199, { dom: domain, nvcpus: uint, flags: uint }, {}),
  DOMAIN_GET_VCPUS_FLAGS: read(200, { dom: domain, flags: uint }, { num: int }),
  DOMAIN_SET_MEMORY_FLAGS: change(204, { dom: domain, memory: uhyper, flags: uint }, {}),
  DOMAIN_SET_BLKIO_PARAMETERS: change(205, { dom: domain, params: typedParameters(16), flags: uint }, {}),
  DOMAIN_GET_BLKIO_PARAMETERS: read(
    206,
    { dom: domain, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: change(
    219,
    { dom: domain, params: typedParameters(16), flags: uint },
    {},
  ),
  DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: read(
    223,
    { dom: domain, nparams: int, flags: uint },
    { params: typedParameters(16) },
  ),
  DOMAIN_PIN_VCPU_FLAGS: change(225, { dom: domain, vcpu: uint, cpumap: opaque(2_048), flags: uint }, {}),
  DOMAIN_GET_VCPU_PIN_INFO: read(
    230,
    { dom: domain, ncpumaps: int, maplen: int, flags: uint },
    { cpumaps: opaque(8_388_608), num: int },
  ),
  DOMAIN_BLOCK_JOB_ABORT: change(237, { dom: domain, path: string, flags: uint }, {}),
  DOMAIN_GET_BLOCK_JOB_INFO: inspect(
    238,
    { dom: domain, path: string, flags: uint },
    { found: int, type: int, bandwidth: uhyper, cur: uhyper, end: uhyper },
  ),
  DOMAIN_BLOCK_JOB_SET_SPEED: change(239, { dom: domain, path: string, bandwidth: uhyper, flags: uint }, {}),
  DOMAIN_BLOCK_PULL: change(240, { dom: domain, path: string, bandwidth: uhyper, flags: uint }, {}),
  DOMAIN_BLOCK_STATS_FLAGS: inspect(
    243,
    { dom: domain, path: string, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  DOMAIN_BLOCK_RESIZE: change(251, { dom: domain, disk: string, size: uhyper, flags: uint }, {}),
  DOMAIN_SET_BLOCK_IO_TUNE: change(
    252,
    { dom: domain, disk: string, params: typedParameters(32), flags: uint },
    {},
  ),
  DOMAIN_GET_BLOCK_IO_TUNE: inspect(
    253,
    { dom: domain, disk: optional(string), nparams: int, flags: uint },
    { params: typedParameters(32), nparams: int },
  ),
  DOMAIN_SET_NUMA_PARAMETERS: change(254, { dom: domain, params: typedParameters(16), flags: uint }, {}),
  DOMAIN_GET_NUMA_PARAMETERS: read(
    255,
    { dom: domain, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  DOMAIN_SET_INTERFACE_PARAMETERS: change(
    256,
    { dom: domain, device: string, params: typedParameters(16), flags: uint },
    {},
  ),
  DOMAIN_GET_INTERFACE_PARAMETERS: read(
    257,
    { dom: domain, device: string, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  DOMAIN_GET_CPU_STATS: inspect(
    262,
    { dom: domain, nparams: uint, startCpu: int, ncpus: uint, flags: uint },
    { params: typedParameters(2_048), nparams: int },
  ),
  DOMAIN_GET_DISK_ERRORS: inspect(
    263,
    { dom: domain, maxerrors: uint, flags: uint },
    { errors: array(domainDiskError, 256), nerrors: int },
  ),
  DOMAIN_BLOCK_REBASE: change(
    266,
    { dom: domain, path: string, base: optional(string), bandwidth: uhyper, flags: uint },
    {},
  ),
  DOMAIN_PIN_EMULATOR: change(279, { dom: domain, cpumap: opaque(2_048), flags: uint }, {}),
  DOMAIN_GET_EMULATOR_PIN_INFO: read(
    280,
    { dom: domain, maplen: int, flags: uint },
    { cpumaps: opaque(8_388_608), ret: int },
  ),
  DOMAIN_BLOCK_COMMIT: change(
    290,
    {
      dom: domain,
      disk: string,
      base: optional(string),
      top: optional(string),
      bandwidth: uhyper,
      flags: uint,
    },
    {},
  ),
  DOMAIN_SET_MEMORY_STATS_PERIOD: change(308, { dom: domain, period: int, flags: uint }, {}),
  DOMAIN_BLOCK_COPY: change(
    345,
    { dom: domain, path: string, destxml: string, params: typedParameters(16), flags: uint },
    {},
  ),
  DOMAIN_GET_IOTHREAD_INFO: inspect(
    351,
    { dom: domain, flags: uint },
    { info: array(domainIothreadInfo, LIST_MAX), ret: uint },
  ),
  DOMAIN_PIN_IOTHREAD: change(
    352,
    { dom: domain, iothreadsId: uint, cpumap: opaque(2_048), flags: uint },
    {},
  ),
  DOMAIN_ADD_IOTHREAD: change(355, { dom: domain, iothreadId: uint, flags: uint }, {}),
  DOMAIN_DEL_IOTHREAD: change(356, { dom: domain, iothreadId: uint, flags: uint }, {}),
  DOMAIN_GET_PERF_EVENTS: read(365, { dom: domain, flags: uint }, { params: typedParameters(64) }),
  DOMAIN_SET_PERF_EVENTS: change(366, { dom: domain, params: typedParameters(64), flags: uint }, {}),
  DOMAIN_SET_VCPU: change(384, { dom: domain, cpumap: string, state: int, flags: uint }, {}),
  DOMAIN_SET_BLOCK_THRESHOLD: change(386, { dom: domain, dev: string, threshold: uhyper, flags: uint }, {}),
  DOMAIN_GET_LAUNCH_SECURITY_INFO: read(396, { dom: domain, flags: uint }, { params: typedParameters(64) }),
  DOMAIN_SET_IOTHREAD_PARAMS: change(
    402,
    { dom: domain, iothreadId: uint, params: typedParameters(64), flags: uint },
    {},
  ),
  DOMAIN_START_DIRTY_RATE_CALC: change(427, { dom: domain, seconds: int, flags: uint }, {}),
  DOMAIN_SET_LAUNCH_SECURITY_STATE: change(
    439,
    { dom: domain, params: typedParameters(64), flags: uint },
    {},
  ),
  /** Since libvirt 11.2, as is the next. */
  DOMAIN_SET_THROTTLE_GROUP: change(
    451,
    { dom: domain, group: string, params: typedParameters(32), flags: uint },
    {},
  ),
  DOMAIN_DEL_THROTTLE_GROUP: change(452, { dom: domain, group: optional(string), flags: uint }, {}),
} as const;
