import type { Diagnostic } from '@virtform/values';
import type { PlanNode, ResourceNode } from '../plan/plan.js';
import type { ApplyContext } from './context.js';
import type { ApplyResult, ApplySignals } from './events.js';
import { withdraw } from './prepare-state.js';
import { recordOutputs } from './record-outputs.js';
import { kindOf, runTask } from './run-task.js';
import { runTasks } from './schedule.js';
import type { TaskOutcome } from './schedule.js';
import { leftStopped } from './task-run.js';
import type { Task } from './tasks.js';

/** Runs the tasks of an apply, then records outputs, and tells what came of it all. */
export async function carryOut(
  context: ApplyContext,
  tasks: readonly Task[],
  { stop, kill }: ApplySignals,
): Promise<ApplyResult> {
  const { plan, emit } = context;
  const diagnostics: Diagnostic[] = [];
  const done = new Set<Task>();
  const running = new Set<string>();
  const skipped: ResourceNode[] = [];
  /** Updates of which a stop was begun, and what came of it: the state keeps what they ask for. */
  const begun = new Map<PlanNode, TaskOutcome | 'running'>();
  const stopping = (): void => emit({ event: 'stopping', running: [...running] });
  stop?.addEventListener('abort', stopping, { once: true });
  const unfinished = await runTasks(tasks, {
    parallelism: plan.options.parallelism,
    stop,
    kill,
    isSlow: (task) => kindOf(context, task)?.slow === true,
    hurry: () => context.saver.hurry(),
    skip: (task, because) => {
      const { node, action } = task;
      const stopping = begun.get(node);
      if (task.action === 'update' && stopping === 'done') diagnostics.push(leftStopped(task.node));
      if (task.action === 'create' || (task.action === 'update' && stopping === undefined))
        skipped.push(task.node);
      if (action !== 'check') emit({ event: 'skipped', address: node.address, action, because });
    },
    run: async (task, place) => {
      running.add(task.node.address);
      if (task.action === 'stop') begun.set(task.node, 'running');
      const result = await runTask(context, task, place);
      if (task.action === 'stop') begun.set(task.node, result.outcome);
      running.delete(task.node.address);
      diagnostics.push(...result.diagnostics);
      if (result.outcome === 'done') done.add(task);
      return result.outcome;
    },
  });
  stop?.removeEventListener('abort', stopping);
  const isInterrupted = stop?.aborted === true || kill?.aborted === true;
  if (kill?.aborted !== true) {
    const complete = done.size === tasks.length;
    if (skipped.length > 0) await context.saver.record((state) => skipped.reduce(withdraw, state));
    diagnostics.push(...(await recordOutputs(context, complete)));
    if (plan.options.targets.length + plan.options.excludes.length > 0) diagnostics.push(PARTIAL);
    context.readBack.remember(context.saver.state);
  }
  const count = (...actions: readonly Task['action'][]): number =>
    [...done].filter(({ action }) => actions.includes(action)).length;
  return {
    imported: plan.nodes.filter(isImported).length,
    added: count('create'),
    changed: count('update'),
    destroyed: count('delete'),
    diagnostics,
    stopped: isInterrupted && done.size < tasks.length,
    unfinished: unfinished.map(({ node }) => node.address),
  };
}

function isImported(node: PlanNode): boolean {
  return node.node === 'resource' && node.importing !== undefined;
}

const PARTIAL: Diagnostic = {
  severity: 'warning',
  summary: 'A part of the configuration was applied',
  detail: 'With -target or -exclude some changes were left out, and outputs may not be up to date.',
  action: 'Run plan without these options to see what is left.',
};
