import { nodeCalls } from '../../src/api/node.js';
import { specifyMethods } from './methods.js';
import { params } from './samples.js';

const query = { emulator: '/usr/bin/qemu', arch: 'x86_64', machine: 'q35', virtType: 'kvm' };
const asked = { arch: 'x86_64', machine: 'q35', virttype: 'kvm' };
const items = (
  field: string,
): { readonly params: readonly { field: string; value: bigint }[]; nparams: number } => ({
  params: [{ field, value: 5n }],
  nparams: 1,
});

specifyMethods(nodeCalls, {
  answers: {
    NODE_GET_CPU_STATS: items('user'),
    NODE_GET_MEMORY_STATS: items('free'),
    NODE_GET_MEMORY_PARAMETERS: { params, nparams: 8 },
  },
  calls: [
    ['info', [], ['NODE_GET_INFO', {}]],
    ['capabilities', [], ['CONNECT_GET_CAPABILITIES', {}]],
    [
      'domainCapabilities',
      [query, 1],
      ['CONNECT_GET_DOMAIN_CAPABILITIES', { ...asked, emulatorbin: '/usr/bin/qemu', flags: 1 }],
    ],
    ['poolCapabilities', [], ['CONNECT_GET_STORAGE_POOL_CAPABILITIES', { flags: 0 }]],
    ['hostname', [], ['CONNECT_GET_HOSTNAME', {}]],
    ['type', [], ['CONNECT_GET_TYPE', {}]],
    ['version', [], ['CONNECT_GET_VERSION', {}]],
    ['libVersion', [], ['CONNECT_GET_LIB_VERSION', {}]],
    ['uri', [], ['CONNECT_GET_URI', {}]],
    ['isSecure', [], ['CONNECT_IS_SECURE', {}]],
    ['sysinfo', [], ['CONNECT_GET_SYSINFO', { flags: 0 }]],
    ['securityModel', [], ['NODE_GET_SECURITY_MODEL', {}]],
    ['maxVcpus', ['kvm'], ['CONNECT_GET_MAX_VCPUS', { type: 'kvm' }]],
    ['cpuMap', [], ['NODE_GET_CPU_MAP', { needMap: 1, needOnline: 1, flags: 0 }]],
    ['cpuModels', ['x86_64'], ['CONNECT_GET_CPU_MODEL_NAMES', { arch: 'x86_64', needResults: 1, flags: 0 }]],
    [
      'cpuStats',
      [1],
      ['NODE_GET_CPU_STATS', { cpuNum: 1, nparams: 0, flags: 0 }],
      ['NODE_GET_CPU_STATS', { cpuNum: 1, nparams: 1, flags: 0 }],
    ],
    ['compareCpu', ['<cpu/>', 1], ['CONNECT_COMPARE_CPU', { xml: '<cpu/>', flags: 1 }]],
    ['baselineCpu', [['<cpu/>'], 1], ['CONNECT_BASELINE_CPU', { xmlCPUs: ['<cpu/>'], flags: 1 }]],
    [
      'compareHypervisorCpu',
      ['<cpu/>', query, 1],
      ['CONNECT_COMPARE_HYPERVISOR_CPU', { ...asked, emulator: '/usr/bin/qemu', xmlCPU: '<cpu/>', flags: 1 }],
    ],
    [
      'baselineHypervisorCpu',
      [['<cpu/>'], query, 1],
      [
        'CONNECT_BASELINE_HYPERVISOR_CPU',
        { ...asked, emulator: '/usr/bin/qemu', xmlCPUs: ['<cpu/>'], flags: 1 },
      ],
    ],
    ['freeMemory', [], ['NODE_GET_FREE_MEMORY', {}]],
    [
      'cellsFreeMemory',
      [{ start: 1, count: 2 }],
      ['NODE_GET_CELLS_FREE_MEMORY', { startCell: 1, maxcells: 2 }],
    ],
    [
      'memoryStats',
      [0],
      ['NODE_GET_MEMORY_STATS', { nparams: 0, cellNum: 0, flags: 0 }],
      ['NODE_GET_MEMORY_STATS', { nparams: 1, cellNum: 0, flags: 0 }],
    ],
    [
      'memoryParameters',
      [],
      ['NODE_GET_MEMORY_PARAMETERS', { nparams: 0, flags: 4 }],
      ['NODE_GET_MEMORY_PARAMETERS', { nparams: 8, flags: 4 }],
    ],
    ['setMemoryParameters', [params], ['NODE_SET_MEMORY_PARAMETERS', { params, flags: 0 }]],
    [
      'freePages',
      [[4, 2_048], { start: 1, count: 2 }],
      ['NODE_GET_FREE_PAGES', { pages: [4, 2_048], startCell: 1, cellCount: 2, flags: 0 }],
    ],
    [
      'allocPages',
      [[{ size: 2_048, count: 3n }], { start: 1, count: 2 }, 1],
      ['NODE_ALLOC_PAGES', { pageSizes: [2_048], pageCounts: [3n], startCell: 1, cellCount: 2, flags: 1 }],
    ],
    [
      'domainXmlFromNative',
      ['lxc-tools', 'lxc.rootfs = /'],
      [
        'CONNECT_DOMAIN_XML_FROM_NATIVE',
        { nativeFormat: 'lxc-tools', nativeConfig: 'lxc.rootfs = /', flags: 0 },
      ],
    ],
    [
      'domainXmlToNative',
      ['qemu-argv', '<domain/>'],
      ['CONNECT_DOMAIN_XML_TO_NATIVE', { nativeFormat: 'qemu-argv', domainXml: '<domain/>', flags: 0 }],
    ],
    ['suspendForDuration', [0, 60n], ['NODE_SUSPEND_FOR_DURATION', { target: 0, duration: 60n, flags: 0 }]],
    ['sevInfo', [], ['NODE_GET_SEV_INFO', { nparams: 0, flags: 4 }]],
  ],
  defaults: [
    ['domainCapabilities', [], ['CONNECT_GET_DOMAIN_CAPABILITIES', { flags: 0 }]],
    ['maxVcpus', [], ['CONNECT_GET_MAX_VCPUS', {}]],
    [
      'cpuStats',
      [],
      ['NODE_GET_CPU_STATS', { cpuNum: -1, nparams: 0, flags: 0 }],
      ['NODE_GET_CPU_STATS', { cpuNum: -1, nparams: 1, flags: 0 }],
    ],
    [
      'memoryStats',
      [],
      ['NODE_GET_MEMORY_STATS', { nparams: 0, cellNum: -1, flags: 0 }],
      ['NODE_GET_MEMORY_STATS', { nparams: 1, cellNum: -1, flags: 0 }],
    ],
    ['compareHypervisorCpu', ['<cpu/>'], ['CONNECT_COMPARE_HYPERVISOR_CPU', { xmlCPU: '<cpu/>', flags: 0 }]],
    ['baselineHypervisorCpu', [[]], ['CONNECT_BASELINE_HYPERVISOR_CPU', { xmlCPUs: [], flags: 0 }]],
    ['cellsFreeMemory', [], ['NODE_GET_CELLS_FREE_MEMORY', { startCell: 0, maxcells: 1 }]],
    ['freePages', [[4]], ['NODE_GET_FREE_PAGES', { pages: [4], startCell: 0, cellCount: 1, flags: 0 }]],
    [
      'allocPages',
      [[{ size: 4, count: 1n }]],
      ['NODE_ALLOC_PAGES', { pageSizes: [4], pageCounts: [1n], startCell: 0, cellCount: 1, flags: 0 }],
    ],
  ],
  results: [
    ['version', [], { CONNECT_GET_VERSION: { hvVer: 7_002_021n } }, { major: 7, minor: 2, release: 21 }],
    [
      'libVersion',
      [],
      { CONNECT_GET_LIB_VERSION: { libVer: 11_003_000n } },
      { major: 11, minor: 3, release: 0 },
    ],
    ['isSecure', [], { CONNECT_IS_SECURE: { secure: 1 } }, true],
    [
      'securityModel',
      [],
      { NODE_GET_SECURITY_MODEL: { model: Buffer.from('apparmor\0'), doi: Buffer.from('0\0') } },
      { model: 'apparmor', doi: '0' },
    ],
    [
      'cpuMap',
      [],
      { NODE_GET_CPU_MAP: { cpumap: Buffer.from([0b1101]), online: 3, ret: 4 } },
      { cpus: 4, online: [0, 2, 3] },
    ],
    ['cpuStats', [], { NODE_GET_CPU_STATS: items('kernel') }, { kernel: 5n }],
    ['memoryStats', [], { NODE_GET_MEMORY_STATS: items('total') }, { total: 5n }],
    ['memoryParameters', [], { NODE_GET_MEMORY_PARAMETERS: { params, nparams: 1 } }, params],
    ['cellsFreeMemory', [], { NODE_GET_CELLS_FREE_MEMORY: { cells: [7n] } }, [7n]],
    [
      'freePages',
      [[4, 2_048], { count: 2 }],
      { NODE_GET_FREE_PAGES: { counts: [1n, 2n, 3n, 4n] } },
      [
        [1n, 2n],
        [3n, 4n],
      ],
    ],
    ['allocPages', [[]], { NODE_ALLOC_PAGES: { ret: 2 } }, 2],
    ['sevInfo', [], { NODE_GET_SEV_INFO: { params, nparams: 1 } }, params],
  ],
});
