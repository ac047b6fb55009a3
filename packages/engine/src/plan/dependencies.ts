import type { OrderedGraph } from './build-graph.js';

/**
 * The resources that a node depends on, transitive and sorted, as state files keep them. Answers are kept: thousands of
 * instances ask the same question.
 */
export function transitiveDependencies(graph: OrderedGraph): (id: string) => readonly string[] {
  const found = new Map<string, readonly string[]>();
  for (const id of graph.order) {
    const direct = [...(graph.edges.get(id) ?? [])].filter((other) => isConfigured(graph, other));
    const all = new Set(direct.flatMap((other) => [other, ...(found.get(other) ?? [])]));
    found.set(id, [...all].sort());
  }
  return (id) => found.get(id) ?? [];
}

function isConfigured(graph: OrderedGraph, id: string): boolean {
  const node = graph.nodes.get(id);
  return node?.node === 'resource' && node.block !== undefined;
}
