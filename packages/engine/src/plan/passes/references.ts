import { dependenciesOf, moduleAt } from '../../config/index.js';
import type { GraphPass } from '../block-graph.js';
import { addEdges } from '../block-graph.js';

/** A block depends on the resources that it refers to, directly, through locals and modules, or by `depends_on`. */
export const connectReferences: GraphPass = (graph, { configuration }) =>
  addEdges(
    graph,
    [...graph.nodes].flatMap(([id, { block }]) => {
      const module =
        block !== undefined && 'address' in block
          ? moduleAt(configuration, block.address.module)
          : configuration;
      return block === undefined || module === undefined
        ? []
        : [[id, dependenciesOf(module, block)] as const];
    }),
  );
