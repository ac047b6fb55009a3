import type { ResourceBlock } from '../config/index.js';
import { namedResources } from '../config/index.js';
import type { PlanContext } from './context.js';
import { hasConditions } from './plan-checks.js';
import type { PlanNode } from './plan.js';

/**
 * Whether something that a data source may show the effect of is still to be changed: then it is read after that.
 *
 * As in Terraform, what counts are the managed resources that the block itself names, in its arguments or in `depends_on`: what it
 * reaches through locals or other data sources orders it and no more. Where it has conditions, all that it rests on counts, because
 * a change of that may be what makes them hold.
 */
export function hasPendingDependency(context: PlanContext, block: ResourceBlock, address: string): boolean {
  const resources = hasConditions(block)
    ? context.dependencies(address)
    : namedResources(context.configuration, block);
  return resources.some((resource) => context.planned.get(resource)?.some(isPending) === true);
}

function isPending(node: PlanNode): boolean {
  return node.node === 'forget' || (node.node === 'resource' && node.action !== 'no-op');
}
