import type { Attributes, Precondition, Step, StepContext } from '../kind.js';
import { NotAsPlannedError, StepError } from '../step-error.js';
import { found } from './found.js';
import { withPatience } from './patience.js';

/** Runs one effect on what was found. */
export type Executor<Handle> = (step: Step, context: StepContext, handle: Handle) => Promise<void>;

/** What a kind tells about its objects, so that every step begins in the same way. */
export interface Executors<Handle> {
  /** `domain`, `network`: what messages call it. */
  readonly what: string;
  /** The object that the context's identity means; undefined where libvirt says that there is none. */
  find(context: StepContext): Promise<Handle | undefined>;
  /** Whether it runs; undefined where that is no question. */
  isRunning?(context: StepContext, handle: Handle): boolean | Promise<boolean>;
  /** Steps that make the object. */
  readonly make: Readonly<Record<string, (step: Step, context: StepContext) => Promise<void>>>;
  /** Steps that need it to be there. */
  readonly work: Readonly<Record<string, Executor<Handle>>>;
}

/** Checks what must hold before the step, then runs it. */
export async function executeStep<Handle>(
  executors: Executors<Handle>,
  step: Step,
  given: StepContext,
): Promise<void> {
  given.signal.throwIfAborted();
  await withPatience(given.host, given, (host) => runStep(executors, step, { ...given, host }));
}

async function runStep<Handle>(
  executors: Executors<Handle>,
  step: Step,
  context: StepContext,
): Promise<void> {
  const handle = await executors.find(context);
  const make = executors.make[step.effect];
  if (make !== undefined) {
    if (handle !== undefined && step.precondition.object === 'absent') throw isThere(executors.what, step);
    return make(step, context);
  }
  const work = executors.work[step.effect];
  if (work === undefined) throw new TypeError(`a ${executors.what} has no step "${step.effect}"`);
  if (handle === undefined) throw isGone(executors.what, step);
  await checkPower(executors, step.precondition, step, context, handle);
  return work(step, context, handle);
}

async function checkPower<Handle>(
  executors: Executors<Handle>,
  precondition: Precondition,
  step: Step,
  context: StepContext,
  handle: Handle,
): Promise<void> {
  if (precondition.object !== 'present' || precondition.power === undefined) return;
  const running = await executors.isRunning?.(context, handle);
  if (running === undefined || running === (precondition.power === 'running')) return;
  throw new NotAsPlannedError(
    `${step.why}: the ${executors.what} is ${running ? 'running' : 'off'}, and the step was planned for one that is ${precondition.power}`,
    'Plan again: what is there has changed since.',
  );
}

/**
 * Refuses to define under a name that is taken. libvirt does so itself only where the UUIDs differ; where they are the same, it
 * silently changes what is there.
 *
 * @param what `guest`, `network`: what the message calls it
 */
export async function refuseTakenName(
  what: string,
  { why }: Step,
  { name }: Attributes,
  lookUp: (name: string) => Promise<{ readonly uuid: string }>,
): Promise<void> {
  const taken = typeof name === 'string' ? await found(lookUp(name)) : undefined;
  if (taken === undefined) return;
  throw new StepError(
    `${why}: a ${what} of that name exists already, with UUID ${taken.uuid}`,
    'Plan again: somebody made it since.',
  );
}

function isThere(what: string, step: Step): StepError {
  return new StepError(
    `${step.why}: a ${what} of that name or UUID is there already`,
    'Plan again: somebody made it since.',
  );
}

function isGone(what: string, step: Step): NotAsPlannedError {
  return new NotAsPlannedError(
    `${step.why}: the ${what} is not there any more`,
    'Plan again: somebody removed it since.',
  );
}
