import { equalValues } from '@virtform/values';
import { worseImpact } from '../kinds/kind.js';
import type { Impact } from '../kinds/kind.js';
import { IMPACTS } from '../kinds/kind.js';
import type { ForgetNode, Plan, PlanNode, PlanSummary, ReadNode, RefreshNode, ResourceNode } from './plan.js';

/** The nodes of a plan that are managed resources. */
export function resourceNodes(plan: Plan): readonly ResourceNode[] {
  return plan.nodes.filter((node) => node.node === 'resource');
}

/** What a plan amounts to. */
export function summarize(plan: Plan): PlanSummary {
  const nodes = resourceNodes(plan);
  const count = (...actions: readonly ResourceNode['action'][]): number =>
    nodes.filter(({ action }) => actions.includes(action)).length;
  return {
    import: nodes.filter(({ importing }) => importing !== undefined).length,
    add: count('create', 'replace'),
    change: count('update'),
    destroy: count('delete', 'replace'),
    forget: plan.nodes.filter((node) => node.node === 'forget').filter(isForgotten).length,
    impact: nodes.map(({ impact }) => impact).reduce<Impact>(worseImpact, 'none'),
    data: nodes.some(({ data }) => data === 'lost') ? 'lost' : 'kept',
  };
}

function isForgotten({ why }: ForgetNode): boolean {
  return why === 'removed-block';
}

/** Whether applying the plan would do anything: to hosts, to the state's list of objects, or to outputs. */
export function hasChanges(plan: Pick<Plan, 'moves' | 'nodes' | 'outputs'>): boolean {
  return (
    plan.moves.length > 0 ||
    plan.nodes.some(isChange) ||
    plan.outputs.some(({ action }) => action !== 'no-op')
  );
}

function isChange(node: PlanNode): boolean {
  switch (node.node) {
    case 'resource':
      return node.action !== 'no-op' || node.importing !== undefined;
    case 'refresh':
      return !isUpToDate(node);
    case 'forget':
      return true;
    case 'read':
      return waitsForApply(node);
  }
}

/** Whether a data source is read by the apply. What was read for the plan, or leaves the state, changes nothing. */
export function waitsForApply({ reason }: ReadNode): boolean {
  return reason !== undefined;
}

/** Whether the state has an object as it is. */
export function isUpToDate({ before, after }: RefreshNode): boolean {
  return after !== undefined && equalValues(before, after);
}

/** The nodes whose impact is worse than `-max-impact` allows. */
export function exceeding(plan: Plan, allowed: Impact): readonly ResourceNode[] {
  return resourceNodes(plan).filter(({ impact }) => IMPACTS.indexOf(impact) > IMPACTS.indexOf(allowed));
}
