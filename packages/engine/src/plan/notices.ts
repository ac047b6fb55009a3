import { askedOnce, isGoing, plannedObjects, type Hosts } from './check-holders.js';
import type { PlanNode } from './plan.js';

/** The nodes, and with each object that goes the guests that run on and notice it: not those that go as well. */
export function withNotices(nodes: readonly PlanNode[], hosts: Hosts): readonly PlanNode[] {
  const planned = plannedObjects(
    nodes.filter((node) => node.node === 'resource'),
    hosts,
  );
  const asked = askedOnce(hosts, planned, (kind, view, goes) => kind.missedBy?.(view, goes));
  return nodes.map((node) => {
    if (node.node !== 'resource' || !isGoing(node)) return node;
    const missing = asked(node).map(({ said }) => said);
    return missing.length === 0 ? node : { ...node, missedBy: missing.sort() };
  });
}
