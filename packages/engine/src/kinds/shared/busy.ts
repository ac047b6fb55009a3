import { LibvirtError } from '@virtform/libvirt';
import type { StepContext } from '../kind.js';

/** ms between attempts, and how often. Together about a minute: longer than any volume takes to be made, shorter than patience. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 2_000;
const ATTEMPTS = 35;

/** libvirt has no code of its own for a pool that is busy, so that its words have to be matched. */
const POOL_BUSY = 'has asynchronous jobs running';

/**
 * Makes a call on a pool. While a volume is being made or filled, libvirt refuses to stop, refresh or delete its pool: such a
 * refusal is tried again, a bounded number of times.
 */
export async function whenPoolIsFree<T>(
  { clock, signal }: Pick<StepContext, 'clock' | 'signal'>,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1, wait = FIRST_WAIT; ; attempt += 1, wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await call();
    } catch (error) {
      if (attempt === ATTEMPTS || !isPoolBusy(error)) throw error;
      await clock.sleep(wait, signal);
    }
  }
}

function isPoolBusy(error: unknown): boolean {
  return (
    error instanceof LibvirtError &&
    error.codeName === 'VIR_ERR_INTERNAL_ERROR' &&
    error.message.includes(POOL_BUSY)
  );
}
