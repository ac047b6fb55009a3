import { memoryCalls } from '../../../src/api/domain/memory.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

specifyMethods(memoryCalls, {
  answers: {
    DOMAIN_GET_MEMORY_PARAMETERS: { params, nparams: 3 },
    DOMAIN_GET_NUMA_PARAMETERS: { params, nparams: 2 },
  },
  calls: [
    ['setMemory', [dom, 1_048_576n, 3], ['DOMAIN_SET_MEMORY_FLAGS', { dom, memory: 1_048_576n, flags: 3 }]],
    ['maxMemory', [dom], ['DOMAIN_GET_MAX_MEMORY', { dom }]],
    ['setMaxMemory', [dom, 4n], ['DOMAIN_SET_MAX_MEMORY', { dom, memory: 4n }]],
    [
      'memoryParameters',
      [dom, 2],
      ['DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 0, flags: 6 }],
      ['DOMAIN_GET_MEMORY_PARAMETERS', { dom, nparams: 3, flags: 6 }],
    ],
    ['setMemoryParameters', [dom, params, 2], ['DOMAIN_SET_MEMORY_PARAMETERS', { dom, params, flags: 2 }]],
    [
      'numaParameters',
      [dom, 1],
      ['DOMAIN_GET_NUMA_PARAMETERS', { dom, nparams: 0, flags: 5 }],
      ['DOMAIN_GET_NUMA_PARAMETERS', { dom, nparams: 2, flags: 5 }],
    ],
    ['setNumaParameters', [dom, params, 1], ['DOMAIN_SET_NUMA_PARAMETERS', { dom, params, flags: 1 }]],
    ['memoryPeek', [dom, 64n, 8, 2], ['DOMAIN_MEMORY_PEEK', { dom, offset: 64n, size: 8, flags: 2 }]],
    ['setMemoryStatsPeriod', [dom, 5, 1], ['DOMAIN_SET_MEMORY_STATS_PERIOD', { dom, period: 5, flags: 1 }]],
    ['startDirtyRateCalc', [dom, 1, 2], ['DOMAIN_START_DIRTY_RATE_CALC', { dom, seconds: 1, flags: 2 }]],
  ],
  results: [
    ['maxMemory', [dom], { DOMAIN_GET_MAX_MEMORY: { memory: 7n } }, 7n],
    ['memoryParameters', [dom], { DOMAIN_GET_MEMORY_PARAMETERS: { params, nparams: 1 } }, params],
    ['memoryPeek', [dom, 0n, 1, 1], { DOMAIN_MEMORY_PEEK: { buffer: Buffer.from([9]) } }, Buffer.from([9])],
  ],
});
