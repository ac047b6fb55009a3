import type { Value } from '@virtform/values';
import type { Configuration } from '../config/index.js';
import { decodeValue } from './encoding.js';
import type { Plan } from './plan.js';

/** The variables as they were when the plan was made: what the environment says now must not change what was shown. */
export function plannedVariables({ variables }: Pick<Plan, 'variables'>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(variables).map(([name, value]) => [name, decodeValue(value)]));
}

/** The same, and those that no plan holds, with the values that they have now. */
export function plannedWithEphemeral(
  plan: Pick<Plan, 'variables'>,
  { variables: blocks }: Pick<Configuration, 'variables'>,
  now: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const ephemeral = [...now].filter(([name]) => blocks.get(name)?.ephemeral === true);
  return new Map([...plannedVariables(plan), ...ephemeral]);
}
