import type { Diagnostic } from '@virtform/values';
import type { Effects } from '../effects/effects.js';
import type { InspectedObject, Kind } from '../kinds/kind.js';
import { identityThere } from './check-holders.js';
import type { OpenedHost } from './context.js';
import { placeDiagnostics } from './diagnostics.js';
import { hostConnections } from './host-connections.js';
import { hostFailure } from './hosts.js';
import type { PlanNode, ResourceNode } from './plan.js';

/** The objects of one kind on one host that are to be made or changed. */
interface Inspection {
  readonly host: OpenedHost;
  readonly kind: Kind<unknown>;
  readonly nodes: readonly ResourceNode[];
}

/**
 * Asks the hosts what they cannot do of what is planned, so that the apply does not find out half-way. Their connections are opened
 * for that: most plans change nothing, and need none.
 */
export async function inspectHosts(
  nodes: readonly PlanNode[],
  hosts: ReadonlyMap<string, OpenedHost>,
  effects: Pick<Effects, 'hosts'>,
  signal: AbortSignal | undefined,
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(inspections(nodes, hosts).map((each) => inspect(each, effects, signal)));
  return found.flat();
}

function inspections(
  nodes: readonly PlanNode[],
  hosts: ReadonlyMap<string, OpenedHost>,
): readonly Inspection[] {
  const found = new Map<
    string,
    { readonly host: OpenedHost; readonly kind: Kind<unknown>; nodes: ResourceNode[] }
  >();
  for (const node of nodes) {
    if (node.node !== 'resource' || !CHANGING.has(node.action)) continue;
    const host = hosts.get(node.provider);
    const kind = host?.provider.kinds.get(node.instance.type);
    if (host?.uri === undefined || kind?.inspect === undefined) continue;
    const key = `${host.uri} ${kind.type}`;
    const known = found.get(key) ?? { host, kind, nodes: [] };
    known.nodes.push(node);
    found.set(key, known);
  }
  return [...found.values()].filter((each) => each.nodes.some(({ wanted }) => wanted !== undefined));
}

/** A node as its kind sees it beside others. */
export function inspectedObject(node: ResourceNode, host: OpenedHost): InspectedObject {
  const { address, identity, wanted, steps } = node;
  return { address, identity, there: identityThere(node, host), wanted, steps };
}

const CHANGING: ReadonlySet<string> = new Set(['create', 'update', 'replace', 'delete']);

async function inspect(
  { host, kind, nodes }: Inspection,
  { hosts }: Pick<Effects, 'hosts'>,
  signal: AbortSignal | undefined,
): Promise<readonly Diagnostic[]> {
  const uri = host.uri ?? '';
  const connections = hostConnections(uri, hosts, signal);
  const objects = nodes.map((node) => inspectedObject(node, host));
  try {
    const diagnostics = (await kind.inspect?.(objects, connections, host.view)) ?? [];
    return diagnostics.flatMap((diagnostic) => {
      const node = nodes.find(({ address }) => address === diagnostic.address);
      return placeDiagnostics(
        [diagnostic],
        node?.construct === undefined ? {} : { construct: node.construct },
      );
    });
  } catch (error) {
    return [hostFailure(uri, error)];
  } finally {
    await connections.close();
  }
}
