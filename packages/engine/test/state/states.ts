import { newState } from '../../src/state/edit.js';
import type { State, StateInstance, StateResource } from '../../src/state/state.js';

export const LINEAGE = '00000000-0000-4000-8000-000000000001';
export const PROVIDER = 'provider["registry.terraform.io/dmacvicar/libvirt"]';

/** An instance of which only what matters is said. */
export function instance(given: Partial<StateInstance>): StateInstance {
  return {
    key: undefined,
    deposed: undefined,
    tainted: false,
    schemaVersion: 0,
    attributes: {},
    sensitive: [],
    dependencies: [],
    createBeforeDestroy: false,
    bookkeeping: undefined,
    trying: undefined,
    foreignPrivate: undefined,
    unknown: {},
    ...given,
  };
}

/** `libvirt_domain.NAME`. */
export function resource(name: string, instances: readonly StateInstance[]): StateResource {
  return {
    address: { module: [], mode: 'managed', type: 'libvirt_domain', name },
    provider: PROVIDER,
    instances,
    unknown: {},
  };
}

export function stateWith(...resources: readonly StateResource[]): State {
  return { ...newState(LINEAGE), resources };
}
