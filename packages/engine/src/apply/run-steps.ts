import type { Diagnostic } from '@virtform/values';
import type { ClockEffects } from '../effects/effects.js';
import type { Attributes, Identity, Kind, OwnershipMark, Step, StepContext } from '../kinds/kind.js';
import type { ApplyContext } from './context.js';
import type { ApplyAction } from './events.js';
import type { HostSession } from './host-session.js';
import { ownSignal } from './own-signal.js';
import type { Place } from './schedule.js';

/** What the steps of one task are run with. */
export interface StepRun {
  readonly kind: Kind<unknown>;
  readonly session: HostSession;
  readonly place: Place;
  readonly address: string;
  readonly action: ApplyAction;
  readonly identity: Identity;
  readonly mark: OwnershipMark;
  readonly wanted: Attributes | undefined;
}

/** A step did not come to its end in the time that it has. Whether it was carried out is unknown. */
export class StepTimeoutError extends Error {
  constructor(step: Step) {
    super(`${step.effect} was not done after ${Math.round(step.timeout / 1000)} s`);
    this.name = 'StepTimeoutError';
  }
}

/**
 * Runs steps one after the other; the first that fails ends it.
 *
 * @returns warnings
 * @throws what the step threw; StepTimeoutError
 */
export async function runSteps(
  context: ApplyContext,
  run: StepRun,
  steps: readonly Step[],
): Promise<readonly Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  for (const [index, step] of steps.entries()) {
    context.kill.throwIfAborted();
    context.emit({ event: 'step', address: run.address, index, step });
    await runStep(context, run, step, (warning) => warnings.push({ address: run.address, ...warning }));
  }
  return warnings;
}

async function runStep(
  context: ApplyContext,
  run: StepRun,
  step: Step,
  warn: StepContext['warn'],
): Promise<void> {
  const { kind, session, identity, mark, wanted, address, action, place } = run;
  const { signal, end } = ownSignal(context.kill);
  const execution = kind.execute(
    step,
    {
      host: session.caller(),
      files: context.files,
      clock: context.clock,
      identity,
      mark,
      wanted,
      signal,
      share: (awaited) => place.lend(awaited),
      progress: (done, total, unit) =>
        context.emit({ event: 'progress', address, action, done, total, unit }),
      warn,
    },
    session.view,
  );
  try {
    await Promise.race([execution, expire(context.clock, step, signal)]);
  } finally {
    end();
    // Where the time was up first, the step may still end, and nobody waits for it any more.
    execution.catch(() => undefined);
  }
}

/** Rejects when the time of a step is up, or when all is to end at once; stays pending where the step was first. */
async function expire(clock: ClockEffects, step: Step, signal: AbortSignal): Promise<never> {
  await clock.sleep(step.timeout, signal);
  throw new StepTimeoutError(step);
}
