import { formatBlock, type InstanceKey } from '../../address.js';
import { blockAt, everyModule } from '../../config/index.js';
import type { Configuration, ResourceBlock } from '../../config/index.js';
import type { InstanceMove } from '../../state/index.js';
import type { StateResource } from '../../state/state.js';

/**
 * Moves that nobody has to write: a resource that gets `count` goes on as its first instance, and one that loses it keeps the
 * first. Where a block speaks of the resource itself, it says which instance is meant.
 */
export function impliedMoves(
  configuration: Configuration,
  stored: readonly StateResource[],
): readonly InstanceMove[] {
  const spoken = new Set(
    everyModule(configuration)
      .flatMap(({ moved }) => moved)
      .flatMap(({ from }) => (from.kind === 'resource' ? [formatBlock(from.address)] : [])),
  );
  return stored.flatMap(({ address, instances }) => {
    const block = blockAt(configuration, address);
    if (block === undefined || address.mode !== 'managed' || spoken.has(formatBlock(address))) return [];
    const keys = impliedKeys(block);
    if (keys === undefined) return [];
    const isThere = (key: InstanceKey | undefined): boolean =>
      instances.some((instance) => instance.key === key);
    if (!isThere(keys.from) || isThere(keys.to)) return [];
    const at = (key: InstanceKey | undefined): InstanceMove['from'] =>
      key === undefined ? address : { ...address, key };
    return [{ from: at(keys.from), to: at(keys.to) }];
  });
}

function impliedKeys({
  count,
  forEach,
}: ResourceBlock):
  { readonly from: InstanceKey | undefined; readonly to: InstanceKey | undefined } | undefined {
  if (count !== undefined) return { from: undefined, to: 0 };
  return forEach === undefined ? { from: 0, to: undefined } : undefined;
}
