import { equalValues, isList, isObject } from '@virtform/values';
import type { Path, Value } from '@virtform/values';
import { inModule, type ModuleStep, pathOf, pathSteps, sameModule } from '../address.js';
import { evaluate, triggerOf } from '../config/index.js';
import type { ResourceBlock, Scope, Trigger } from '../config/index.js';
import type { PlanNode, ResourceNode } from './plan.js';

/** The nodes that were planned so far, by the address of their block, without keys. */
export type PlannedNodes = ReadonlyMap<string, readonly PlanNode[]>;

/**
 * Whether something that `replace_triggered_by` names changes, so that this instance is to be replaced. As in Terraform, what is
 * created or destroyed is no change: only what was there and will be there otherwise.
 *
 * @param scope that of the instance: a key may be `count.index` or `each.key`
 */
export function isTriggered(
  { address: { module }, lifecycle }: ResourceBlock,
  scope: Scope,
  planned: PlannedNodes,
): boolean {
  return lifecycle.replaceTriggeredBy.some((element) => {
    const trigger = triggerOf(element);
    return trigger !== undefined && fires(trigger, module, scope, planned);
  });
}

function fires(
  { address, key, path }: Trigger,
  module: readonly ModuleStep[],
  scope: Scope,
  planned: PlannedNodes,
): boolean {
  const named = key === undefined ? undefined : evaluate(key, scope).value;
  return (planned.get(inModule(pathSteps(pathOf(module)), address)) ?? [])
    .filter((node): node is ResourceNode => node.node === 'resource' && node.deposed === undefined)
    .filter(({ instance }) => sameModule(instance.module, module))
    .filter(({ instance }) => key === undefined || instance.key === named)
    .filter(({ action }) => action === 'update' || action === 'replace')
    .some((node) => path.length === 0 || differs(node, path));
}

function differs({ before, after }: ResourceNode, path: Path): boolean {
  return !equalValues(at(before ?? {}, path), at(after ?? {}, path));
}

/** What stands at a path; null where nothing does, as unset attributes are. */
function at(value: Value, path: Path): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const part =
    isList(value) && typeof step === 'number' ? value[step] : isObject(value) ? value[step] : undefined;
  return at(part ?? null, rest);
}
