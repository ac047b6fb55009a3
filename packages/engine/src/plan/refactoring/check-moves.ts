import { hasErrors, type Diagnostic } from '@virtform/values';
import { formatAddress, resourceOf } from '../../address.js';
import { expand, keyOf, movesWhole, stillExists } from '../../config/index.js';
import type { Configuration, Scope } from '../../config/index.js';
import type { InstanceMove } from '../../state/index.js';
import type { PlanOptions } from '../plan.js';
import type { Selection } from '../selection.js';

/** Moves of single instances that are still among those which count and for_each ask for. */
export function checkInstancesGone(
  { moved, resources }: Pick<Configuration, 'moved' | 'resources'>,
  scope: Scope,
): readonly Diagnostic[] {
  return moved.flatMap((block) => {
    const { from } = block;
    if (from.kind === 'module' || movesWhole(block)) return [];
    const declared = resources.get(formatAddress(resourceOf(from.address)));
    if (declared === undefined) return [];
    const { expansions, diagnostics } = expand(declared, scope);
    if (hasErrors(diagnostics) || !expansions.some(({ key }) => key === keyOf(from))) return [];
    return [stillExists(block, declared.source)];
  });
}

/** A plan of a part must not leave out what moved: the next one would find it at neither address. */
export function checkMovesSelected(
  moves: readonly InstanceMove[],
  selection: Selection,
  { targets }: Pick<PlanOptions, 'targets'>,
): readonly Diagnostic[] {
  const left = moves.filter(({ to }) => to.mode === 'managed' && !selection.has(to));
  if (left.length === 0) return [];
  const lines = left.map(({ from, to }) => `  ${formatAddress(from)} has moved to ${formatAddress(to)}`);
  const option = targets.length > 0 ? '-target' : '-exclude';
  return [
    {
      severity: 'error',
      summary: 'Moved resource instances excluded by targeting',
      detail: `These objects of the state have new addresses in the configuration, and ${option} leaves them out:\n${lines.join('\n')}`,
      action:
        targets.length > 0
          ? `Plan without -target, or add ${left.map(({ to }) => `-target='${formatAddress(to)}'`).join(' ')}`
          : 'Plan without -exclude first, and apply the moves.',
    },
  ];
}
