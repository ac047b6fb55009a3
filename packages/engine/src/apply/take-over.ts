import type { Plan } from '../plan/plan.js';
import { importedInstance, moveInstances, upsertInstance } from '../state/index.js';
import type { State } from '../state/state.js';

/**
 * The state with everything at the addresses that a plan speaks of: what moved is where it belongs, and what is imported is
 * there as if it had been applied before. All else that an apply does starts from it.
 */
export function takeOver(state: State, plan: Plan): State {
  return plan.nodes
    .filter((node) => node.node === 'resource')
    .filter(({ importing }) => importing !== undefined)
    .reduce(
      (current, { instance, provider, before = {} }) =>
        upsertInstance(current, instance, provider, importedInstance(instance.key, before)),
      moveInstances(state, plan.moves),
    );
}
