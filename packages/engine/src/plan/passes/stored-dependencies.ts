import type { BlockNode, GraphPass } from '../block-graph.js';
import { addEdges } from '../block-graph.js';

/**
 * What an orphan depended on when it was applied last: no configuration tells that any more, and it has to be destroyed
 * before them. Of a block that is still configured the configuration counts.
 */
export const connectStored: GraphPass = (graph) =>
  addEdges(
    graph,
    [...graph.nodes].flatMap(([id, node]) =>
      isOrphan(node) ? [[id, storedDependencies(node)] as const] : [],
    ),
  );

function isOrphan(node: BlockNode): boolean {
  return node.node === 'resource' && node.block === undefined;
}

function storedDependencies(node: BlockNode): readonly string[] {
  if (node.node !== 'resource') return [];
  return node.prior.flatMap(({ instances }) => instances.flatMap((instance) => instance.dependencies));
}
