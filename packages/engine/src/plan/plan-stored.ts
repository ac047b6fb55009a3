import { UNKNOWN } from '@virtform/values';
import { formatAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import { scopeAt } from '../config/index.js';
import type { ResourceBlock } from '../config/index.js';
import { isIntent } from '../state/intents.js';
import type { StateInstance, StateResource } from '../state/state.js';
import type { PlanContext } from './context.js';
import { examine } from './examine.js';
import { locateBlock } from './locate-block.js';
import type { Located } from './locate-block.js';
import { forgetNode, planInstance } from './plan-instance.js';
import type { ActionReason } from './plan.js';
import { planRefresh } from './plan-refresh.js';
import { instanceOf, joined, NOTHING, wrong } from './planned-block.js';
import type { PlannedBlock } from './planned-block.js';
import { isForgotten, removedIn } from './refactoring/removed.js';
import { resumed } from './resume-update.js';
import { isAsTold } from './settled.js';

/** What the state has of a block where nothing of it is to be there any more, or where only the state is brought up to date. */
export function planStored(
  context: PlanContext,
  block: ResourceBlock | undefined,
  resource: StateResource,
): PlannedBlock {
  const located = locateBlock(context, block, resource.address, resource);
  if ('diagnostics' in located) return wrong(located.diagnostics);
  if (block === undefined)
    context.values.declare(formatAddress(resource.address), 'single', located.kind.schema);
  return context.options.refreshOnly
    ? refreshResource(context, block, resource, located)
    : joined(resource.instances.map((instance) => planDestroy(context, block, resource, located, instance)));
}

/** Brings the objects of a resource up to date; what the configuration asks for beside them is not there yet. */
function refreshResource(
  context: PlanContext,
  block: ResourceBlock | undefined,
  prior: StateResource,
  { kind, host }: Located,
): PlannedBlock {
  const address = formatAddress(prior.address);
  const nodes = prior.instances.flatMap((instance) => {
    const { key } = instance;
    const node = context.selection.has(instanceOf(prior.address, key))
      ? planRefresh(context, { kind, host, resource: prior, prior: instance, construct: block?.construct })
      : undefined;
    if (instance.deposed === undefined && !isIntent(instance)) {
      const now = node === undefined ? instance.attributes : (node.after ?? UNKNOWN);
      context.values.set(address, key, now, instance.sensitive);
    }
    return node === undefined ? [] : [node];
  });
  return { nodes, asked: [], diagnostics: [] };
}

/** An instance that only the state has: it is destroyed, or leaves the state. */
export function planDestroy(
  context: PlanContext,
  block: ResourceBlock | undefined,
  resource: StateResource | undefined,
  { kind, host, provider }: Located,
  prior: StateInstance,
): PlannedBlock {
  const address = resource?.address ?? block?.address;
  if (address === undefined) return NOTHING;
  const instance = instanceOf(address, prior.key);
  if (
    block === undefined &&
    !context.options.destroy &&
    isForgotten(removedIn(context.configuration), address)
  )
    return planForget(context, instance, resource?.provider ?? provider, prior);
  // Beside an object that is still there, an intent was never begun: the create waits until the destroy is on record.
  const neverBegun = prior.deposed !== undefined && isIntent(prior);
  if (neverBegun || !context.selection.has(instance)) return NOTHING;
  const stored = resource?.provider ?? provider;
  const left = context.options.destroy || prior.deposed !== undefined;
  const reason = left ? undefined : deleteReason(context, block, instance);
  const { node, diagnostics } = planInstance(context, {
    kind,
    host,
    instance,
    provider: stored,
    block,
    examined: resumed(
      resource,
      kind,
      examine(kind, host.view, prior, () => isAsTold(context, { kind, host }, stored, prior)),
    ),
    wanted: undefined,
    ...(reason === undefined ? {} : { reason }),
    dependencies: prior.dependencies,
  });
  return { nodes: node === undefined ? [] : [node], asked: [], diagnostics };
}

/** It leaves the state, and nothing else happens to it. */
function planForget(
  context: PlanContext,
  instance: InstanceAddress,
  provider: string,
  prior: StateInstance,
): PlannedBlock {
  if (!context.selection.has(instance)) return NOTHING;
  return { nodes: [forgetNode(context, instance, provider, prior)], asked: [], diagnostics: [] };
}

function deleteReason(
  context: PlanContext,
  block: ResourceBlock | undefined,
  instance: InstanceAddress,
): ActionReason {
  const movedFrom = context.movedFrom(formatAddress(instance));
  if (block === undefined)
    return movedFrom === undefined ? 'delete_because_no_resource_config' : 'delete_because_no_move_target';
  if (scopeAt(context.scope, instance.module) === undefined) return 'delete_because_no_module';
  if (block.count !== undefined) return 'delete_because_count_index';
  return block.forEach === undefined ? 'delete_because_no_resource_config' : 'delete_because_each_key';
}
