import type { Value } from '@virtform/values';
import { decodeValue } from './encoding.js';
import type { Plan } from './plan.js';

/** The variables as they were when the plan was made: what the environment says now must not change what was shown. */
export function plannedVariables({ variables }: Pick<Plan, 'variables'>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(variables).map(([name, value]) => [name, decodeValue(value)]));
}
