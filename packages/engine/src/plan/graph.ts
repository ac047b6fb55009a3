/** A directed graph: what there is, and what each of it has to wait for. */
export interface Graph<Node> {
  readonly nodes: ReadonlyMap<string, Node>;
  /** By id: the ids it depends on. Ids without a node are allowed and count for nothing. */
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The ids of a graph in an order in which each comes after those it depends on, or a cycle that forbids one. */
export type Ordering =
  | { readonly ok: true; readonly ids: readonly string[] }
  /** `a => b => c => a`: each depends on the next. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * Sorts by dependency; among equals the order of the nodes counts, so that the same graph always gives the same order.
 *
 * Iterative: a chain of ten thousand resources must not exhaust the stack.
 */
export function orderGraph(graph: Graph<unknown>): Ordering {
  const done = new Set<string>();
  for (const start of graph.nodes.keys()) {
    const trail: { readonly id: string; readonly rest: Iterator<string> }[] = [];
    const open = new Set<string>();
    const enter = (id: string): void => {
      open.add(id);
      trail.push({ id, rest: (graph.edges.get(id) ?? []).values() });
    };
    if (!done.has(start)) enter(start);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        trail.pop();
        open.delete(top.id);
        done.add(top.id);
      } else if (open.has(next.value)) {
        const ids = trail.map((entry) => entry.id);
        return { ok: false, cycle: [...ids.slice(ids.indexOf(next.value)), next.value] };
      } else if (graph.nodes.has(next.value) && !done.has(next.value)) {
        enter(next.value);
      }
    }
  }
  return { ok: true, ids: [...done] };
}

/** Everything that can be reached from `starts` along the edges, the starts included. */
export function reachable(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  starts: Iterable<string>,
): ReadonlySet<string> {
  const found = new Set(starts);
  // A set's iteration includes what is added while it runs.
  for (const id of found) for (const next of edges.get(id) ?? []) found.add(next);
  return found;
}

/** The same graph with every edge turned round: from what is depended on to what depends on it. */
export function reverseEdges(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const reversed = new Map<string, Set<string>>();
  for (const [from, targets] of edges) {
    for (const to of targets) {
      const sources = reversed.get(to);
      if (sources === undefined) reversed.set(to, new Set([from]));
      else sources.add(from);
    }
  }
  return reversed;
}
