import { names } from '../plan/context.js';
import { examine } from '../plan/examine.js';
import type { Examined } from '../plan/examine.js';
import type { Identity } from '../kinds/kind.js';
import { stoppedToStart } from '../plan/resume-update.js';
import type { WantedOfInstance } from '../plan/plan-instance.js';
import type { ProposalSources } from '../plan/propose.js';
import { findInstance } from '../state/index.js';
import type { ApplyContext } from './context.js';
import type { StepRun } from './run-steps.js';
import type { TaskRun } from './task-run.js';

/** What the state has at the address, and what is there of it. */
export function lookAt(context: ApplyContext, { node, kind, session }: TaskRun): Examined | undefined {
  const prior = findInstance(context.saver.state, node.instance);
  return prior === undefined ? undefined : examine(kind, session.view, prior);
}

/** What a kind is asked with, now that something is to be done. */
export function sourcesOf(context: ApplyContext, run: TaskRun, made: WantedOfInstance): ProposalSources {
  const { node, kind, session } = run;
  const { plan } = context;
  const examined = lookAt(context, run);
  return {
    kind,
    view: session.view,
    address: node.address,
    mark: { lineage: plan.lineage, address: node.address },
    examined,
    wanted: made.attributes,
    sensitive: made.sensitive,
    reserved: node.reserved ?? '',
    allowDataLoss: names(plan.options.allowDataLoss, node.address),
    restart: names(plan.options.restart, node.address),
    ...stoppedToStart(examined),
    createBeforeDestroy: node.createBeforeDestroy,
  };
}

/** What steps are run with once it is known where the object is. */
export function stepRun(
  { kind, session, place, node, task }: TaskRun,
  made: Pick<WantedOfInstance, 'attributes'>,
  identity: Identity,
  { plan }: ApplyContext,
): StepRun {
  return {
    kind,
    session,
    place,
    address: node.address,
    action: task.action,
    identity,
    mark: { lineage: plan.lineage, address: node.address },
    wanted: made.attributes,
  };
}
