import type { DomainConfig } from '@cdktf/provider-libvirt/lib/domain';
import { kibibytes, type Size } from '../size.js';

/** How many processors a guest has, and may have without a power cycle. */
export type Cpus = number | { readonly count: number; readonly max: number };

/** How much memory a guest has, and may have without a power cycle. */
export type Memory = Size | { readonly size: Size; readonly max: Size };

/** Processors that a guest can be given while it runs unless the program says more: the maximum is fixed at its start. */
const CPU_HEADROOM = 4;

/**
 * The processors. libvirt's `vcpu` is the maximum, `vcpu_current` what the guest has.
 *
 * @throws RangeError where there is not at least one, or more than the maximum
 */
export function vcpusOf(cpus: Cpus): Pick<DomainConfig, 'vcpu' | 'vcpuCurrent'> {
  const { count, max } = typeof cpus === 'number' ? { count: cpus, max: Math.max(cpus, CPU_HEADROOM) } : cpus;
  if (!Number.isInteger(count) || !Number.isInteger(max) || count < 1 || count > max) {
    throw new RangeError(
      `A guest cannot have ${count} of at most ${max} CPUs. 'cpus' wants whole numbers from 1 on, 'max' no less than 'count'.`,
    );
  }
  return { vcpu: max, vcpuCurrent: count };
}

/**
 * The memory, in KiB. libvirt's `memory` is the maximum, `current_memory` what the balloon leaves to the guest.
 *
 * @throws RangeError where it is more than the maximum
 */
export function memoryOf(memory: Memory): Pick<DomainConfig, 'memory' | 'currentMemory'> {
  const { size, max } = typeof memory === 'object' ? memory : { size: memory, max: memory };
  const current = kibibytes(size);
  const maximum = kibibytes(max);
  if (current > maximum) {
    throw new RangeError(
      `A guest cannot have ${size} of at most ${max} of memory. Give 'memory' a 'max' that is no less than its 'size'.`,
    );
  }
  return { memory: maximum, currentMemory: current };
}
