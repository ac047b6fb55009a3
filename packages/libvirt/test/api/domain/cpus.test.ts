import { cpuCalls } from '../../../src/api/domain/cpus.js';
import { recorder } from '../recorder.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

const hostCpus = { NODE_GET_CPU_MAP: { cpumap: new Uint8Array(0), online: 0, ret: 12 } };
const hostCpusCall = ['NODE_GET_CPU_MAP', { needMap: 0, needOnline: 0, flags: 0 }] as const;
const info = { state: 1, maxMem: 0n, memory: 0n, nrVirtCpu: 2, cpuTime: 0n };

specifyMethods(cpuCalls, {
  answers: {
    ...hostCpus,
    DOMAIN_GET_INFO: info,
    DOMAIN_GET_VCPUS_FLAGS: { num: 4 },
    DOMAIN_GET_SCHEDULER_TYPE: { type: 'posix', nparams: 9 },
  },
  calls: [
    ['setVcpus', [dom, 2, 3], ['DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus: 2, flags: 3 }]],
    ['vcpus', [dom, 4], ['DOMAIN_GET_VCPUS_FLAGS', { dom, flags: 4 }]],
    ['setVcpu', [dom, [1, 3], true, 1], ['DOMAIN_SET_VCPU', { dom, cpumap: '1,3', state: 1, flags: 1 }]],
    ['maxVcpus', [dom], ['DOMAIN_GET_MAX_VCPUS', { dom }]],
    [
      'vcpuInfo',
      [dom],
      ['DOMAIN_GET_INFO', { dom }],
      hostCpusCall,
      ['DOMAIN_GET_VCPUS', { dom, maxinfo: 2, maplen: 2 }],
    ],
    [
      'pinVcpu',
      [dom, 1, [0, 9], 2],
      ['DOMAIN_PIN_VCPU_FLAGS', { dom, vcpu: 1, cpumap: Buffer.from([1, 2]), flags: 2 }],
    ],
    [
      'vcpuPinInfo',
      [dom, 2],
      // As many as it could have: each has a place.
      ['DOMAIN_GET_VCPUS_FLAGS', { dom, flags: 6 }],
      hostCpusCall,
      ['DOMAIN_GET_VCPU_PIN_INFO', { dom, ncpumaps: 4, maplen: 2, flags: 2 }],
    ],
    ['pinEmulator', [dom, [1], 1], ['DOMAIN_PIN_EMULATOR', { dom, cpumap: Buffer.from([2]), flags: 1 }]],
    [
      'emulatorPinInfo',
      [dom, 1],
      hostCpusCall,
      ['DOMAIN_GET_EMULATOR_PIN_INFO', { dom, maplen: 2, flags: 1 }],
    ],
    ['schedulerType', [dom], ['DOMAIN_GET_SCHEDULER_TYPE', { dom }]],
    [
      'schedulerParameters',
      [dom, 1],
      ['DOMAIN_GET_SCHEDULER_TYPE', { dom }],
      ['DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS', { dom, nparams: 9, flags: 5 }],
    ],
    [
      'setSchedulerParameters',
      [dom, params, 2],
      ['DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS', { dom, params, flags: 2 }],
    ],
    ['iothreadInfo', [dom, 2], ['DOMAIN_GET_IOTHREAD_INFO', { dom, flags: 2 }]],
    [
      'pinIothread',
      [dom, 1, [2], 1],
      ['DOMAIN_PIN_IOTHREAD', { dom, iothreadsId: 1, cpumap: Buffer.from([4]), flags: 1 }],
    ],
    ['addIothread', [dom, 2, 3], ['DOMAIN_ADD_IOTHREAD', { dom, iothreadId: 2, flags: 3 }]],
    ['delIothread', [dom, 2, 3], ['DOMAIN_DEL_IOTHREAD', { dom, iothreadId: 2, flags: 3 }]],
    [
      'setIothreadParams',
      [dom, 2, params, 1],
      ['DOMAIN_SET_IOTHREAD_PARAMS', { dom, iothreadId: 2, params, flags: 1 }],
    ],
    ['guestVcpus', [dom], ['DOMAIN_GET_GUEST_VCPUS', { dom, flags: 0 }]],
    [
      'setGuestVcpus',
      [dom, [1], false],
      ['DOMAIN_SET_GUEST_VCPUS', { dom, cpumap: '1', state: 0, flags: 0 }],
    ],
  ],
  defaults: [
    ['setVcpu', [dom, [1], false], ['DOMAIN_SET_VCPU', { dom, cpumap: '1', state: 0, flags: 0 }]],
    [
      'pinVcpu',
      [dom, 0, [0]],
      ['DOMAIN_PIN_VCPU_FLAGS', { dom, vcpu: 0, cpumap: Buffer.from([1]), flags: 0 }],
    ],
    ['pinEmulator', [dom, [0]], ['DOMAIN_PIN_EMULATOR', { dom, cpumap: Buffer.from([1]), flags: 0 }]],
    [
      'pinIothread',
      [dom, 1, [0]],
      ['DOMAIN_PIN_IOTHREAD', { dom, iothreadsId: 1, cpumap: Buffer.from([1]), flags: 0 }],
    ],
    [
      'setGuestVcpus',
      [dom, [0, 1], true],
      ['DOMAIN_SET_GUEST_VCPUS', { dom, cpumap: '0,1', state: 1, flags: 0 }],
    ],
  ],
  results: [
    [
      'vcpuInfo',
      [dom],
      {
        ...hostCpus,
        DOMAIN_GET_INFO: info,
        DOMAIN_GET_VCPUS: {
          info: [
            { number: 0, state: 1, cpuTime: 5n, cpu: 3 },
            { number: 2, state: 1, cpuTime: 6n, cpu: 8 },
          ],
          cpumaps: Buffer.from([0xff, 0x0f, 0, 1]),
        },
      },
      [
        { number: 0, state: 1, cpuTime: 5n, cpu: 3, cpus: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        { number: 2, state: 1, cpuTime: 6n, cpu: 8, cpus: [8] },
      ],
    ],
    [
      'vcpuPinInfo',
      [dom],
      { ...hostCpus, DOMAIN_GET_VCPU_PIN_INFO: { cpumaps: Buffer.from([1, 0, 2, 0, 0, 0, 0, 0]), num: 2 } },
      [[0], [1]],
    ],
    [
      'emulatorPinInfo',
      [dom],
      { ...hostCpus, DOMAIN_GET_EMULATOR_PIN_INFO: { cpumaps: Buffer.from([3, 8]), ret: 1 } },
      [0, 1, 11],
    ],
    [
      'schedulerType',
      [dom],
      { DOMAIN_GET_SCHEDULER_TYPE: { type: 'posix', nparams: 9 } },
      { type: 'posix', parameters: 9 },
    ],
    [
      'schedulerParameters',
      [dom],
      {
        DOMAIN_GET_SCHEDULER_TYPE: { type: 'posix', nparams: 9 },
        DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: { params },
      },
      params,
    ],
    ['schedulerParameters', [dom], {}, []],
    [
      'iothreadInfo',
      [dom],
      { DOMAIN_GET_IOTHREAD_INFO: { info: [{ iothreadId: 7, cpumap: Buffer.from([5]) }], ret: 1 } },
      [{ id: 7, cpus: [0, 2] }],
    ],
  ],
});

test.each([
  ['none', []],
  ['one below zero', [-1]],
  ['one that is no number of a CPU', [0.5]],
])('pinned to %s, nothing is sent', async (_, cpus) => {
  const { caller, calls } = recorder();
  await expect(cpuCalls(caller).pinVcpu(dom, 0, cpus)).rejects.toMatchObject({ fault: 'caller' });
  expect(calls).toEqual([]);
});
