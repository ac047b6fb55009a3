import type { Diagnostic } from '@virtform/values';
import type { Configuration } from '../config/index.js';
import type { Plan } from '../plan/plan.js';
import type { State } from '../state/state.js';

/** Why a plan must not be applied to this state and this configuration; empty where it may. */
export function checkFresh(plan: Plan, state: State, configuration: Configuration): readonly Diagnostic[] {
  if (plan.lineage !== state.lineage) {
    return [
      stale(
        'The plan belongs to another state',
        `It was made for lineage ${plan.lineage}; the state here has lineage ${state.lineage}.`,
      ),
    ];
  }
  if (plan.serial !== state.serial) {
    return [
      stale(
        'The plan is stale',
        `It was made from serial ${plan.serial} of the state, which is at serial ${state.serial} now: something was applied since.`,
      ),
    ];
  }
  if (plan.configuration !== configuration.digest) {
    return [stale('The plan is stale', 'The configuration was changed since the plan was made.')];
  }
  return [];
}

function stale(summary: string, detail: string): Diagnostic {
  return { severity: 'error', summary, detail, action: 'Run plan again and apply what it shows now.' };
}
