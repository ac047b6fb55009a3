import type { Diagnostic } from '@virtform/values';
import type { Attributes, Proposal, ProposalRequest } from '../kind.js';

const NOTHING = { changes: [], steps: [], waiting: [], drift: [], diagnostics: [] } as const;

/** There is nothing to do. */
export function nothingToDo(planned: Attributes | undefined, rest: Partial<Proposal> = {}): Proposal {
  return { ...NOTHING, action: 'no-op', planned, ...rest };
}

/** It cannot be done, and why. */
export function refusal(planned: Attributes | undefined, ...diagnostics: readonly Diagnostic[]): Proposal {
  return { ...NOTHING, action: 'no-op', planned, diagnostics };
}

/** What a kind is asked, sorted by what is there and what is wanted. */
export type Question =
  | { readonly ask: 'create'; readonly wanted: Attributes }
  | {
      readonly ask: 'update';
      readonly wanted: Attributes;
      readonly actual: NonNullable<ProposalRequest['actual']>;
    }
  | { readonly ask: 'destroy'; readonly actual: NonNullable<ProposalRequest['actual']> }
  | { readonly ask: 'nothing' };

/** Which of the three questions a request is. */
export function questionOf({ wanted, actual }: Pick<ProposalRequest, 'wanted' | 'actual'>): Question {
  if (wanted === undefined) return actual === undefined ? { ask: 'nothing' } : { ask: 'destroy', actual };
  return actual === undefined ? { ask: 'create', wanted } : { ask: 'update', wanted, actual };
}
