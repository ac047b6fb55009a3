import { equalValues, hasErrors, textsAt, UNKNOWN } from '@virtform/values';
import type { Diagnostic, Path } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import type { Actual, Attributes, Identity } from '../kinds/kind.js';
import { decide } from '../plan/examine.js';
import type { WantedOfInstance } from '../plan/plan-instance.js';
import { proposeCreate, proposeDecision } from '../plan/propose.js';
import type { NodeProposal, ProposalSources } from '../plan/propose.js';
import { addIntents, findInstance, isIntent, upsertInstance } from '../state/index.js';
import { appliedSoFar } from '../plan/applied-so-far.js';
import { asBefore, asItIs, isStoppedToStart } from '../plan/resume-update.js';
import { provisionersOf } from '../plan/provisioners.js';
import { carryThrough } from './carry-through.js';
import type { Remaining } from './carry-through.js';
import { askAfter } from './conditions.js';
import type { ApplyContext } from './context.js';
import { isAlreadyThere, isConnectionLost } from './host-session.js';
import { intentOf } from './intents.js';
import { lookAt, sourcesOf, stepRun } from './look-at.js';
import { withdraw, withdrawIntent } from './prepare-state.js';
import { provisionObject } from './provision-object.js';
import { recordOutcome, wantedJson, type Outcome } from './record.js';
import { StepTimeoutError } from './run-steps.js';
import { deposedName, failure, idOf, leftStopped } from './task-run.js';
import type { Attempted, TaskRun } from './task-run.js';
import { wantedNow } from './wanted-now.js';

/** Creates or changes an object, and records what became of it. */
export async function makeObject(context: ApplyContext, run: TaskRun): Promise<Attempted> {
  const { node, kind } = run;
  const isStopped = run.task.isStopped === true;
  const wanted = wantedNow(context, node, kind, before(context, run));
  if (!wanted.ok) {
    if (isStopped) return failed([...wanted.diagnostics, leftStopped(node)]);
    // Nothing was begun, so that nothing may be left: the note that it was about to be made goes.
    await context.saver.record((state) => withdraw(state, node));
    return failed(wanted.diagnostics);
  }
  const { attributes, sensitive, marked } = wanted;
  const made: WantedOfInstance = { attributes, sensitive, marked };
  for (const secret of textsAt(made.attributes, made.sensitive)) context.secrets.add(secret);
  try {
    const course = { isBegun: false };
    const diagnostics = await carryThrough(
      context,
      run,
      (begun) => {
        course.isBegun = begun;
        return lookUp(context, run, made, begun);
      },
      isStopped,
    );
    if (hasErrors(diagnostics)) {
      if (!course.isBegun && run.task.action === 'update')
        await context.saver.record((state) => withdraw(state, node));
      return failed(diagnostics);
    }
    const confirmed = await confirm(context, run, made, diagnostics);
    if (hasErrors(confirmed.diagnostics)) return confirmed;
    const after = askAfter(context, node, wanted);
    return { ...confirmed, diagnostics: [...confirmed.diagnostics, ...after], completed: true };
  } catch (error) {
    return failed(await afterFailure(context, run, made, error));
  }
}

function failed(diagnostics: readonly Diagnostic[]): Attempted {
  return { diagnostics, id: undefined };
}

/** What `ignore_changes` goes by; of what was stopped already, what it was before that. */
function before(context: ApplyContext, run: TaskRun): Attributes | undefined {
  if (run.task.isStopped === true) return run.node.before;
  return run.task.action === 'update' ? asBefore(run.kind, lookAt(context, run)) : undefined;
}

async function lookUp(
  context: ApplyContext,
  run: TaskRun,
  made: WantedOfInstance,
  begun: boolean,
): Promise<Remaining> {
  const { node, kind, session, task } = run;
  const { address } = node;
  const located = lookAt(context, run)?.identity;
  const mark = { lineage: context.plan.lineage, address };
  const identity =
    task.action === 'create'
      ? kind.identify(made.attributes, node.reserved ?? '', session.view, mark)
      : located;
  const expected = task.action === 'create' && !begun ? 'gone' : 'there';
  if (identity !== undefined) await session.reread(node.instance.type, identity, expected);
  const sources = sourcesOf(context, run, made);
  const proposal = propose(context, run, sources, begun);
  if (!('steps' in proposal))
    return { run: stepRun(run, made, identity ?? {}, context), steps: [], ...proposal };
  if (task.action === 'create') await keepIntent(context, run, made, proposal.identity);
  else await keepTrying(context, run, made);
  return {
    run: stepRun(run, made, proposal.identity, context),
    steps: proposal.steps,
    diagnostics: proposal.diagnostics
      .map((diagnostic) => ({ address, ...diagnostic }))
      .filter((diagnostic) => !isToldByPlan(context, diagnostic)),
  };
}

/** Of what the plan warned, nobody needs to hear twice. */
function isToldByPlan({ plan }: ApplyContext, { severity, summary, address }: Diagnostic): boolean {
  return (
    severity === 'warning' &&
    plan.diagnostics.some((told) => told.summary === summary && told.address === address)
  );
}

function propose(
  context: ApplyContext,
  { task, kind }: TaskRun,
  sources: ProposalSources,
  begun: boolean,
): NodeProposal | { readonly diagnostics: readonly Diagnostic[] } {
  if (task.action === 'update') return proposeDecision({ decide: 'in-place', resumes: false }, sources);
  // Before anything was begun, whatever stands there is somebody else's: the kind finds it in the host view and refuses.
  if (!begun) return proposeCreate(sources, replaced(context, task.node));
  const { address, mark, examined, wanted } = sources;
  const decision = decide({ kind, address, mark, examined, wanted, replace: undefined, provisioned: false });
  switch (decision.decide) {
    case 'create':
      return proposeCreate(sources, replaced(context, task.node));
    case 'in-place':
      return proposeDecision(decision, sources);
    case 'refuse':
      return { diagnostics: [decision.diagnostic] };
    case 'replace':
    case 'destroy':
    case 'forget':
      return { diagnostics: [halfMade(address)] };
  }
}

/** The object that a replacement has set aside and destroys afterwards. */
function replaced(context: ApplyContext, node: TaskRun['node']): Identity | undefined {
  const deposed = deposedName(node);
  if (deposed === undefined) return undefined;
  return findInstance(context.saver.state, node.instance, deposed)?.bookkeeping?.identity;
}

/** Where the object will be found may be known only now (a name that was unknown): the intent has to say it before it is made. */
async function keepIntent(
  context: ApplyContext,
  { node }: TaskRun,
  made: WantedOfInstance,
  identity: Identity,
): Promise<void> {
  const current = findInstance(context.saver.state, node.instance);
  const known = current?.bookkeeping;
  if (current !== undefined && isIntent(current) && equalValues(known?.identity, identity)) return;
  const intent = intentOf({ ...node, identity, wanted: made.attributes });
  await context.saver.record((state) => addIntents(state, [intent]));
}

/** What it asks for may be known only now as a whole. */
async function keepTrying(context: ApplyContext, { node }: TaskRun, made: WantedOfInstance): Promise<void> {
  const trying = wantedJson(made.attributes);
  const current = findInstance(context.saver.state, node.instance);
  if (current === undefined || equalValues(current.trying, trying)) return;
  await context.saver.record((state) =>
    upsertInstance(state, node.instance, node.provider, { ...current, trying }),
  );
}

async function confirm(
  context: ApplyContext,
  run: TaskRun,
  made: WantedOfInstance,
  diagnostics: readonly Diagnostic[],
): Promise<Attempted> {
  const { node, kind, session } = run;
  const identity = lookAt(context, run)?.identity ?? node.identity;
  await session.reread(node.instance.type, identity, 'there');
  const actual = kind.read(session.view, identity);
  if (actual === undefined) return failed([...diagnostics, vanished(node.address)]);
  const outcome = outcomeOf(run, actual, made.attributes, made.marked);
  context.readBack.note(run, outcome.identity, outcome.attributes);
  const provisioners =
    run.task.action === 'create' ? provisionersOf(context.configuration, node.instance, 'create') : [];
  // Until its provisioners have run, an object counts as tainted: whoever is killed meanwhile leaves one that is made anew.
  const tainted = provisioners.length > 0;
  const recorded = context.saver.record((state) => recordOutcome(state, { ...outcome, tainted }));
  if (!tainted) run.place.idle();
  await recorded;
  const { attributes } = outcome;
  const block = formatAddress(resourceOf(node.instance));
  context.values.set(block, node.instance.key, attributes, made.sensitive);
  if (!tainted) return { diagnostics, id: idOf(attributes) };
  const self = { attributes, sensitive: made.sensitive };
  const provisioned = await provisionObject(context, run, provisioners, self);
  if (hasErrors(provisioned)) {
    context.values.set(block, node.instance.key, UNKNOWN, []);
    return failed([...diagnostics, ...provisioned]);
  }
  await context.saver.record((state) => recordOutcome(state, { ...outcome, tainted: false }));
  return { diagnostics: [...diagnostics, ...provisioned], id: idOf(attributes) };
}

function outcomeOf(
  { kind, node }: TaskRun,
  actual: Actual,
  wanted: Attributes,
  marked: readonly Path[],
): Omit<Outcome, 'tainted'> {
  return { node, identity: actual.identity, attributes: kind.toState(actual, wanted), wanted, marked };
}

/** Records what a failed attempt left, so that the state tells the truth, and says what failed. */
async function afterFailure(
  context: ApplyContext,
  run: TaskRun,
  made: WantedOfInstance,
  error: unknown,
): Promise<readonly Diagnostic[]> {
  const { node, kind, session, task } = run;
  const { address } = node;
  const reported = failure(address, task.action, error);
  const examined = lookAt(context, run);
  const { identity, prior } = examined ?? {};
  // Once all is to end at once, what is written stays as it is: the next plan looks.
  if (identity === undefined || prior === undefined || context.kill.aborted) return [reported];
  try {
    await session.reread(node.instance.type, identity, 'there');
  } catch {
    return [{ ...reported, detail: `${reported.detail ?? ''}\n${LOST}` }];
  }
  const actual = kind.read(session.view, identity);
  const mark = { lineage: context.plan.lineage, address };
  if (isIntent(prior)) {
    // An outcome that nobody saw is for the next plan to judge: the intent stays.
    if (isOutcomeUnknown(error)) return [reported];
    const verdict = kind.judgeIntent({ identity, mark, wanted: made.attributes }, actual);
    const ours =
      actual !== undefined && verdict !== 'foreign' && verdict !== 'absent' && !isAlreadyThere(error);
    const left = ours ? outcomeOf(run, actual, made.attributes, made.marked) : undefined;
    await context.saver.record((state) =>
      left === undefined ? withdrawIntent(state, node) : recordOutcome(state, { ...left, tainted: true }),
    );
  } else if (actual !== undefined) {
    const wanted = appliedSoFar(
      kind.schema.attributes,
      prior.bookkeeping?.wanted ?? prior.attributes,
      made.attributes,
      actual.stored ?? actual.running ?? {},
    );
    const isStopped = isStoppedToStart(prior, actual);
    const left = outcomeOf(run, actual, wanted, prior.sensitive);
    const outcome: Outcome = {
      ...left,
      // What it was before it was stopped is what it is to be again.
      ...(isStopped ? { attributes: asItIs(kind, left.attributes, prior.attributes), restarting: true } : {}),
      tainted: prior.tainted,
      // What nobody saw the end of may still be done.
      ...(isOutcomeUnknown(error) ? { trying: made.attributes } : {}),
    };
    await context.saver.record((state) => recordOutcome(state, outcome));
  }
  return [reported];
}

function isOutcomeUnknown(error: unknown): boolean {
  return isConnectionLost(error) || error instanceof StepTimeoutError;
}

const LOST =
  'The host could not be asked what became of it. The state keeps a note of it, and the next plan looks it up.';

function halfMade(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} was made in part`,
    detail: 'The connection was lost on the way, and what is there now cannot be trusted.',
    action: 'Apply again: it is destroyed and made anew.',
    address,
  };
}

function vanished(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} is not there after every step of its making was done`,
    detail: 'Somebody removed it meanwhile, or libvirt dropped it.',
    action: 'Run plan to see what is there.',
    address,
  };
}
