import { type Cpus, type Memory, memoryOf, vcpusOf } from '../../src/machine/capacity.js';

describe('processors', () => {
  it.each<[Cpus, object]>([
    [1, { vcpu: 4, vcpuCurrent: 1 }],
    [4, { vcpu: 4, vcpuCurrent: 4 }],
    [6, { vcpu: 6, vcpuCurrent: 6 }],
    [
      { count: 2, max: 2 },
      { vcpu: 2, vcpuCurrent: 2 },
    ],
    [
      { count: 2, max: 16 },
      { vcpu: 16, vcpuCurrent: 2 },
    ],
  ])('%j', (cpus, expected) => {
    expect(vcpusOf(cpus)).toEqual(expected);
  });

  it.each<Cpus>([0, 1.5, { count: 3, max: 2 }, { count: 1, max: 2.5 }])('%j is refused', (cpus) => {
    expect(() => vcpusOf(cpus)).toThrow(/A guest cannot have .* 'max' no less than 'count'/);
  });
});

describe('memory', () => {
  it.each<[Memory, object]>([
    ['256 MiB', { memory: 262144, currentMemory: 262144 }],
    [
      { size: '256 MiB', max: '1 GiB' },
      { memory: 1048576, currentMemory: 262144 },
    ],
  ])('%j', (memory, expected) => {
    expect(memoryOf(memory)).toEqual(expected);
  });

  it('cannot be more than its maximum', () => {
    expect(() => memoryOf({ size: '2 GiB', max: '1 GiB' })).toThrow(
      "A guest cannot have 2 GiB of at most 1 GiB of memory. Give 'memory' a 'max'",
    );
  });
});
