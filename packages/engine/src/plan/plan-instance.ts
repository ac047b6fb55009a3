import { hasErrors } from '@virtform/values';
import type { Diagnostic, Path } from '@virtform/values';
import { formatAddress, formatBlock } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { Expansion, ResourceBlock } from '../config/index.js';
import type { AttributeChange, Attributes } from '../kinds/kind.js';
import type { Bookkeeping, StateInstance, StateResource } from '../state/state.js';
import { isIntent, uuidFor } from '../state/intents.js';
import type { KindOnHost, PlanContext } from './context.js';
import { markFor, names } from './context.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { decide } from './examine.js';
import type { Examined } from './examine.js';
import type { ActionReason, ForgetNode, PlannedProvisioner, ResourceNode } from './plan.js';
import { nodeData, nodeImpact, proposeDecision } from './propose.js';
import { plannedProvisioners } from './provisioners.js';
import type { NodeProposal, ProposalSources } from './propose.js';
import type { ImportRequest } from './refactoring/import-requests.js';
import { doneBefore, isBeingReplaced, stoppedToStart } from './resume-update.js';
import { sameObject } from './same-object.js';
import { secretsOfExamined, withSchemaSecrets } from './secrets.js';

/** One instance, with all that its node is made from. */
export interface InstanceQuestion extends KindOnHost {
  readonly instance: InstanceAddress;
  readonly provider: string;
  /** undefined: only the state knows it. */
  readonly block: ResourceBlock | undefined;
  readonly examined: Examined | undefined;
  /** undefined: to be destroyed. */
  readonly wanted: WantedOfInstance | undefined;
  /** Something that its `replace_triggered_by` names changes. */
  readonly triggered?: boolean;
  /** It is not in the state yet, and is taken over: `examined` is what was found. */
  readonly importing?: Pick<ImportRequest, 'id' | 'sensitive'>;
  /** Why it is destroyed, where it is. */
  readonly reason?: ActionReason;
  readonly dependencies: readonly string[];
  /** Which of the instances of its block it is, where the program asks for it. */
  readonly expansion?: Expansion;
}

/** What the program asks of it, and where secrets stand in that: all, and those that it marked itself. */
export interface WantedOfInstance {
  readonly attributes: Attributes;
  readonly sensitive: readonly Path[];
  readonly marked: readonly Path[];
}

/** The node of an instance, where one could be made, and what is wrong. */
export interface PlannedInstance {
  readonly node: ResourceNode | ForgetNode | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans one instance: decides what is to be done with it, and asks its kind how. */
export function planInstance(context: PlanContext, question: InstanceQuestion): PlannedInstance {
  const { kind, host, instance, block, examined, wanted } = question;
  const address = formatAddress(instance);
  const place = placeOf(block, address);
  const mark = markFor(context, address);
  const replace =
    question.triggered === true
      ? 'replace_by_triggers'
      : names(context.options.replace, address)
        ? 'replace_by_request'
        : undefined;
  const provisioned = block?.provisioners.some(({ when }) => when === 'create') === true;
  const asked = wanted?.attributes;
  const decision = decide({ kind, address, mark, examined, wanted: asked, replace, provisioned });
  if (decision.decide === 'refuse') {
    return { node: undefined, diagnostics: placeDiagnostics([decision.diagnostic], place) };
  }
  if (decision.decide === 'forget') {
    const before = examined?.prior.attributes ?? {};
    const sensitive = secretsBefore(question);
    const { provider, dependencies } = question;
    const base = { address, instance, provider, dependencies };
    const node: Writable<ForgetNode> = { ...base, node: 'forget', before, sensitive, why: 'object-is-gone' };
    addFacts(node, context, block, examined?.prior);
    return { node, diagnostics: [] };
  }
  const sources: ProposalSources = {
    kind,
    view: host.view,
    address,
    mark,
    examined,
    wanted: wanted?.attributes,
    sensitive: wanted?.sensitive ?? [],
    reserved: uuidFor(context.lineage, address, context.serial),
    allowDataLoss: names(context.options.allowDataLoss, address),
    restart: names(context.options.restart, address),
    ...stoppedToStart(examined),
    createBeforeDestroy: context.createFirst.has(formatBlock(instance)),
  };
  const proposal = proposeDecision(decision, sources);
  const ours =
    decision.decide === 'create' && wanted !== undefined && hasErrors(proposal.diagnostics)
      ? sameObject(question, address, wanted.attributes, context.state)
      : undefined;
  const found = ours === undefined ? proposal.diagnostics : [ours];
  const diagnostics = placeDiagnostics([...found, ...guard(question, proposal)], place, block?.body);
  if (hasErrors(diagnostics)) return { node: undefined, diagnostics };
  const interrupted = interruptedOf(
    examined,
    proposal,
    (before) => proposeDecision(decision, before),
    sources,
  );
  const node = resourceNode(context, question, sources, {
    ...proposal,
    interrupted,
    resumes: decision.resumes,
  });
  return { node, diagnostics };
}

/**
 * The node of an instance that is known to be settled: what `planInstance` would make of it. Of most such nodes nobody asks what they
 * say, and it is read where somebody does.
 */
export function settledNode(
  context: PlanContext,
  question: Pick<InstanceQuestion, 'instance' | 'provider' | 'block' | 'dependencies'>,
  host: string | undefined,
  prior: StateInstance,
  { identity, wanted }: Bookkeeping,
): ResourceNode {
  const { instance, provider, dependencies } = question;
  const node: Writable<ResourceNode> = {
    // First of all: V8 takes many times as long to add what is read later to an object that has members already.
    get before() {
      return prior.attributes;
    },
    get after() {
      return prior.attributes;
    },
    address: formatAddress(instance),
    instance,
    provider,
    dependencies,
    node: 'resource',
    host,
    identity,
    action: 'no-op',
    wanted,
    sensitive: { before: [], after: [] },
    marked: [],
    changes: [],
    steps: [],
    createBeforeDestroy: question.block?.lifecycle.createBeforeDestroy ?? false,
    impact: 'none',
    data: 'kept',
    waiting: [],
    drift: [],
    resumes: false,
  };
  addFacts(node, context, question.block, prior);
  return node;
}

function resourceNode(
  context: PlanContext,
  question: InstanceQuestion,
  sources: ProposalSources,
  proposal: NodeProposal &
    Pick<ResourceNode, 'resumes'> & { readonly interrupted: readonly AttributeChange[] },
): ResourceNode {
  const { instance, provider, block, dependencies, examined, wanted, host, importing } = question;
  const { refresh } = context.options;
  const reason = proposal.reason ?? (proposal.action === 'delete' ? question.reason : undefined);
  const node: Writable<ResourceNode> = {
    address: sources.address,
    instance,
    provider,
    dependencies,
    node: 'resource',
    host: host.host,
    identity: proposal.identity,
    action: proposal.action,
    before: refresh ? examined?.refreshed : examined?.prior.attributes,
    after: proposal.planned,
    wanted: wanted?.attributes,
    sensitive: { before: secretsBefore(question), after: wanted?.sensitive ?? [] },
    marked: wanted?.marked ?? [],
    changes: proposal.changes,
    steps: proposal.steps,
    createBeforeDestroy: sources.createBeforeDestroy,
    impact: nodeImpact(proposal),
    data: nodeData(proposal),
    waiting: proposal.waiting,
    // Nobody knows what an object was like that was never applied.
    drift: refresh && importing === undefined ? [...goneDrift(context, question), ...proposal.drift] : [],
    resumes: proposal.resumes,
  };
  addFacts(node, context, block, examined?.prior);
  const applied = examined?.interrupted === undefined ? undefined : examined.applied.wanted;
  if (applied !== undefined) node.applied = applied;
  if (refresh && proposal.interrupted.length > 0) node.interrupted = proposal.interrupted;
  const provisioners = provisionersFor(context, question, sources, proposal);
  if (provisioners.length > 0) node.provisioners = provisioners;
  if (proposal.action === 'create' || proposal.action === 'replace') node.reserved = sources.reserved;
  if (importing !== undefined)
    node.importing = { id: importing.id, ...(importing.sensitive ? { sensitive: true } : {}) };
  if (reason !== undefined) node.reason = reason;
  if (proposal.halves !== undefined) node.destroySteps = proposal.halves.destroy.length;
  if (proposal.stop !== undefined) node.stop = proposal.stop;
  return node;
}

/** What an apply that was killed had done to the object: what its kind would call drift, were nothing known of that apply. */
function interruptedOf(
  examined: Examined | undefined,
  { drift }: NodeProposal,
  propose: (sources: ProposalSources) => NodeProposal,
  sources: ProposalSources,
): readonly AttributeChange[] {
  if (examined?.interrupted === undefined) return [];
  return doneBefore(
    propose({ ...sources, examined: { ...examined, applied: examined.interrupted } }).drift,
    drift,
  );
}

function provisionersFor(
  { configuration, scope }: PlanContext,
  { instance, kind: { schema }, examined, expansion, wanted }: InstanceQuestion,
  { createBeforeDestroy }: ProposalSources,
  { action, planned }: NodeProposal,
): readonly PlannedProvisioner[] {
  if (action === 'no-op' || action === 'update') return [];
  const prior = examined?.prior;
  const before = examined?.refreshed ?? prior?.attributes ?? {};
  return plannedProvisioners({
    configuration,
    scope,
    instance,
    expansion,
    action,
    createBeforeDestroy,
    prior,
    before: { attributes: before, sensitive: prior?.sensitive ?? [], schema },
    after: { attributes: planned ?? {}, sensitive: wanted?.sensitive ?? [], schema },
  });
}

/** Where secrets stand in what the state has, and in what is there now. */
function secretsBefore({
  instance,
  examined,
}: Pick<InstanceQuestion, 'instance' | 'examined'>): readonly Path[] {
  return examined === undefined ? [] : secretsOfExamined(instance, examined);
}

/** A node that takes what the state has of an instance out of it. */
export function forgetNode(
  context: PlanContext,
  instance: InstanceAddress,
  provider: string,
  prior: StateInstance,
): ForgetNode {
  const { attributes, sensitive, dependencies } = prior;
  const node: Writable<ForgetNode> = {
    address: formatAddress(instance),
    instance,
    provider,
    dependencies,
    node: 'forget',
    before: attributes,
    sensitive: withSchemaSecrets(instance, attributes, sensitive),
    why: 'removed-block',
    reason: 'delete_because_no_resource_config',
  };
  addFacts(node, context, undefined, prior);
  return node;
}

/** A node while it is put together. What follows on a spread in a literal, V8 defines one by one, by a call into its runtime. */
type Writable<Node> = { -readonly [Name in keyof Node]: Node[Name] };

/** Adds what only some nodes have. */
function addFacts(
  node: Writable<ResourceNode | ForgetNode>,
  context: PlanContext,
  block: ResourceBlock | undefined,
  prior: StateInstance | undefined,
): void {
  const movedFrom = context.movedFrom(node.address);
  if (movedFrom !== undefined) node.movedFrom = movedFrom;
  if (block?.construct !== undefined) node.construct = block.construct;
  if (prior === undefined) return;
  if (prior.deposed !== undefined) node.deposed = prior.deposed;
  node.prior = { dependencies: prior.dependencies, tainted: prior.tainted && !isIntent(prior) };
}

/** An object that was applied and is not there any more is drift, one that an intent announced is not. */
function goneDrift(
  { state }: PlanContext,
  { instance, examined }: Pick<InstanceQuestion, 'instance' | 'examined'>,
): readonly AttributeChange[] {
  if (examined === undefined || examined.actual !== undefined || examined.applied.intent) return [];
  if (isBeingReplaced(state, instance)) return [];
  return [{ path: [], before: examined.prior.attributes, after: undefined, impact: 'none' }];
}

/** What `prevent_destroy` forbids. */
function guard({ block, instance }: InstanceQuestion, { action }: NodeProposal): readonly Diagnostic[] {
  if (block?.lifecycle.preventDestroy !== true || (action !== 'delete' && action !== 'replace')) return [];
  const address = formatAddress(instance);
  return [
    {
      severity: 'error',
      summary: `${address} must not be destroyed`,
      detail: `lifecycle.prevent_destroy is set, and the plan would ${action === 'delete' ? 'destroy' : 'replace'} it.`,
      action: 'Take prevent_destroy out, or leave the object out of the plan with -exclude.',
    },
  ];
}

/** The instances that a state has of a resource, by their keys, without those that are deposed. */
export function currentInstances(
  resource: Pick<StateResource, 'instances'> | undefined,
): ReadonlyMap<InstanceAddress['key'], StateInstance> {
  const current = (resource?.instances ?? []).filter(({ deposed }) => deposed === undefined);
  return new Map(current.map((instance) => [instance.key, instance]));
}
