import { formatAddress, type InstanceKey, type ModuleStep, resourceOf, type Target } from '../../address.js';
import type { MovedBlock } from '../configuration.js';
import { findCycle } from '../dependencies.js';
import { keyOf } from './endpoint.js';

/** Whether a move is of all instances together, each with its key, as it is where neither address names one. */
export function movesWhole({ from, to }: Pick<MovedBlock, 'from' | 'to'>): boolean {
  return keyOf(from) === undefined && keyOf(to) === undefined;
}

/** Moves in an order in which each finds what others bring to where it begins, or those that wait for each other. */
export type MoveOrder =
  | { readonly ok: true; readonly moves: readonly MovedBlock[] }
  | { readonly ok: false; readonly cycle: readonly MovedBlock[] };

/** Puts moves in order: one that begins where another ends comes after it. */
export function orderMoves(moved: readonly MovedBlock[]): MoveOrder {
  const ids = new Map(moved.map((block, index) => [String(index), block]));
  const edges = new Map<string, readonly string[]>();
  for (const [id, later] of ids)
    edges.set(
      id,
      [...ids].filter(([other, earlier]) => other !== id && follows(later, earlier)).map(([other]) => other),
    );
  const cycle = findCycle(edges);
  if (cycle !== undefined) return { ok: false, cycle: cycle.flatMap((id) => ids.get(id) ?? []) };
  const placed = new Set<string>();
  const place = (id: string): void => {
    for (const before of edges.get(id) ?? []) if (!placed.has(before)) place(before);
    placed.add(id);
  };
  for (const id of ids.keys()) if (!placed.has(id)) place(id);
  return { ok: true, moves: [...placed].flatMap((id) => ids.get(id) ?? []) };
}

function follows(later: MovedBlock, earlier: MovedBlock): boolean {
  return overlaps(
    { target: later.from, whole: movesWhole(later) },
    { target: earlier.to, whole: movesWhole(earlier) },
  );
}

/** An end of a move; without a key it means every instance where the move is of the whole, and else the one without a key. */
interface End {
  readonly target: Target;
  readonly whole: boolean;
}

function overlaps(left: End, right: End): boolean {
  if (left.target.kind === 'module') return holds(left.target.module, left.whole, right.target);
  if (right.target.kind === 'module') return holds(right.target.module, right.whole, left.target);
  return (
    formatAddress(resourceOf(left.target.address)) === formatAddress(resourceOf(right.target.address)) &&
    sameKey(left.target.address.key, left.whole, right.target.address.key, right.whole)
  );
}

function holds(module: readonly ModuleStep[], whole: boolean, target: Target): boolean {
  const inside = target.kind === 'module' ? target.module : target.address.module;
  return module.every((step, index) => {
    const other = inside[index];
    const last = index === module.length - 1;
    return other?.name === step.name && (other.key === step.key || (last && whole));
  });
}

function sameKey(
  left: InstanceKey | undefined,
  leftWhole: boolean,
  right: InstanceKey | undefined,
  rightWhole: boolean,
): boolean {
  return left === right || leftWhole || rightWhole;
}
