import { LibvirtError } from '../errors.js';

// libvirt's maps of CPUs are bytes, the lowest bit of the first one for CPU 0. A map may be shorter than the host has CPUs.

/** REMOTE_CPUMAP_MAX: bytes in a map. */
const MAP_MAX = 2_048;

/** How many bytes a map of so many CPUs has. */
export function mapLength(cpus: number): number {
  return Math.ceil(cpus / 8);
}

/**
 * The map of some CPUs.
 *
 * @throws LibvirtError (caller) where there is none, or one that no map has room for
 */
export function cpuMap(cpus: readonly number[]): Uint8Array {
  const wrong = cpus.find((cpu) => !Number.isInteger(cpu) || cpu < 0 || cpu >= MAP_MAX * 8);
  if (wrong !== undefined || cpus.length === 0) {
    throw new LibvirtError(
      wrong === undefined ? 'a set of CPUs is empty' : `${wrong} is not the number of a CPU`,
      { fault: 'caller' },
    );
  }
  const map = new Uint8Array(mapLength(Math.max(...cpus) + 1));
  for (const cpu of cpus) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return map;
}

/** The CPUs of a map, in ascending order. */
export function cpusOf(map: Uint8Array): readonly number[] {
  return Array.from({ length: map.length * 8 }, (_, cpu) => cpu).filter(
    (cpu) => ((map[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0,
  );
}

/** The CPUs of each of several maps of one length. */
export function cpusOfEach(maps: Uint8Array, length: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.floor(maps.length / length) }, (_, index) =>
    cpusOf(maps.subarray(index * length, (index + 1) * length)),
  );
}
