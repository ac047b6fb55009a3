import { resourceOf, type InstanceAddress, type InstanceKey, type ModuleStep } from '../../address.js';
import { movesWhole } from '../../config/index.js';
import type { MovedBlock } from '../../config/index.js';
import { sameResource } from '../../state/index.js';

/** Where a move brings an instance; undefined where it does not speak of it. */
export function movedAddress(
  address: InstanceAddress,
  move: Pick<MovedBlock, 'from' | 'to'>,
): InstanceAddress | undefined {
  const { from, to } = move;
  const whole = movesWhole(move);
  if (from.kind === 'module' && to.kind === 'module') {
    const module = movedModule(address.module, from.module, to.module, whole);
    return module === undefined ? undefined : { ...address, module };
  }
  if (from.kind === 'module' || to.kind === 'module') return undefined;
  if (!sameResource(address, from.address)) return undefined;
  if (!whole && address.key !== from.address.key) return undefined;
  return atKey(to.address, whole ? address.key : to.address.key);
}

/** Whether a move would bring something into what an instance belongs to already. */
export function isInDestination(address: InstanceAddress, move: Pick<MovedBlock, 'from' | 'to'>): boolean {
  const { to } = move;
  const whole = movesWhole(move);
  if (to.kind === 'module') return movedModule(address.module, to.module, to.module, whole) !== undefined;
  return sameResource(address, to.address) && (whole || address.key === to.address.key);
}

/** The module after the move; a step without a key means the module with each of its keys where the move is of the whole. */
function movedModule(
  module: readonly ModuleStep[],
  from: readonly ModuleStep[],
  to: readonly ModuleStep[],
  whole: boolean,
): readonly ModuleStep[] | undefined {
  const last = from.length - 1;
  const matches = from.every((step, index) => {
    const inner = module[index];
    return inner?.name === step.name && (inner.key === step.key || (whole && index === last));
  });
  const [head, tail] = [to.slice(0, -1), to.at(-1)];
  const key = whole ? module[last]?.key : tail?.key;
  if (!matches || tail === undefined) return undefined;
  return [...head, { name: tail.name, ...(key === undefined ? {} : { key }) }, ...module.slice(from.length)];
}

function atKey(address: InstanceAddress, key: InstanceKey | undefined): InstanceAddress {
  return { ...resourceOf(address), ...(key === undefined ? {} : { key }) };
}
