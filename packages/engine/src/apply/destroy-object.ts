import type { Diagnostic } from '@virtform/values';
import { hasErrors } from '@virtform/values';
import { names } from '../plan/context.js';
import { examine } from '../plan/examine.js';
import type { Examined } from '../plan/examine.js';
import { proposeDestroy } from '../plan/propose.js';
import { findInstance, removeInstance } from '../state/index.js';
import type { State } from '../state/state.js';
import { carryThrough } from './carry-through.js';
import type { Remaining } from './carry-through.js';
import type { ApplyContext } from './context.js';
import { promoteIntent } from './prepare-state.js';
import { deposedName, failure } from './task-run.js';
import type { Attempted, TaskRun } from './task-run.js';

/** Destroys an object and takes it out of the state. One that is gone already is only taken out. */
export async function destroyObject(context: ApplyContext, run: TaskRun): Promise<Attempted> {
  try {
    const diagnostics = await carryThrough(context, run, () => lookUp(context, run));
    if (hasErrors(diagnostics)) return { diagnostics, id: undefined };
    await lookAgain(run, context);
    if (lookAt(context, run)?.actual !== undefined) {
      return { diagnostics: [...diagnostics, stillThere(run.node.address)], id: undefined };
    }
    await context.saver.record((state) => withoutObject(state, run));
    return { diagnostics, id: undefined };
  } catch (error) {
    return { diagnostics: [failure(run.node.address, 'delete', error)], id: undefined };
  }
}

function withoutObject(state: State, { node }: TaskRun): State {
  if (node.action === 'replace' && !node.createBeforeDestroy) return promoteIntent(state, node.instance);
  return removeInstance(state, node.instance, deposedName(node));
}

function lookAt(context: ApplyContext, { node, kind, session }: TaskRun): Examined | undefined {
  const prior = findInstance(context.saver.state, node.instance, deposedName(node));
  return prior === undefined ? undefined : examine(kind, session.view, prior);
}

async function lookAgain({ session, node }: TaskRun, context: ApplyContext): Promise<void> {
  const prior = findInstance(context.saver.state, node.instance, deposedName(node));
  const identity =
    prior?.bookkeeping?.identity ??
    (prior === undefined
      ? undefined
      : session.provider.kinds.get(node.instance.type)?.locate(prior.attributes, session.view));
  if (identity !== undefined) await session.reread(node.instance.type, identity);
}

async function lookUp(context: ApplyContext, run: TaskRun): Promise<Remaining> {
  const { node, kind, session, task } = run;
  const { plan } = context;
  const { address } = node;
  await lookAgain(run, context);
  const examined = lookAt(context, run);
  const mark = { lineage: plan.lineage, address };
  const identity = examined?.identity ?? {};
  const stepRun = { kind, session, address, action: task.action, identity, mark, wanted: undefined };
  if (examined?.actual === undefined) return { run: stepRun, steps: [], diagnostics: [], gone: true };
  const proposal = proposeDestroy({
    kind,
    view: session.view,
    address,
    mark,
    examined,
    wanted: undefined,
    sensitive: [],
    reserved: '',
    allowDataLoss: names(plan.options.allowDataLoss, address),
    restart: false,
    createBeforeDestroy: node.createBeforeDestroy,
  });
  return { run: stepRun, steps: proposal.steps, diagnostics: proposal.diagnostics };
}

function stillThere(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} is still there after every step of its destruction was done`,
    detail: 'Somebody made it again meanwhile, or libvirt did not let go of it.',
    action: 'Run plan to see what is there.',
    address,
  };
}
