/** A way from a node back to itself, that node at both ends; undefined where there is none. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const cycle = cycleFrom(start, edges, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Ways from nodes back to themselves, of which no two have a node in common; most graphs have none. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const left = new Map(edges);
  const found: (readonly string[])[] = [];
  for (let cycle = findCycle(left); cycle !== undefined; cycle = findCycle(left)) {
    found.push(cycle);
    for (const node of cycle) left.delete(node);
  }
  return found;
}

/** Depth first, without recursion: chains may be as long as the configuration. */
function cycleFrom(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): readonly string[] | undefined {
  if (done.has(start)) return undefined;
  const way = new Map<string, number>([[start, 0]]);
  const path = [start];
  while (path.length > 0) {
    const node = path.at(-1) ?? start;
    const position = way.get(node) ?? 0;
    const next = edges.get(node)?.[position];
    way.set(node, position + 1);
    if (next === undefined) {
      done.add(node);
      way.delete(node);
      path.pop();
    } else if (way.has(next)) return [...path.slice(path.indexOf(next)), next];
    else if (!done.has(next) && edges.has(next)) {
      way.set(next, 0);
      path.push(next);
    }
  }
  return undefined;
}

/** `a => b => c => a`. */
export function formatCycle(cycle: readonly string[]): string {
  return cycle.join(' => ');
}
