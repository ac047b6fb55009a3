import { hasErrors } from '@virtform/values';
import type { Diagnostic, Path } from '@virtform/values';
import type {
  Applied,
  Actual,
  AttributeChange,
  Attributes,
  DataImpact,
  Identity,
  Impact,
  Kind,
  OwnershipMark,
  Proposal,
  Step,
} from '../kinds/kind.js';
import { identityText, worseImpact } from '../kinds/kind.js';
import type { Decision, Examined } from './examine.js';
import type { ActionReason } from './plan.js';

/** Everything that a proposal is made from; the same at plan and at apply, only that at apply values are known. */
export interface ProposalSources {
  readonly kind: Kind<unknown>;
  readonly view: unknown;
  readonly address: string;
  readonly mark: OwnershipMark;
  readonly examined: Examined | undefined;
  readonly wanted: Attributes | undefined;
  readonly sensitive: readonly Path[];
  /** The UUID kept for an object that is to be made. */
  readonly reserved: string;
  readonly allowDataLoss: boolean;
  readonly restart: boolean;
  /** As `ProposalRequest` says it. */
  readonly isStopped?: true;
  readonly createBeforeDestroy: boolean;
}

/** A proposal for a whole node: both halves of a replacement together. */
export interface NodeProposal extends Proposal {
  readonly identity: Identity;
  readonly reason?: ActionReason;
  /** Of a replacement; the steps of `destroy` and `create`, in whichever order they run. */
  readonly halves?: { readonly destroy: readonly Step[]; readonly create: readonly Step[] };
}

/** Asks the kind how a decision is carried out; `refuse` and `forget` are nothing that a kind has to say about. */
export function proposeDecision(
  decision: Exclude<Decision, { readonly decide: 'refuse' | 'forget' }>,
  sources: ProposalSources,
): NodeProposal {
  switch (decision.decide) {
    case 'create':
      return proposeCreate(sources, undefined);
    case 'replace':
      return proposeReplace(sources, decision.reason, []);
    case 'in-place':
    case 'destroy':
      return proposeInPlace(sources);
  }
}

/** The create of an object that is not there, or of the one that takes the place of another. */
export function proposeCreate(sources: ProposalSources, replaces: Identity | undefined): NodeProposal {
  const { kind, view, wanted, reserved, mark } = sources;
  const identity = kind.identify(wanted ?? {}, reserved, view, mark);
  const proposal = kind.propose(
    { ...request(sources, identity, undefined, undefined), ...(replaces === undefined ? {} : { replaces }) },
    view,
  );
  return { ...proposal, identity };
}

/** The destroy of an object that is there. */
export function proposeDestroy(sources: ProposalSources): NodeProposal {
  return proposeInPlace({ ...sources, wanted: undefined, sensitive: [] });
}

function proposeInPlace(sources: ProposalSources): NodeProposal {
  const { kind, view, examined } = sources;
  const identity = examined?.identity ?? {};
  const proposal = kind.propose(request(sources, identity, examined?.applied, examined?.actual), view);
  if (proposal.action !== 'replace' || hasErrors(proposal.diagnostics)) return { ...proposal, identity };
  return proposeReplace(sources, 'replace_because_cannot_update', proposal.changes, proposal.drift);
}

/** Destroy and create as one node. The create is asked as if nothing were there but what is about to make room. */
export function proposeReplace(
  sources: ProposalSources,
  reason: ActionReason,
  changes: readonly AttributeChange[],
  drift: readonly AttributeChange[] = [],
): NodeProposal {
  const { createBeforeDestroy, examined, address } = sources;
  const destroy = proposeDestroy(sources);
  const create = proposeCreate(sources, examined?.identity);
  const [first, last] = createBeforeDestroy ? [create, destroy] : [destroy, create];
  const diagnostics = [...destroy.diagnostics, ...create.diagnostics];
  if (createBeforeDestroy && sameName(destroy.identity, create.identity))
    diagnostics.push(nameTaken(address));
  return {
    action: 'replace',
    reason,
    identity: create.identity,
    planned: create.planned,
    changes: changes.length > 0 ? changes : create.changes,
    steps: [...first.steps, ...last.steps],
    halves: { destroy: destroy.steps, create: create.steps },
    ...(createBeforeDestroy || destroy.stop === undefined ? {} : { stop: destroy.stop }),
    waiting: [],
    drift,
    diagnostics,
  };
}

function request(
  sources: ProposalSources,
  identity: Identity,
  applied: Applied | undefined,
  actual: Actual | undefined,
): Parameters<Kind<unknown>['propose']>[0] {
  const { address, wanted, sensitive, mark, allowDataLoss, restart, isStopped } = sources;
  return {
    address,
    identity,
    applied,
    actual,
    wanted,
    sensitive,
    mark,
    allowDataLoss,
    restart,
    ...(isStopped === undefined ? {} : { isStopped }),
  };
}

function sameName(left: Identity, right: Identity): boolean {
  const name = identityText(left, 'name');
  return (
    name !== undefined &&
    name === identityText(right, 'name') &&
    identityText(left, 'pool') === identityText(right, 'pool')
  );
}

function nameTaken(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} cannot be created before the old one is destroyed`,
    detail:
      'create_before_destroy is set, here or on what depends on it, and the name stays the same; two objects of one name cannot be there at once.',
    action: 'Take create_before_destroy out, or let the name change with what forces the replacement.',
    address,
  };
}

/** The worst that a guest notices of a node: of a replacement, the destroy in it counts as the replacement that it is. */
export function nodeImpact(proposal: NodeProposal): Impact {
  const impacts = [...proposal.steps, ...proposal.changes].map(({ impact }) => impact);
  const worst = impacts.reduce<Impact>(worseImpact, 'none');
  return proposal.action === 'replace' && worst === 'destroy' ? 'replace' : worst;
}

/** Whether any step loses data. */
export function nodeData(proposal: NodeProposal): DataImpact {
  return proposal.steps.some(({ data }) => data === 'lost') ? 'lost' : 'kept';
}
