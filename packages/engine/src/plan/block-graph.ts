import type { Diagnostic } from '@virtform/values';
import type { Configuration, OutputBlock, ResourceBlock } from '../config/index.js';
import type { StateResource } from '../state/state.js';
import type { Graph } from './graph.js';

/** What a plan walks over: whole blocks. How many instances a block has is known only when the walk comes to it. */
export type BlockNode = ResourceBlockNode | OutputBlockNode;

/** A resource of the configuration, of the state, or of both. */
export interface ResourceBlockNode {
  readonly node: 'resource';
  /** Without keys: `module.lab.libvirt_domain.web`. */
  readonly address: string;
  /** undefined: an orphan, only the state knows it. */
  readonly block: ResourceBlock | undefined;
  /** What the state has of it, one for each instance of the module around it; empty: nothing has been made yet. */
  readonly prior: readonly StateResource[];
}

export interface OutputBlockNode {
  readonly node: 'output';
  readonly block: OutputBlock;
}

/** The graph while it is being built: each pass adds its part. */
export interface BlockGraph extends Graph<BlockNode> {
  readonly diagnostics: readonly Diagnostic[];
}

/** What the passes build from. */
export interface GraphSources {
  readonly configuration: Configuration;
  /** Those of the state. */
  readonly resources: readonly StateResource[];
}

/** One subject each; they run in the order of the list in `build-graph.ts`. */
export type GraphPass = (graph: BlockGraph, sources: GraphSources) => BlockGraph;

/** The id of the node of the root's output; no resource address can look like it. */
export function outputId(name: string): string {
  return `output.${name}`;
}

/** The graph with these edges added. */
export function addEdges(
  graph: BlockGraph,
  added: Iterable<readonly [id: string, dependencies: Iterable<string>]>,
): BlockGraph {
  const edges = new Map(graph.edges);
  for (const [id, dependencies] of added) edges.set(id, new Set([...(edges.get(id) ?? []), ...dependencies]));
  return { ...graph, edges };
}
