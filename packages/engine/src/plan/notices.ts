import type { Holder } from '../kinds/kind.js';
import { byObject, kindOf, objectKey, type Hosts } from './check-holders.js';
import type { PlanNode, ResourceNode } from './plan.js';

/** The nodes, and with each object that goes the guests that run on and notice it: not those that go as well. */
export function withNotices(nodes: readonly PlanNode[], hosts: Hosts): readonly PlanNode[] {
  let known: ReadonlyMap<string, ResourceNode> | undefined;
  const resources = nodes.filter((node) => node.node === 'resource');
  const stays = (host: string | undefined, guest: Holder): boolean => {
    known ??= byObject(resources, hosts);
    const action = known.get(objectKey(host, guest))?.action;
    return action !== 'delete' && action !== 'replace';
  };
  return nodes.map((node) => {
    if (node.node !== 'resource' || (node.action !== 'delete' && node.action !== 'replace')) return node;
    const host = hosts.get(node.provider);
    const kind = kindOf(node, host);
    const identity = node.before === undefined ? undefined : kind?.locate(node.before, host?.view);
    const guests = identity === undefined ? [] : (kind?.missedBy?.(identity, host?.view) ?? []);
    const missing = guests.filter((guest) => stays(node.host, guest)).map(({ said }) => said);
    return missing.length === 0 ? node : { ...node, missedBy: missing.sort() };
  });
}
