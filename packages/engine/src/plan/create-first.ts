import type { BlockGraph } from './block-graph.js';
import { reachable } from './graph.js';

/**
 * The blocks whose objects are replaced by making the new one first: those that say so, and whatever they depend on. The old
 * object of one that they depend on could not go before them otherwise, while they wait for the new one.
 */
export function createFirstBlocks({ nodes, edges }: BlockGraph): ReadonlySet<string> {
  const saying = [...nodes].flatMap(([id, node]) =>
    node.node === 'resource' && node.block?.lifecycle.createBeforeDestroy === true ? [id] : [],
  );
  return reachable(edges, saying);
}
