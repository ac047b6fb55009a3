import { hasErrors, type Diagnostic } from '@virtform/values';
import { formatAddress } from '../../address.js';
import {
  blockAt,
  callAt,
  everyModule,
  expand,
  instancesAt,
  keyOf,
  movesWhole,
  scopeAt,
  stillExists,
} from '../../config/index.js';
import type { Configuration, ModuleScope, MovedBlock } from '../../config/index.js';
import type { InstanceMove } from '../../state/index.js';
import type { PlanOptions } from '../plan.js';
import type { Selection } from '../selection.js';

/** Moves of single instances that are still among those which count and for_each ask for. */
export function checkInstancesGone(configuration: Configuration, scope: ModuleScope): readonly Diagnostic[] {
  const moved = everyModule(configuration).flatMap((module) => module.moved);
  return moved.flatMap((block) => {
    const declared = declaredAt(block, configuration, scope);
    return declared === undefined ? [] : [stillExists(block, declared.source)];
  });
}

/** What is declared where a move begins, as far as count and for_each say it. */
function declaredAt(
  block: MovedBlock,
  configuration: Configuration,
  root: ModuleScope,
): Pick<MovedBlock, 'source'> | undefined {
  const { from, within } = block;
  const steps = from.kind === 'module' ? from.module : from.address.module;
  const isOne = steps.slice(within.length).some(({ key }) => key !== undefined) || !movesWhole(block);
  if (!isOne) return undefined;
  const around = instancesAt(root, within).scopes;
  if (from.kind === 'module') {
    const isThere = around.some((scope) => scopeAt(scope, steps.slice(within.length)) !== undefined);
    return isThere ? callAt(configuration, steps) : undefined;
  }
  const declared = blockAt(configuration, from.address);
  const isThere = around.some((outer) => {
    const scope = scopeAt(outer, steps.slice(within.length));
    if (scope === undefined || declared === undefined) return false;
    const { expansions, diagnostics } = expand(declared, scope);
    return (
      !hasErrors(diagnostics) && (movesWhole(block) || expansions.some(({ key }) => key === keyOf(from)))
    );
  });
  return isThere ? declared : undefined;
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
