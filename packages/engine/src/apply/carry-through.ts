import { isNotFound } from '@virtform/libvirt';
import { concealing, hasErrors } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { Step } from '../kinds/kind.js';
import { NotAsPlannedError } from '../kinds/step-error.js';
import { changedSincePlan, compareSteps } from './compare-steps.js';
import type { ApplyContext } from './context.js';
import { isConnectionLost } from './host-session.js';
import { runSteps, StepTimeoutError } from './run-steps.js';
import type { StepRun } from './run-steps.js';
import { shownSteps } from './task-run.js';
import type { TaskRun } from './task-run.js';

/** What there is to do now, by what is there now. */
export interface Remaining {
  readonly run: StepRun;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was to be destroyed is gone: that somebody else did it is no reason to stop. */
  readonly gone?: true;
}

/** How often a task may lose its connection before it is given up. */
const LOSSES = 3;

/**
 * Does what is to be done until nothing remains. `lookUp` reads the object again and asks its kind; the steps must be those that
 * were shown.
 *
 * A step whose end nobody saw, because the connection was lost or its time was up, may have been carried out. It is never
 * repeated blindly: the object is looked up, and only what is still missing is done.
 *
 * @param begunBefore whether something was done already that may have been a part of the steps
 * @throws what a step threw; nothing is known then of how far it came
 */
export async function carryThrough(
  context: ApplyContext,
  { task, session, node }: TaskRun,
  lookUp: (begun: boolean) => Promise<Remaining>,
  begunBefore = false,
): Promise<readonly Diagnostic[]> {
  const shown = shownSteps(task);
  let begun = begunBefore;
  let expired: StepTimeoutError | undefined;
  for (let losses = 0; ; losses += 1) {
    const caller = session.caller();
    try {
      const { run, steps, diagnostics, gone } = await lookUp(begun);
      if (gone === true || hasErrors(diagnostics)) return diagnostics;
      const comparison = compareSteps(shown, steps, begun);
      if (!comparison.same) return [...diagnostics, changedSincePlan(node.address, comparison.difference)];
      if (steps.length === 0) return diagnostics;
      if (expired !== undefined) throw expired;
      begun = true;
      return [...diagnostics, ...(await runSteps(context, run, steps))];
    } catch (error) {
      if (context.kill.aborted || losses >= LOSSES) throw error;
      if (error instanceof StepTimeoutError && expired === undefined) expired = error;
      else if (isConnectionLost(error)) await reconnect(context, node.address, session, caller);
      // Between the look and the step a part may still be done by others, and is then looked for again.
      else if (begunBefore && isOvertaken(error)) continue;
      else throw error;
    }
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof NotAsPlannedError || isNotFound(error);
}

async function reconnect(
  { emit, secrets }: ApplyContext,
  address: string,
  session: TaskRun['session'],
  lost: ReturnType<TaskRun['session']['caller']>,
): Promise<void> {
  const uri = concealing(secrets)(session.uri);
  await session.reconnect(lost, (attempt) => emit({ event: 'reconnecting', address, uri, attempt }));
}
