import { concealing, hasErrors } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { Kind } from '../kinds/kind.js';
import { placeDiagnostics } from '../plan/diagnostics.js';
import { concealDiagnostics } from '../plan/secrets.js';
import { checkObject } from './check-object.js';
import type { ApplyContext } from './context.js';
import { destroyObject } from './destroy-object.js';
import { makeObject } from './make-object.js';
import { ownSignal } from './own-signal.js';
import { readObject } from './read-object.js';
import type { Place, TaskOutcome } from './schedule.js';
import { stopObject } from './stop-object.js';
import { failure, idOf } from './task-run.js';
import type { Attempted, TaskRun } from './task-run.js';
import type { ChangeTask, CheckTask, ReadTask, Task } from './tasks.js';

/** How often a long action says that it still goes on, in ms; Terraform's rhythm. */
const STILL = 10_000;

/** Carries one task out and tells how it went; never rejects. */
export async function runTask(context: ApplyContext, task: Task, place: Place): Promise<TaskResult> {
  return task.action === 'check' ? runCheck(context, task) : runChange(context, task, place);
}

/** How a task ended, and what is to be told of it. */
interface TaskResult {
  readonly outcome: TaskOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing is done, so that nothing is told but what does not hold. */
function runCheck(context: ApplyContext, { node }: CheckTask): TaskResult {
  const diagnostics = concealDiagnostics(checkObject(context, node).diagnostics, concealing(context.secrets));
  return { outcome: hasErrors(diagnostics) ? 'failed' : 'done', diagnostics };
}

async function runChange(
  context: ApplyContext,
  task: ChangeTask | ReadTask,
  place: Place,
): Promise<TaskResult> {
  const { node, action } = task;
  const { address } = node;
  const { clock, emit } = context;
  const started = clock.now();
  const elapsed = (): number => clock.now() - started;
  const existing = action === 'create' || action === 'read' ? undefined : idOf(node.before ?? {});
  emit({
    event: 'started',
    address,
    action,
    steps: node.node === 'resource' ? node.steps.length : 0,
    ...(existing === undefined ? {} : { id: existing }),
  });
  const { signal: over, end } = ownSignal(context.kill);
  const ticking = tick(clock, over, () => emit({ event: 'still', address, action, elapsed: elapsed() }));
  const about = { address, ...(node.construct === undefined ? {} : { construct: node.construct }) };
  const result = await attempt(context, task, place).catch((error: unknown): Attempted => ({
    diagnostics: [failure(address, action, error)],
    id: undefined,
  }));
  end();
  await ticking;
  const conceal = concealing(context.secrets);
  const diagnostics = concealDiagnostics(placeDiagnostics(result.diagnostics, about), conceal);
  const outcome = hasErrors(diagnostics) ? 'failed' : 'done';
  if (!(result.completed ?? outcome === 'done')) {
    emit({ event: 'failed', address, action, elapsed: elapsed(), diagnostics });
    return { outcome, diagnostics };
  }
  const id = result.id === undefined ? {} : { id: conceal(result.id) };
  emit({ event: 'completed', address, action, elapsed: elapsed(), ...id });
  return { outcome, diagnostics };
}

const WORK: Readonly<
  Record<ChangeTask['action'], (context: ApplyContext, run: TaskRun) => Promise<Attempted>>
> = { create: makeObject, update: makeObject, delete: destroyObject, stop: stopObject };

async function attempt(context: ApplyContext, task: ChangeTask | ReadTask, place: Place): Promise<Attempted> {
  if (task.action === 'read') return readObject(context, task);
  const { node } = task;
  const session = context.sessions.get(node.provider);
  const kind = kindOf(context, task);
  if (session === undefined || kind === undefined) throw new Error(`nothing is known of ${node.provider}`);
  const run: TaskRun = { task, node, kind, session, place };
  return WORK[task.action](context, run);
}

/** The kind of what a task is about; undefined for data sources. */
export function kindOf({ sessions }: ApplyContext, { node }: Task): Kind<unknown> | undefined {
  return node.node === 'resource'
    ? sessions.get(node.provider)?.provider.kinds.get(node.instance.type)
    : undefined;
}

async function tick(clock: ApplyContext['clock'], over: AbortSignal, say: () => void): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(STILL, over);
      say();
    }
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
