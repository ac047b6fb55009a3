import {
  resourceOf,
  type InstanceAddress,
  type InstanceKey,
  type ModuleStep,
  type Target,
} from '../../address.js';
import { movesWhole } from '../../config/index.js';
import type { MovedBlock } from '../../config/index.js';
import { sameResource } from '../../state/index.js';

/** What a move says. */
type Move = Pick<MovedBlock, 'within' | 'from' | 'to'>;

/** Where a move brings an instance; undefined where it does not speak of it. */
export function movedAddress(address: InstanceAddress, move: Move): InstanceAddress | undefined {
  const whole = movesWhole(move);
  const [from, to] = [meantAt(move.from, move, address.module), meantAt(move.to, move, address.module)];
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
export function isInDestination(address: InstanceAddress, move: Move): boolean {
  const to = meantAt(move.to, move, address.module);
  const whole = movesWhole(move);
  if (to.kind === 'module') return movedModule(address.module, to.module, to.module, whole) !== undefined;
  return sameResource(address, to.address) && (whole || address.key === to.address.key);
}

/**
 * What one end of a move means to what stands in some module. What a module says of itself is meant in each of its instances: in
 * the one that is around this address.
 */
function meantAt(target: Target, { within }: Move, around: readonly ModuleStep[]): Target {
  if (within.length === 0) return target;
  const steps = target.kind === 'module' ? target.module : target.address.module;
  const module = steps.map((step, index) => {
    const here = around[index];
    return index < within.length && here?.name === step.name ? here : step;
  });
  return target.kind === 'module'
    ? { kind: 'module', module }
    : { kind: 'resource', address: { ...target.address, module } };
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
