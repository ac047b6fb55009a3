import fc from 'fast-check';
import { cpuMap, cpusOf, cpusOfEach, mapLength } from '../../src/api/cpu-map.js';

test.each([
  [[0], [1]],
  [[7], [0x80]],
  [[8], [0, 1]],
  [[0, 1, 2, 3], [0x0f]],
  [[5, 5, 0], [0x21]],
  [[17], [0, 0, 2]],
])('CPUs %j are the bytes %j', (cpus, bytes) => {
  expect([...cpuMap(cpus)]).toEqual(bytes);
});

test.each([
  ['none', [], /a set of CPUs is empty/],
  ['a negative one', [-1], /-1 is not the number of a CPU/],
  ['a part of one', [1.5], /1.5 is not the number of a CPU/],
  ['one above all maps', [16_384], /16384 is not the number of a CPU/],
])('%s is refused', (_, cpus, reason) => {
  expect(() => cpuMap(cpus)).toThrow(reason);
});

test('a map holds the CPUs that it was made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(16_383), { minLength: 1, maxLength: 40 }), (cpus) => {
      expect(cpusOf(cpuMap(cpus))).toEqual([...cpus].sort((one, other) => one - other));
    }),
  );
});

test('several maps lie one behind the other', () => {
  expect(cpusOfEach(Buffer.from([1, 0, 0, 0x80]), 2)).toEqual([[0], [15]]);
  expect(cpusOfEach(new Uint8Array(0), 2)).toEqual([]);
});

test.each([
  [0, 0],
  [1, 1],
  [8, 1],
  [9, 2],
])('a map of %d CPUs takes %d bytes', (cpus, bytes) => {
  expect(mapLength(cpus)).toBe(bytes);
});
