import type { Attributes } from '../kinds/kind.js';
import type { ResourceNode } from '../plan/plan.js';
import type { Intent } from '../state/index.js';
import { wantedJson, withoutUnknown } from './record.js';

/** The note that an object is about to be made. */
export function intentOf(
  node: Omit<ResourceNode, 'wanted'> & { readonly wanted: Attributes | undefined },
): Intent {
  return {
    address: node.instance,
    provider: node.provider,
    identity: node.identity,
    attributes: withoutUnknown(node.after ?? {}),
    sensitive: node.marked,
    wanted: wantedJson(node.wanted ?? {}),
    dependencies: node.dependencies,
  };
}
