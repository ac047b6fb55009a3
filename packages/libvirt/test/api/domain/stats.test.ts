import { statsCalls } from '../../../src/api/domain/stats.js';
import type { TypedParameter } from '../../../src/wire/objects.js';
import { recorder } from '../recorder.js';
import { specifyMethods } from '../methods.js';
import { dom, parameter, params } from '../samples.js';

const blockStats = { rdReq: 1n, rdBytes: 2n, wrReq: 3n, wrBytes: 4n, errs: -1n };

specifyMethods(statsCalls, {
  answers: {
    DOMAIN_GET_CPU_STATS: { params, nparams: 2 },
    DOMAIN_BLOCK_STATS_FLAGS: { params, nparams: 8 },
  },
  calls: [
    ['allStats', [[dom], 1, 16], ['CONNECT_GET_ALL_DOMAIN_STATS', { doms: [dom], stats: 1, flags: 16 }]],
    [
      'cpuStats',
      [dom],
      ['DOMAIN_GET_CPU_STATS', { dom, nparams: 0, startCpu: -1, ncpus: 1, flags: 4 }],
      ['DOMAIN_GET_CPU_STATS', { dom, nparams: 2, startCpu: -1, ncpus: 1, flags: 4 }],
    ],
    [
      'cpuStatsPerCpu',
      [dom],
      ['DOMAIN_GET_CPU_STATS', { dom, nparams: 0, startCpu: 0, ncpus: 1, flags: 4 }],
      ['DOMAIN_GET_CPU_STATS', { dom, nparams: 0, startCpu: 0, ncpus: 0, flags: 4 }],
      ['DOMAIN_GET_CPU_STATS', { dom, nparams: 2, startCpu: 0, ncpus: 2, flags: 4 }],
    ],
    ['memoryStats', [dom], ['DOMAIN_MEMORY_STATS', { dom, maxStats: 1_024, flags: 0 }]],
    ['blockStats', [dom, 'vda'], ['DOMAIN_BLOCK_STATS', { dom, path: 'vda' }]],
    [
      'blockStatsFlags',
      [dom, 'vda'],
      ['DOMAIN_BLOCK_STATS_FLAGS', { dom, path: 'vda', nparams: 0, flags: 4 }],
      ['DOMAIN_BLOCK_STATS_FLAGS', { dom, path: 'vda', nparams: 8, flags: 4 }],
    ],
    ['interfaceStats', [dom, 'vnet0'], ['DOMAIN_INTERFACE_STATS', { dom, device: 'vnet0' }]],
    ['perfEvents', [dom, 2], ['DOMAIN_GET_PERF_EVENTS', { dom, flags: 2 }]],
    ['setPerfEvents', [dom, params, 1], ['DOMAIN_SET_PERF_EVENTS', { dom, params, flags: 1 }]],
  ],
  defaults: [['allStats', [[]], ['CONNECT_GET_ALL_DOMAIN_STATS', { doms: [], stats: 0, flags: 0 }]]],
  results: [
    [
      'allStats',
      [[]],
      { CONNECT_GET_ALL_DOMAIN_STATS: { retStats: [{ dom, params }] } },
      [{ domain: dom, params }],
    ],
    ['cpuStats', [dom], { DOMAIN_GET_CPU_STATS: { params, nparams: 1 } }, params],
    ['cpuStats', [dom], {}, []],
    ['cpuStatsPerCpu', [dom], {}, []],
    [
      'memoryStats',
      [dom],
      {
        DOMAIN_MEMORY_STATS: {
          stats: [
            { tag: 6, val: 512n },
            { tag: 7, val: 300n },
          ],
        },
      },
      new Map([
        [6, 512n],
        [7, 300n],
      ]),
    ],
    ['blockStats', [dom, 'vda'], { DOMAIN_BLOCK_STATS: blockStats }, blockStats],
  ],
});

test('a host of 300 CPUs is asked in three parts, which are put together by CPU', async () => {
  const figure = (value: number): TypedParameter => ({ ...parameter, value: BigInt(value) });
  const { caller, calls } = recorder({
    DOMAIN_GET_CPU_STATS: ({ nparams, startCpu, ncpus }) =>
      nparams === 0
        ? { params: [], nparams: ncpus === 0 ? 300 : 2 }
        : {
            params: Array.from({ length: ncpus * 2 }, (_, index) => figure(startCpu * 2 + index)),
            nparams: 2,
          },
  });
  const cpus = await statsCalls(caller).cpuStatsPerCpu(dom);
  expect(calls.slice(2)).toMatchObject([
    ['DOMAIN_GET_CPU_STATS', { startCpu: 0, ncpus: 128 }],
    ['DOMAIN_GET_CPU_STATS', { startCpu: 128, ncpus: 128 }],
    ['DOMAIN_GET_CPU_STATS', { startCpu: 256, ncpus: 44 }],
  ]);
  expect(cpus).toEqual(Array.from({ length: 300 }, (_, cpu) => [figure(cpu * 2), figure(cpu * 2 + 1)]));
});
