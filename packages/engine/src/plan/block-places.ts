import { formatModule, pathOf } from '../address.js';
import { instancesAt } from '../config/index.js';
import type { ModuleScope, ResourceBlock } from '../config/index.js';
import type { StateResource } from '../state/state.js';
import type { ResourceBlockNode } from './block-graph.js';

/** A block in one instance of its module. */
export interface BlockPlace {
  /** Its address begins at the root, and has the keys of the modules around it. */
  readonly block: ResourceBlock;
  /** Of that instance of the module. */
  readonly scope: ModuleScope;
  /** undefined: nothing of it has been made there yet. */
  readonly prior: StateResource | undefined;
}

/** Where a block stands, and what is left of it where it does not stand any more. */
export interface BlockPlaces {
  readonly places: readonly BlockPlace[];
  /** What the state has in instances of the module that the configuration does not ask for. */
  readonly left: readonly StateResource[];
}

/** The places of a block; where it cannot be told how many instances of its module there are, nothing counts as left. */
export function placesOf(root: ModuleScope, { block, prior }: ResourceBlockNode): BlockPlaces {
  if (block === undefined) return { places: [], left: prior };
  if (block.address.module.length === 0)
    return { places: [{ block, scope: root, prior: prior[0] }], left: [] };
  const { isKnown, scopes } = instancesAt(root, pathOf(block.address.module));
  const stored = new Map(prior.map((resource) => [formatModule(resource.address.module), resource]));
  const places = scopes.map((scope) => ({
    block: { ...block, address: { ...block.address, module: scope.module } },
    scope,
    prior: stored.get(formatModule(scope.module)),
  }));
  const taken = new Set(places.map((place) => place.prior));
  return { places, left: isKnown ? prior.filter((resource) => !taken.has(resource)) : [] };
}
