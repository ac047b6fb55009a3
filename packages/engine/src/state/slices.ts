import { setImmediate } from 'node:timers/promises';

/** ms for which everything else may be held up at a time. */
const SLICE = 8;

/** Does something with each part, and lets others run in between: long work that an apply goes on beside. */
export async function inSlices<T>(parts: Iterable<T>, work: (part: T) => void): Promise<void> {
  let began = performance.now();
  for (const part of parts) {
    work(part);
    if (performance.now() - began < SLICE) continue;
    await setImmediate();
    began = performance.now();
  }
}
