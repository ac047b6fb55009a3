import type { Diagnostic } from '@virtform/values';
import type { StateInstance } from '../state/state.js';
import type { Actual, Applied, Attributes, Identity, Kind, OwnershipMark } from '../kinds/kind.js';

/** An instance of the state, and what is there of it now. */
export interface Examined {
  readonly prior: StateInstance;
  readonly applied: Applied;
  /** undefined where the state does not say enough to find it. */
  readonly identity: Identity | undefined;
  /** undefined: absent. */
  readonly actual: Actual | undefined;
  /** The attributes of the state, brought up to date; undefined where nothing is there. */
  readonly refreshed: Attributes | undefined;
  /** Where an apply was killed while it changed the object: what was applied before that; `applied` has what it came to. */
  readonly interrupted?: Applied;
}

/**
 * Looks up in the host view what a state says is there.
 *
 * @param isAsTold whether it is known that the object says what the state has; asked once somebody wants to know what it says
 */
export function examine(
  kind: Kind<unknown>,
  view: unknown,
  prior: StateInstance,
  isAsTold = (): boolean => false,
): Examined {
  const { bookkeeping, attributes, tainted } = prior;
  const identity = bookkeeping?.identity ?? kind.locate(attributes, view);
  const actual = identity === undefined ? undefined : kind.read(view, identity);
  let refreshed: Attributes | undefined;
  return {
    prior,
    identity,
    actual,
    applied: {
      attributes,
      identity,
      wanted: bookkeeping?.wanted,
      tainted,
      intent: bookkeeping?.intent ?? false,
    },
    // What the host says of it has to be decoded for that; an apply asks for it of few of the objects that it looks up.
    get refreshed() {
      // Terraform's read keeps to what was configured; without our bookkeeping the attributes themselves are the best guess at that.
      if (actual === undefined) return undefined;
      return (refreshed ??= isAsTold()
        ? attributes
        : kind.toState(actual, bookkeeping?.wanted ?? attributes));
    },
  };
}

/** What is to be done with one instance, before its kind is asked how. */
export type Decision =
  | { readonly decide: 'create' | 'in-place' | 'destroy'; readonly resumes: boolean }
  | {
      readonly decide: 'replace';
      readonly reason: 'replace_because_tainted' | 'replace_by_request' | 'replace_by_triggers';
      readonly resumes: boolean;
    }
  /** Nothing is there: only the state has to be told. */
  | { readonly decide: 'forget' }
  | { readonly decide: 'refuse'; readonly diagnostic: Diagnostic };

/** What the decision rests on. */
export interface Circumstances {
  readonly kind: Kind<unknown>;
  readonly address: string;
  readonly mark: OwnershipMark;
  /** undefined: not in the state. */
  readonly examined: Examined | undefined;
  /** undefined: to be destroyed. */
  readonly wanted: Attributes | undefined;
  /** `-replace` names it, or something of its `replace_triggered_by` changes; undefined: neither. */
  readonly replace: 'replace_by_request' | 'replace_by_triggers' | undefined;
  /** Provisioners run once it is made: of what an interrupted apply left, nobody knows that they have. */
  readonly provisioned: boolean;
}

/** Whether to make, change, replace or drop. An intent is judged first: what it finds may be anybody's. */
export function decide(circumstances: Circumstances): Decision {
  const { examined, wanted, replace } = circumstances;
  if (examined === undefined) return { decide: 'create', resumes: false };
  if (examined.applied.intent) return decideIntent(circumstances, examined);
  if (wanted === undefined) {
    return examined.actual === undefined ? { decide: 'forget' } : { decide: 'destroy', resumes: false };
  }
  if (examined.actual === undefined) return { decide: 'create', resumes: false };
  if (replace === 'replace_by_triggers') return { decide: 'replace', reason: replace, resumes: false };
  if (examined.applied.tainted)
    return { decide: 'replace', reason: 'replace_because_tainted', resumes: false };
  if (replace !== undefined) return { decide: 'replace', reason: replace, resumes: false };
  return { decide: 'in-place', resumes: false };
}

function decideIntent(
  { kind, address, mark, wanted, provisioned }: Circumstances,
  examined: Examined,
): Decision {
  const { identity, actual } = examined;
  const judged = identity === undefined ? 'absent' : kind.judgeIntent({ identity, mark, wanted }, actual);
  const verdict = judged === 'complete' && provisioned ? 'recreate' : judged;
  const gone = wanted === undefined;
  switch (verdict) {
    case 'absent':
      return gone ? { decide: 'forget' } : { decide: 'create', resumes: true };
    case 'complete':
      return { decide: gone ? 'destroy' : 'in-place', resumes: true };
    case 'recreate':
      return gone
        ? { decide: 'destroy', resumes: true }
        : { decide: 'replace', reason: 'replace_because_tainted', resumes: true };
    case 'foreign':
      // What was never ours needs no destroying; only our note about it goes.
      return gone ? { decide: 'forget' } : { decide: 'refuse', diagnostic: foreignObject(address, identity) };
  }
}

function foreignObject(address: string, identity: Identity | undefined): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} found an object that belongs to somebody else`,
    detail: `An interrupted apply was about to make it; what stands in its place (${JSON.stringify(identity)}) does not carry its mark.`,
    action: 'Rename yours, remove the other one, or import it.',
    address,
  };
}
