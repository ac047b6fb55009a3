import { blockAddress, formatAddress } from './address.js';
import type { ResourceAddress } from './address.js';
import type { Configuration } from './config/index.js';
import type { BlockNode, ResourceBlockNode } from './plan/block-graph.js';
import { buildGraph } from './plan/build-graph.js';
import type { Graph } from './plan/graph.js';
import type { State } from './state/state.js';

/** The resources of a configuration and its state, and which of them wait for which. */
export interface ResourceGraph {
  /** Those of the root module first, then by module and address. */
  readonly nodes: readonly ResourceGraphNode[];
  /** From what depends to what it depends on, without those that others imply; in the order of the nodes. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export interface ResourceGraphNode {
  /** `module.lab.libvirt_domain.web`, without instance keys. */
  readonly address: string;
  /** `module.lab`; empty in the root module. */
  readonly module: string;
  /** `libvirt_domain.web`. */
  readonly label: string;
}

/**
 * The picture of a configuration, with what only the state still has. Whatever else stands between two resources, such as an output,
 * is passed over.
 */
export function resourceGraph(configuration: Configuration, state: State | undefined): ResourceGraph {
  const graph = buildGraph({ configuration, resources: state?.resources ?? [] });
  const direct = dependencies(graph);
  const nodes = [...graph.nodes.values()]
    .flatMap((node) => (node.node === 'resource' ? blockAddressOf(node) : []))
    .map(nodeOf)
    .sort((left, right) => compare(left.module, right.module) || compare(left.address, right.address));
  return {
    nodes,
    edges: nodes.flatMap(({ address }) =>
      withoutImplied(direct, address).map((to): [string, string] => [address, to]),
    ),
  };
}

/** What only the state has may stand in several instances of a module: they are one block. */
function blockAddressOf({ block, prior }: ResourceBlockNode): ResourceAddress | readonly never[] {
  const address = block?.address ?? prior[0]?.address;
  return address === undefined ? [] : blockAddress(address);
}

function nodeOf(address: ResourceAddress): ResourceGraphNode {
  const whole = formatAddress(address);
  const label = formatAddress({ ...address, module: [] });
  return { address: whole, module: whole.slice(0, -label.length).replace(/\.$/, ''), label };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** For each resource those that it reaches without passing another. */
function dependencies({ nodes, edges }: Graph<BlockNode>): ReadonlyMap<string, ReadonlySet<string>> {
  const isResource = (id: string): boolean => nodes.get(id)?.node === 'resource';
  return new Map(
    [...nodes.keys()].filter(isResource).map((id) => {
      const seen = new Set<string>(edges.get(id) ?? []);
      // A set's iteration includes what is added while it runs.
      for (const next of seen)
        if (!isResource(next)) for (const more of edges.get(next) ?? []) seen.add(more);
      return [id, new Set([...seen].filter((next) => next !== id && isResource(next)))];
    }),
  );
}

/** The dependencies of one resource but for those that another of them has already. */
function withoutImplied(direct: ReadonlyMap<string, ReadonlySet<string>>, id: string): readonly string[] {
  const own = direct.get(id) ?? new Set<string>();
  if (own.size < 2) return [...own];
  const implied = new Set<string>([...own].flatMap((next) => [...(direct.get(next) ?? [])]));
  for (const next of implied) for (const more of direct.get(next) ?? []) implied.add(more);
  return [...own].filter((next) => !implied.has(next)).sort(compare);
}
