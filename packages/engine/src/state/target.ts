import {
  type InstanceAddress,
  type InstanceKey,
  type ModuleStep,
  parseTarget,
  type Target,
} from '../address.js';
import { instancesOf, type PlacedInstance, sameResource } from './edit.js';
import { StateError } from './errors.js';
import type { State } from './state.js';

/**
 * Reads an address as the state commands take it.
 *
 * @throws StateError `address`
 */
export function readTarget(text: string): Target {
  const target = parseTarget(text);
  if (target !== undefined) return target;
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
