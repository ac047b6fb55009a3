import type { ModuleStep, Target } from '../../address.js';
import type { MovedBlock } from '../configuration.js';
import { findCycle } from '../cycles.js';
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
    { target: later.from, whole: movesWhole(later), anywhere: later.within.length },
    { target: earlier.to, whole: movesWhole(earlier), anywhere: earlier.within.length },
  );
}

/** An end of a move; without a key it means every instance where the move is of the whole, and else the one without a key. */
interface End {
  readonly target: Target;
  readonly whole: boolean;
  /** How many of the modules on the way are meant with each of their keys: those around the block that says it. */
  readonly anywhere: number;
}

function overlaps(left: End, right: End): boolean {
  if (left.target.kind === 'module') return holds(left.target.module, left, right);
  if (right.target.kind === 'module') return holds(right.target.module, right, left);
  const [here, there] = [left.target.address, right.target.address];
  return (
    here.type === there.type &&
    here.name === there.name &&
    here.mode === there.mode &&
    here.module.length === there.module.length &&
    sameSteps(here.module, there.module, Math.max(left.anywhere, right.anywhere)) &&
    (here.key === there.key || left.whole || right.whole)
  );
}

function holds(module: readonly ModuleStep[], outer: End, { target, anywhere }: End): boolean {
  const inside = target.kind === 'module' ? target.module : target.address.module;
  const free = Math.max(outer.anywhere, anywhere);
  const last = module.length - 1;
  return (
    sameSteps(module.slice(0, -1), inside, free) &&
    inside[last]?.name === module[last]?.name &&
    (outer.whole || last < free || inside[last]?.key === module[last]?.key)
  );
}

/** Whether one way is the beginning of another; the keys of the first steps do not count. */
function sameSteps(steps: readonly ModuleStep[], others: readonly ModuleStep[], free: number): boolean {
  return steps.every((step, index) => {
    const other = others[index];
    return other?.name === step.name && (index < free || other.key === step.key);
  });
}
