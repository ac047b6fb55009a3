import { formatAddress } from '../../address.js';
import type { BlockNode, GraphPass } from '../block-graph.js';
import { outputId } from '../block-graph.js';

/** Every resource block and every output of the configuration, with what the state knows of it. */
export const addConfigured: GraphPass = (graph, { configuration, resources }) => {
  const prior = new Map(resources.map((resource) => [formatAddress(resource.address), resource]));
  const nodes = new Map<string, BlockNode>(graph.nodes);
  for (const [address, block] of configuration.resources) {
    nodes.set(address, { node: 'resource', address, block, prior: prior.get(address) });
  }
  for (const [name, block] of configuration.outputs) nodes.set(outputId(name), { node: 'output', block });
  return { ...graph, nodes };
};
