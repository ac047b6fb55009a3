import { typedParameters } from '../objects.js';
import { change, read } from '../procedure.js';
import { array, charArray, charList, int, opaque, optional, string, struct, uhyper, uint } from '../xdr.js';

const nodeGetCpuStats = struct({ field: string, value: uhyper });
const nodeGetMemoryStats = struct({ field: string, value: uhyper });

/** The connection, the hypervisor and the host. */
export const connectProcedures = {
  CONNECT_OPEN: read(1, { name: optional(string), flags: uint }, {}),
  CONNECT_CLOSE: read(2, {}, {}),
  CONNECT_GET_TYPE: read(3, {}, { type: string }),
  CONNECT_GET_VERSION: read(4, {}, { hvVer: uhyper }),
  CONNECT_GET_MAX_VCPUS: read(5, { type: optional(string) }, { maxVcpus: int }),
  NODE_GET_INFO: read(
    6,
    {},
    {
      model: charArray(32),
      memory: uhyper,
      cpus: int,
      mhz: int,
      nodes: int,
      sockets: int,
      cores: int,
      threads: int,
    },
  ),
  CONNECT_GET_CAPABILITIES: read(7, {}, { capabilities: string }),
  CONNECT_GET_HOSTNAME: read(59, {}, { hostname: string }),
  CONNECT_SUPPORTS_FEATURE: read(60, { feature: int }, { supported: int }),
  AUTH_LIST: read(66, {}, { types: array(int, 20) }),
  AUTH_SASL_INIT: read(67, {}, { mechlist: string }),
  AUTH_SASL_START: read(
    68,
    { mech: string, nil: int, data: charList(65_536) },
    { complete: int, nil: int, data: charList(65_536) },
  ),
  AUTH_SASL_STEP: read(
    69,
    { nil: int, data: charList(65_536) },
    { complete: int, nil: int, data: charList(65_536) },
  ),
  AUTH_POLKIT: read(70, {}, { complete: int }),
  NODE_GET_CELLS_FREE_MEMORY: read(101, { startCell: int, maxcells: int }, { cells: array(uhyper, 1_024) }),
  NODE_GET_FREE_MEMORY: read(102, {}, { freeMem: uhyper }),
  CONNECT_GET_URI: read(110, {}, { uri: string }),
  NODE_GET_SECURITY_MODEL: read(122, {}, { model: charList(257), doi: charList(257) }),
  CONNECT_DOMAIN_XML_FROM_NATIVE: read(
    135,
    { nativeFormat: string, nativeConfig: string, flags: uint },
    { domainXml: string },
  ),
  CONNECT_DOMAIN_XML_TO_NATIVE: read(
    136,
    { nativeFormat: string, domainXml: string, flags: uint },
    { nativeConfig: string },
  ),
  CONNECT_IS_SECURE: read(149, {}, { secure: int }),
  CONNECT_GET_LIB_VERSION: read(157, {}, { libVer: uhyper }),
  CONNECT_COMPARE_CPU: read(158, { xml: string, flags: uint }, { result: int }),
  CONNECT_BASELINE_CPU: read(162, { xmlCPUs: array(string, 256), flags: uint }, { cpu: string }),
  CONNECT_GET_SYSINFO: read(203, { flags: uint }, { sysinfo: string }),
  NODE_GET_CPU_STATS: read(
    227,
    { cpuNum: int, nparams: int, flags: uint },
    { params: array(nodeGetCpuStats, 16), nparams: int },
  ),
  NODE_GET_MEMORY_STATS: read(
    228,
    { nparams: int, cellNum: int, flags: uint },
    { params: array(nodeGetMemoryStats, 16), nparams: int },
  ),
  NODE_SUSPEND_FOR_DURATION: change(250, { target: uint, duration: uhyper, flags: uint }, {}),
  NODE_SET_MEMORY_PARAMETERS: change(288, { params: typedParameters(64), flags: uint }, {}),
  NODE_GET_MEMORY_PARAMETERS: read(
    289,
    { nparams: int, flags: uint },
    { params: typedParameters(64), nparams: int },
  ),
  NODE_GET_CPU_MAP: read(
    293,
    { needMap: int, needOnline: int, flags: uint },
    { cpumap: opaque(2_048), online: uint, ret: int },
  ),
  CONNECT_GET_CPU_MODEL_NAMES: read(
    312,
    { arch: string, needResults: int, flags: uint },
    { models: array(string, 8_192), ret: int },
  ),
  NODE_GET_FREE_PAGES: read(
    340,
    { pages: array(uint, 1_024), startCell: int, cellCount: uint, flags: uint },
    { counts: array(uhyper, 1_024) },
  ),
  CONNECT_GET_DOMAIN_CAPABILITIES: read(
    342,
    {
      emulatorbin: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      flags: uint,
    },
    { capabilities: string },
  ),
  NODE_ALLOC_PAGES: change(
    347,
    {
      pageSizes: array(uint, 1_024),
      pageCounts: array(uhyper, 1_024),
      startCell: int,
      cellCount: uint,
      flags: uint,
    },
    { ret: int },
  ),
  CONNECT_COMPARE_HYPERVISOR_CPU: read(
    393,
    {
      emulator: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      xmlCPU: string,
      flags: uint,
    },
    { result: int },
  ),
  CONNECT_BASELINE_HYPERVISOR_CPU: read(
    394,
    {
      emulator: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      xmlCPUs: array(string, 256),
      flags: uint,
    },
    { cpu: string },
  ),
  NODE_GET_SEV_INFO: read(395, { nparams: int, flags: uint }, { params: typedParameters(64), nparams: int }),
} as const;
