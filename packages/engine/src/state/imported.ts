import type { InstanceKey } from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import type { StateInstance } from './state.js';

/**
 * An object right after it was taken over, as Terraform writes it. It has no bookkeeping: nobody asked for what it has, so that
 * nothing is removed from it only because a program does not mention it.
 */
export function importedInstance(key: InstanceKey | undefined, attributes: Attributes): StateInstance {
  return {
    key,
    deposed: undefined,
    tainted: false,
    schemaVersion: 0,
    attributes,
    sensitive: [],
    dependencies: [],
    createBeforeDestroy: false,
    bookkeeping: undefined,
    trying: undefined,
    foreignPrivate: undefined,
    unknown: {},
  };
}
