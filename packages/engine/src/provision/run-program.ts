import type { ClockEffects, ProcessCommand, ProcessEffects, ProcessEnd } from '../effects/effects.js';

/** What a program is run by. */
export interface ProgramSurroundings {
  readonly processes: ProcessEffects;
  readonly clock: ClockEffects;
  /** The first interrupt of the run. */
  readonly stop: AbortSignal;
  /** The second: everything ends at once. */
  readonly kill: AbortSignal;
}

/** ms that a program has after an interrupt to end by itself. */
const GRACE = 10_000;

/**
 * Runs a program. An interrupt of ours interrupts it too, and ends it where it has not ended a while later.
 *
 * @param limit ms after which it is interrupted
 * @throws what `ProcessEffects.run` throws
 */
export async function runProgram(
  command: Omit<ProcessCommand, 'interrupt' | 'kill'>,
  { processes, clock, stop, kill }: ProgramSurroundings,
  limit?: number,
): Promise<ProcessEnd> {
  const over = new AbortController();
  const tooLate = new AbortController();
  const grace = new AbortController();
  const interrupt = AbortSignal.any([stop, tooLate.signal]);
  const after = (ms: number, then: AbortController): void => {
    clock.sleep(ms, over.signal).then(
      () => then.abort(),
      () => undefined,
    );
  };
  const onInterrupt = (): void => after(GRACE, grace);
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  if (limit !== undefined) after(limit, tooLate);
  try {
    return await processes.run({ ...command, interrupt, kill: AbortSignal.any([kill, grace.signal]) });
  } finally {
    interrupt.removeEventListener('abort', onInterrupt);
    over.abort();
  }
}
