import { formatAddress } from './address.js';
import type { StoredObject } from './engine.js';
import { secretsOfInstance, secretsOfProvider } from './plan/secrets.js';
import type { State } from './state/state.js';

/**
 * The objects of a type that a state holds. Intents and failed creates are left out: what stands there is not known to be whole.
 *
 * @param hosts the URI of each configured provider, by its address in the state
 */
export function storedObjects(
  state: State,
  type: string,
  hosts: ReadonlyMap<string, string>,
): readonly StoredObject[] {
  return state.resources
    .filter(({ address }) => address.mode === 'managed' && address.type === type)
    .flatMap((resource) => {
      const { address, provider, instances } = resource;
      const host = hosts.get(provider);
      if (host === undefined) return [];
      return instances
        .filter(({ tainted, deposed }) => !tainted && deposed === undefined)
        .map((instance) => ({
          address: formatAddress(instance.key === undefined ? address : { ...address, key: instance.key }),
          host,
          attributes: instance.attributes,
          secrets: [...secretsOfInstance(resource, instance), ...secretsOfProvider({ uri: host })],
        }));
    });
}
