import { dependenciesOf } from '../../config/index.js';
import type { GraphPass } from '../block-graph.js';
import { addEdges } from '../block-graph.js';

/** A block depends on the resources that it refers to, directly, through locals, or by `depends_on`. */
export const connectReferences: GraphPass = (graph, { configuration }) =>
  addEdges(
    graph,
    [...graph.nodes].flatMap(([id, { block }]) =>
      block === undefined ? [] : [[id, dependenciesOf(configuration, block)] as const],
    ),
  );
