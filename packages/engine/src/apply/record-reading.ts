import { equalValues } from '@virtform/values';
import type { Path } from '@virtform/values';
import type { Attributes } from '../kinds/kind.js';
import type { Plan, ReadNode } from '../plan/plan.js';
import { waitsForApply } from '../plan/summary.js';
import { findInstance, removeInstance, upsertInstance } from '../state/index.js';
import type { State } from '../state/state.js';

/** The state with what a data source found. As in Terraform, it keeps no dependencies, and nothing of ours. */
export function recordReading(
  state: State,
  { instance, provider }: Pick<ReadNode, 'instance' | 'provider'>,
  attributes: Attributes,
  sensitive: readonly Path[],
): State {
  const prior = findInstance(state, instance);
  if (
    prior !== undefined &&
    equalValues(prior.attributes, attributes) &&
    equalValues(prior.sensitive, sensitive)
  )
    return state;
  return upsertInstance(state, instance, provider, {
    key: instance.key,
    deposed: undefined,
    tainted: false,
    schemaVersion: prior?.schemaVersion ?? 0,
    attributes,
    sensitive,
    dependencies: [],
    createBeforeDestroy: false,
    bookkeeping: undefined,
    trying: undefined,
    foreignPrivate: prior?.foreignPrivate,
    unknown: prior?.unknown ?? {},
  });
}

/** What was read for the plan, and what nobody asks for any more. What is yet to be read stays as it was until then. */
export function recordReadings(state: State, plan: Plan): State {
  return plan.nodes.reduce((current, node) => {
    if (node.node !== 'read' || waitsForApply(node)) return current;
    return node.after === undefined
      ? removeInstance(current, node.instance)
      : recordReading(current, node, node.after, node.sensitive.after);
  }, state);
}
