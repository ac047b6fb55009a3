import { bytesInUnit, formatBytes } from '@virtform/values';

test.each<[string, bigint | undefined]>([
  ['B', 1n],
  ['bytes', 1n],
  ['k', 1024n],
  ['KB', 1000n],
  ['KiB', 1024n],
  ['MB', 1_000_000n],
  ['MiB', 1024n ** 2n],
  ['g', 1024n ** 3n],
  ['gib', 1024n ** 3n],
  ['EiB', 1024n ** 6n],
  ['', undefined],
  ['Mbit', undefined],
  ['ZiB', undefined],
])('one %s', (unit, bytes) => {
  expect(bytesInUnit(unit)).toBe(bytes);
});

test.each<[bigint | number, string]>([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1536 * 1024 * 1024, '1.5 GiB'],
  [268435456n, '256 MiB'],
  [1024n ** 6n, '1 EiB'],
])('%s bytes are written %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
