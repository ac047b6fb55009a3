import {
  formatAddress,
  type InstanceAddress,
  type InstanceKey,
  type ModuleStep,
  parseAddress,
} from '../address.js';
import { instancesOf, type PlacedInstance, sameResource } from './edit.js';
import { StateError } from './errors.js';
import type { State } from './state.js';

/** What an address on the command line may mean: everything in a module, or a resource with all its instances, or one of them. */
export type Target =
  | { readonly kind: 'module'; readonly module: readonly ModuleStep[] }
  | { readonly kind: 'resource'; readonly address: InstanceAddress };

/**
 * Reads an address as the state commands take it: `module.lab`, `libvirt_domain.web`, `module.lab["a"].libvirt_domain.web[0]`.
 *
 * @throws StateError `address`
 */
export function parseTarget(text: string): Target {
  const module = parseAddress(`${text}.type.name`)?.module;
  if (module !== undefined && module.length > 0 && parseAddress(text) === undefined)
    return { kind: 'module', module };
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'resource', address };
  throw new StateError(
    'address',
    `"${text}" is no address of a resource or a module.`,
    'Addresses look like libvirt_domain.web, libvirt_domain.web[0] and module.lab.libvirt_domain.web; "virtform state list" shows those of the state.',
  );
}

/**
 * Every instance that a target means. Without a key it means those of every key, of a module as of a resource.
 *
 * @param exactly takes a module step without a key as that one module
 */
export function instancesAt(state: State, target: Target, exactly = false): readonly PlacedInstance[] {
  return [...instancesOf(state)].filter(({ address }) =>
    target.kind === 'module'
      ? isInModule(address.module, target.module, exactly)
      : isOfResource(address, target.address, exactly),
  );
}

function isInModule(module: readonly ModuleStep[], outer: readonly ModuleStep[], exactly: boolean): boolean {
  return outer.every((step, index) => {
    const inner = module[index];
    return inner?.name === step.name && isKey(inner.key, step.key, exactly);
  });
}

function isOfResource(address: InstanceAddress, wanted: InstanceAddress, exactly: boolean): boolean {
  if (wanted.key !== undefined && address.key !== wanted.key) return false;
  if (exactly) return sameResource(address, wanted);
  return (
    sameResource({ ...address, module: [] }, { ...wanted, module: [] }) &&
    address.module.length === wanted.module.length &&
    isInModule(address.module, wanted.module, exactly)
  );
}

function isKey(key: InstanceKey | undefined, wanted: InstanceKey | undefined, exactly: boolean): boolean {
  return key === wanted || (wanted === undefined && !exactly);
}

/** A target as it was written. */
export function formatTarget(target: Target): string {
  if (target.kind === 'resource') return formatAddress(target.address);
  const inside = formatAddress({ module: target.module, mode: 'managed', type: 'type', name: 'name' });
  return inside.slice(0, -'.type.name'.length);
}
