import { bytes, kibibytes, type Size } from '../src/size.js';

describe('a size in bytes', () => {
  it.each<[Size, number]>([
    [4096, 4096],
    ['512 B', 512],
    ['1 KiB', 1024],
    ['512 MiB', 536870912],
    ['1.5 GiB', 1610612736],
    ['2 TiB', 2199023255552],
  ])('%s is %d', (size, expected) => {
    expect(bytes(size)).toBe(expected);
  });

  it.each([0, -1, 1.5, NaN, Infinity, '0 MiB', '0.3 B', '99999999 TiB'] as Size[])(
    '%s is refused: it is no whole, positive number of bytes',
    (size) => {
      expect(() => bytes(size)).toThrow(/not a whole, positive number of bytes/);
    },
  );

  it.each(['512', '512MiB', '512 MB', '512 mib', '-1 GiB', ''])('%s is refused: it is no size', (text) => {
    expect(() => bytes(text as Size)).toThrow(`'${text}' is no size. Sizes read '512 MiB'`);
  });
});

describe('memory in KiB', () => {
  it('counts in what libvirt counts', () => {
    expect(kibibytes('256 MiB')).toBe(262144);
  });

  it('refuses what is no whole number of KiB', () => {
    expect(() => kibibytes('1000 B')).toThrow(/not a whole number of KiB/);
  });
});
