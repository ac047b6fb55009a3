import type { Handover, Kind } from '../kinds/kind.js';
import { kindOf, type Hosts } from './check-holders.js';
import type { OpenedHost } from './context.js';
import { inspectedObject } from './inspect-hosts.js';
import type { PlanNode, ResourceNode } from './plan.js';

/**
 * The nodes, with what one takes and another lets go of in the same plan: a disk that moves from one guest to another, which can have it
 * only once the other has not. Nobody is asked where nothing can be taken.
 */
export function withHandovers(nodes: readonly PlanNode[], hosts: Hosts): readonly PlanNode[] {
  const asked = new Map<ResourceNode, Asked>();
  for (const node of nodes) {
    const host = node.node === 'resource' ? hosts.get(node.provider) : undefined;
    if (node.node !== 'resource' || host === undefined || node.action === 'no-op') continue;
    const kind = kindOf(node, host);
    if (kind?.handsOver !== undefined) asked.set(node, { host, kind });
  }
  if (asked.size < 2 || ![...asked.keys()].some(({ action }) => action !== 'delete')) return nodes;
  const told = new Map([...asked].map(([node, each]) => [node, handoverOf(node, each)]));
  const all = [...told.values()];
  const taken = new Set(all.flatMap(({ takes }) => takes));
  const given = new Set(all.flatMap(({ lets }) => lets));
  return nodes.map((node) => {
    const handover = node.node === 'resource' ? told.get(node) : undefined;
    const takes = handover?.takes.filter((name) => given.has(name)) ?? [];
    const lets = handover?.lets.filter((name) => taken.has(name)) ?? [];
    if (takes.length + lets.length === 0) return node;
    return { ...node, ...(takes.length > 0 ? { takes } : {}), ...(lets.length > 0 ? { lets } : {}) };
  });
}

interface Asked {
  readonly host: OpenedHost;
  readonly kind: Kind<unknown>;
}

/** The same name on another host is another thing. */
function handoverOf(node: ResourceNode, { host, kind }: Asked): Handover {
  const { takes = [], lets = [] } = kind.handsOver?.(inspectedObject(node, host), host.view) ?? {};
  const here = (name: string): string => `${node.host ?? ''} ${name}`;
  return { takes: takes.map(here), lets: lets.map(here) };
}
