import { volume, diff } from '@virtform/schema';
import type { Actual, Attributes, IntentVerdict, ProposalRequest } from '../kind.js';

/**
 * What a volume is that stands where an interrupted apply was about to make one. It bears no UUID and no mark: one with content
 * cannot be trusted to be whole; an empty one is ours where it is what was to be made.
 */
export function judgeVolumeIntent(
  { wanted }: Pick<ProposalRequest, 'wanted'>,
  actual: Actual | undefined,
): IntentVerdict {
  if (actual === undefined) return 'absent';
  if (wanted === undefined) return 'recreate';
  // Behind a pool that does not run nothing is seen. Volumes are made while theirs runs, so that this one was not begun; where
  // somebody stopped the pool since, the create is refused and the next plan, with the pool running, sees what is there.
  if (actual.stored === undefined) return 'absent';
  if (wanted.create !== undefined) return 'recreate';
  return isAsWanted(actual.stored, wanted) ? 'complete' : 'foreign';
}

function isAsWanted(there: Attributes, wanted: Attributes): boolean {
  return diff(volume, there, wanted, { applied: {} }).every(({ edits }) => edits.length === 0);
}
