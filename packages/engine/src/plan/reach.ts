import type { Diagnostic } from '@virtform/values';
import { formatBlock } from '../address.js';
import type { Barrier } from '../kinds/kind.js';
import { identityThere, isGoing, kindOf, plannedObjects, type Hosts } from './check-holders.js';
import { placeDiagnostics } from './diagnostics.js';
import type { PlanNode, ResourceNode } from './plan.js';

/** The nodes, and what is wrong with them. */
export interface Reached {
  readonly nodes: readonly PlanNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What is to go and lies behind something that is down. Where the plan brings that up, it goes once it is up; where that goes as well, it
 * is brought up for it. What stays down is not ours to start, or wanted so: then a person has to.
 */
export function withReach(nodes: readonly PlanNode[], hosts: Hosts): Reached {
  const diagnostics: Diagnostic[] = [];
  const planned = plannedObjects(
    nodes.filter((node) => node.node === 'resource'),
    hosts,
  );
  const reached = nodes.map((node): PlanNode => {
    if (node.node !== 'resource' || !isGoing(node)) return node;
    const host = hosts.get(node.provider);
    const kind = kindOf(node, host);
    const identity = identityThere(node, host);
    const barrier = identity === undefined ? undefined : kind?.liesBehind?.(identity, host?.view);
    if (barrier === undefined) return node;
    const before = planned.of(node.host, barrier);
    if (before === undefined || before.action === 'no-op' || before.action === 'create') {
      const place = {
        address: node.address,
        ...(node.construct === undefined ? {} : { construct: node.construct }),
      };
      diagnostics.push(...placeDiagnostics([outOfReach(node, barrier)], place));
      return node;
    }
    return {
      ...node,
      opens: { resource: formatBlock(before.instance), isWaitedFor: before.action === 'update' },
    };
  });
  return { nodes: reached, diagnostics };
}

/** The error of an object that cannot be reached. */
export function outOfReach(
  { address }: Pick<ResourceNode, 'address'>,
  { said, bringUp }: Barrier,
): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} cannot be destroyed: ${said} is not active`,
    detail: 'What lies in it cannot be looked at, let alone deleted.',
    action: `Start it, and stop it again afterwards if you like: ${bringUp}. Where it is gone for good: virtform state rm '${address}'`,
    address,
  };
}
