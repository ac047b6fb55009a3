import { proposeDecision } from '../plan/propose.js';
import { carryThrough } from './carry-through.js';
import type { Remaining } from './carry-through.js';
import type { ApplyContext } from './context.js';
import { lookAt, sourcesOf, stepRun } from './look-at.js';
import { failure, idOf } from './task-run.js';
import type { Attempted, TaskRun } from './task-run.js';

/**
 * Ends what runs, where the rest of its update waits for what it depends on to end and start after it. That the update is on its way is
 * in the state since the apply began, so that nothing is recorded.
 */
export async function stopObject(context: ApplyContext, run: TaskRun): Promise<Attempted> {
  const { node, session } = run;
  try {
    const diagnostics = await carryThrough(context, run, () => lookUp(context, run));
    await session.reread(node.instance.type, identityOf(context, run), 'there');
    return { diagnostics, id: idOf(node.before ?? {}) };
  } catch (error) {
    return { diagnostics: [failure(node.address, 'stop', error)], id: undefined };
  }
}

/** What it is to be besides may not be known yet: that rests on what ends after it. */
async function lookUp(context: ApplyContext, run: TaskRun): Promise<Remaining> {
  const { node, session } = run;
  const { wanted: attributes = {}, sensitive, marked } = node;
  const identity = identityOf(context, run);
  await session.reread(node.instance.type, identity, 'there');
  const proposal = proposeDecision(
    { decide: 'in-place', resumes: false },
    sourcesOf(context, run, { attributes, sensitive: sensitive.after, marked }),
  );
  return {
    run: stepRun(run, { attributes }, identity, context),
    steps: proposal.steps.slice(0, proposal.stop?.steps ?? 0),
    // Of what is not wrong the rest of the update tells.
    diagnostics: proposal.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map((diagnostic) => ({ address: node.address, ...diagnostic })),
  };
}

function identityOf(context: ApplyContext, run: TaskRun): TaskRun['node']['identity'] {
  return lookAt(context, run)?.identity ?? run.node.identity;
}
