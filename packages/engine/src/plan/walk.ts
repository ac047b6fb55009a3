import type { BlockNode } from './block-graph.js';
import type { OrderedGraph } from './build-graph.js';

/**
 * Visits every node of a graph, each once those that it depends on are done, and answers in the graph's order. A visit that has to
 * wait for something holds up what depends on it and nothing else; one that does not is done at once.
 */
export async function walkGraph<Result>(
  graph: OrderedGraph,
  visit: (node: BlockNode) => Result | Promise<Result> | undefined,
): Promise<readonly Result[]> {
  const results = new Map<string, Result | undefined>();
  const open = new Map<string, Promise<void>>();
  for (const id of graph.order) {
    const node = graph.nodes.get(id);
    if (node === undefined) continue;
    const waits = [...(graph.edges.get(id) ?? [])].flatMap((dependency) => open.get(dependency) ?? []);
    const visited = waits.length === 0 ? visit(node) : Promise.all(waits).then(() => visit(node));
    if (!(visited instanceof Promise)) {
      results.set(id, visited);
      continue;
    }
    results.set(id, undefined);
    open.set(
      id,
      visited.then((result) => {
        results.set(id, result);
      }),
    );
  }
  await Promise.all(open.values());
  return [...results.values()].filter((result) => result !== undefined);
}
