import type { Diagnostic } from '@virtform/values';
import type { InstanceAddress, InstanceKey, ResourceAddress } from '../address.js';
import type { ResourceBlock } from '../config/index.js';
import type { StateInstance } from '../state/state.js';
import type { AskedObject } from './check-across.js';
import type { PlanNode } from './plan.js';
import type { Repetition } from './resource-values.js';

/** The nodes of one block, and what is wrong with it. */
export interface PlannedBlock {
  readonly nodes: readonly PlanNode[];
  /** What stands for these nodes where the plan changes anything: what a check looks at is looked at again then. */
  readonly afterChanges?: readonly PlanNode[];
  /** What its instances ask for, to be held against each other. */
  readonly asked: readonly AskedObject[];
  /** The instances of the state that are known to be settled, which therefore hold no secret. */
  readonly settled?: readonly StateInstance[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a block of which there is nothing. */
export const NOTHING: PlannedBlock = { nodes: [], asked: [], diagnostics: [] };

/** A block that cannot be planned. */
export function wrong(diagnostics: readonly Diagnostic[]): PlannedBlock {
  return { ...NOTHING, diagnostics };
}

/** The parts of a block as one. */
export function joined(parts: readonly PlannedBlock[]): PlannedBlock {
  return {
    nodes: parts.flatMap(({ nodes }) => nodes),
    asked: parts.flatMap(({ asked }) => asked),
    settled: parts.flatMap(({ settled }) => settled ?? []),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** An instance of a resource. */
export function instanceOf(address: ResourceAddress, key: InstanceKey | undefined): InstanceAddress {
  return key === undefined ? address : { ...address, key };
}

/** How a block's instances are told apart. */
export function repetitionOf(block: ResourceBlock): Repetition {
  if (block.count !== undefined) return 'count';
  return block.forEach === undefined ? 'single' : 'for-each';
}
