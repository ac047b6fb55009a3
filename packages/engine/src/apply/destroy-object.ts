import type { Diagnostic } from '@virtform/values';
import { hasErrors } from '@virtform/values';
import type { ProvisionerBlock } from '../config/index.js';
import type { Expectation } from '../kinds/provider.js';
import { names } from '../plan/context.js';
import { examine } from '../plan/examine.js';
import type { Examined } from '../plan/examine.js';
import { proposeDestroy } from '../plan/propose.js';
import { outOfReach } from '../plan/reach.js';
import { provisionersBefore } from '../plan/provisioners.js';
import { findInstance, removeInstance } from '../state/index.js';
import type { State } from '../state/state.js';
import { carryThrough } from './carry-through.js';
import type { Remaining } from './carry-through.js';
import { changedSincePlan, compareSteps } from './compare-steps.js';
import type { ApplyContext } from './context.js';
import { provisionObject } from './provision-object.js';
import { promoteIntent } from './prepare-state.js';
import { deposedName, failure, shownSteps } from './task-run.js';
import type { Attempted, TaskRun } from './task-run.js';

/**
 * Of what is to go, a part may be done already: by a guest that shut itself down, by the end of a call of an apply that was killed, by a
 * provisioner. Nothing else happens then than was shown, and that is no more reason to stop than it is that the whole object is gone.
 */
const GOES_ANYWAY = true;

/** Destroys an object and takes it out of the state. One that is gone already is only taken out. */
export async function destroyObject(context: ApplyContext, run: TaskRun): Promise<Attempted> {
  try {
    const { instance } = run.node;
    const provisioners = provisionersBefore(
      context.configuration,
      instance,
      findInstance(context.saver.state, instance),
      deposedName(run.node) !== undefined,
    );
    const provisioned = await provisionFirst(context, run, provisioners);
    if (hasErrors(provisioned)) return { diagnostics: provisioned, id: undefined };
    const left = await carryThrough(context, run, () => lookUp(context, run), GOES_ANYWAY);
    const diagnostics = [...provisioned, ...left];
    if (hasErrors(diagnostics)) return { diagnostics, id: undefined };
    await lookAgain(run, context, 'gone');
    if (lookAt(context, run)?.actual !== undefined) {
      return { diagnostics: [...diagnostics, stillThere(run.node.address)], id: undefined };
    }
    // Were this never written, the next plan would find that it is gone.
    const recorded = context.saver.record((state) => withoutObject(state, run), 'soon');
    run.place.idle();
    await recorded;
    return { diagnostics, id: undefined };
  } catch (error) {
    return { diagnostics: [failure(run.node.address, 'delete', error)], id: undefined };
  }
}

/** Runs them where the object is there, and its destruction is what the plan showed. A guest may be shut down by one. */
async function provisionFirst(
  context: ApplyContext,
  run: TaskRun,
  provisioners: readonly ProvisionerBlock[],
): Promise<readonly Diagnostic[]> {
  if (provisioners.length === 0) return [];
  const { steps, diagnostics, gone } = await lookUp(context, run);
  const examined = lookAt(context, run);
  if (gone === true || examined === undefined || hasErrors(diagnostics)) return diagnostics;
  const comparison = compareSteps(shownSteps(run.task), steps, GOES_ANYWAY);
  if (!comparison.same) return [changedSincePlan(run.node.address, comparison.difference)];
  const { refreshed, prior } = examined;
  const self = { attributes: refreshed ?? prior.attributes, sensitive: prior.sensitive };
  return provisionObject(context, run, provisioners, self);
}

function withoutObject(state: State, { node }: TaskRun): State {
  if (node.action === 'replace' && !node.createBeforeDestroy) return promoteIntent(state, node.instance);
  return removeInstance(state, node.instance, deposedName(node));
}

function lookAt(context: ApplyContext, { node, kind, session }: TaskRun): Examined | undefined {
  const prior = findInstance(context.saver.state, node.instance, deposedName(node));
  return prior === undefined ? undefined : examine(kind, session.view, prior);
}

async function lookAgain(
  { session, node }: TaskRun,
  context: ApplyContext,
  expected: Expectation,
): Promise<void> {
  const prior = findInstance(context.saver.state, node.instance, deposedName(node));
  const identity =
    prior?.bookkeeping?.identity ??
    (prior === undefined
      ? undefined
      : session.provider.kinds.get(node.instance.type)?.locate(prior.attributes, session.view));
  if (identity !== undefined) await session.reread(node.instance.type, identity, expected);
}

async function lookUp(context: ApplyContext, run: TaskRun): Promise<Remaining> {
  const { node, kind, session, task, place } = run;
  const { plan } = context;
  const { address } = node;
  await lookAgain(run, context, 'there');
  const examined = lookAt(context, run);
  const mark = { lineage: plan.lineage, address };
  const identity = examined?.identity ?? {};
  const { action } = task;
  const stepRun = { kind, session, place, address, action, identity, mark, wanted: undefined };
  if (examined?.actual === undefined) return { run: stepRun, steps: [], diagnostics: [], gone: true };
  const barrier = node.opens === undefined ? kind.liesBehind?.(identity, session.view) : undefined;
  if (barrier !== undefined) return { run: stepRun, steps: [], diagnostics: [outOfReach(node, barrier)] };
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
