import { formatModulePath, type ModuleStep, pathOf, sameModule } from '../address.js';
import type { ResourceBlock } from '../config/index.js';
import { moduleAt, namedResources } from '../config/index.js';
import type { PlanContext } from './context.js';
import { hasConditions } from './plan-checks.js';
import type { PlanNode } from './plan.js';

/**
 * Whether something that a data source may show the effect of is still to be changed: then it is read after that.
 *
 * As in Terraform, what counts are the managed resources that the block itself names, in its arguments or in `depends_on`: what it
 * reaches through locals or other data sources orders it and no more. Where it has conditions, all that it rests on counts, because
 * a change of that may be what makes them hold.
 *
 * @param block with the keys of the modules around it in its address
 * @param address without them
 */
export function hasPendingDependency(context: PlanContext, block: ResourceBlock, address: string): boolean {
  const { configuration, planned } = context;
  const { module } = block.address;
  const own = moduleAt(configuration, module) ?? configuration;
  const resources = hasConditions(block) ? context.dependencies(address) : namedResources(own, block);
  return resources.some(
    (resource) => planned.get(resource)?.some((node) => isPending(node, module)) === true,
  );
}

/** Of the same module it is the same instance that counts: nothing refers from one into another. */
function isPending(node: PlanNode, module: readonly ModuleStep[]): boolean {
  const around = node.instance.module;
  if (formatModulePath(pathOf(around)) === formatModulePath(pathOf(module)) && !sameModule(around, module))
    return false;
  return node.node === 'forget' || (node.node === 'resource' && node.action !== 'no-op');
}
