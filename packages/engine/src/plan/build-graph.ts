import { formatCycle } from '../config/index.js';
import type { BlockGraph, GraphPass, GraphSources } from './block-graph.js';
import { orderGraph } from './graph.js';
import { addConfigured } from './passes/configured.js';
import { connectImports } from './passes/imports.js';
import { addOrphans } from './passes/orphans.js';
import { connectReferences } from './passes/references.js';
import { connectStored } from './passes/stored-dependencies.js';

/** How the graph comes about, one subject after the other. */
const PASSES: readonly GraphPass[] = [
  addConfigured,
  addOrphans,
  connectReferences,
  connectImports,
  connectStored,
];

/** A graph, and its ids in an order in which each comes after those it depends on; no order where there is a cycle. */
export interface OrderedGraph extends BlockGraph {
  readonly order: readonly string[];
}

/** The graph of everything that the configuration or the state knows. A cycle is reported among its diagnostics. */
export function buildGraph(sources: GraphSources): OrderedGraph {
  const empty: BlockGraph = { nodes: new Map(), edges: new Map(), diagnostics: [] };
  const graph = PASSES.reduce((built, pass) => pass(built, sources), empty);
  const ordering = orderGraph(graph);
  if (ordering.ok) return { ...graph, order: ordering.ids };
  return {
    ...graph,
    order: [],
    diagnostics: [
      ...graph.diagnostics,
      {
        severity: 'error',
        summary: 'Resources depend on each other in a circle',
        detail: formatCycle(ordering.cycle),
        action: 'Take out one of these references, so that one of them can be made first.',
        ...(ordering.cycle[0] === undefined ? {} : { address: ordering.cycle[0] }),
      },
    ],
  };
}
