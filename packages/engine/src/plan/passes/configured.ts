import { formatBlock } from '../../address.js';
import { everyModule, fromRoot } from '../../config/index.js';
import type { StateResource } from '../../state/state.js';
import type { BlockNode, GraphPass } from '../block-graph.js';
import { outputId } from '../block-graph.js';

/** Every resource block of every module and every output of the root, with what the state knows of it. */
export const addConfigured: GraphPass = (graph, { configuration, resources }) => {
  const prior = byBlock(resources);
  const nodes = new Map<string, BlockNode>(graph.nodes);
  for (const module of everyModule(configuration))
    for (const [name, block] of module.resources) {
      const address = fromRoot(module, name);
      nodes.set(address, { node: 'resource', address, block, prior: prior.get(address) ?? [] });
    }
  for (const [name, block] of configuration.outputs) nodes.set(outputId(name), { node: 'output', block });
  return { ...graph, nodes };
};

/** What a state has, by the addresses of blocks: each instance of a module has resources of its own. */
export function byBlock(resources: readonly StateResource[]): ReadonlyMap<string, readonly StateResource[]> {
  const found = new Map<string, StateResource[]>();
  for (const resource of resources) {
    const address = formatBlock(resource.address);
    const known = found.get(address);
    if (known === undefined) found.set(address, [resource]);
    else known.push(resource);
  }
  return found;
}
