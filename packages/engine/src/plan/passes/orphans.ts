import type { BlockNode, GraphPass } from '../block-graph.js';
import { byBlock } from './configured.js';

/** What the state holds and the configuration no longer mentions: it is to be destroyed. */
export const addOrphans: GraphPass = (graph, { resources }) => {
  const nodes = new Map<string, BlockNode>(graph.nodes);
  for (const [address, prior] of byBlock(resources))
    if (!nodes.has(address)) nodes.set(address, { node: 'resource', address, block: undefined, prior });
  return { ...graph, nodes };
};
