import { formatAddress } from '../../address.js';
import { importDependencies } from '../../config/index.js';
import type { GraphPass } from '../block-graph.js';
import { addEdges } from '../block-graph.js';

/** What an import is looked for by may be known of other resources: they are planned before the one that it becomes. */
export const connectImports: GraphPass = (graph, { configuration }) =>
  addEdges(
    graph,
    configuration.imports.map((block) => [formatAddress(block.to), importDependencies(configuration, block)]),
  );
