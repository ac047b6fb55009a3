import { formatAddress } from '../address.js';
import {
  findInstance,
  findResource,
  instancesOf,
  type PlacedInstance,
  removeInstance,
  sameContent,
  upsertInstance,
} from './edit.js';
import { StateError } from './errors.js';
import { isIntent } from './intents.js';
import type { State, StateInstance, StateResource } from './state.js';
import { instancesAt, readTarget } from './target.js';

/** What a command made of a state, and the addresses it touched. */
export interface Edited {
  readonly state: State;
  readonly addresses: readonly string[];
}

/**
 * `state list`: the addresses of current instances, all or those that any of the targets means.
 *
 * @param id keeps those whose attribute `id` is this
 * @throws StateError `address` where the state knows nothing of a target
 */
export function listState(state: State, targets: readonly string[], id?: string): readonly string[] {
  const found =
    targets.length === 0 ? [...instancesOf(state)] : targets.flatMap((text) => placedAt(state, text));
  const addresses = found
    .filter(({ instance }) => instance.deposed === undefined)
    .filter(({ instance }) => id === undefined || idOf(instance) === id)
    .map(({ address }) => formatAddress(address));
  return [...new Set(addresses)];
}

function placedAt(state: State, text: string): readonly PlacedInstance[] {
  const placed = instancesAt(state, readTarget(text));
  if (placed.length === 0) throw nothingAt(text);
  return placed;
}

/** A text, or a number, as a domain's is. */
function idOf({ attributes: { id } }: StateInstance): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/**
 * `state show`: the one instance at an address.
 *
 * @throws StateError `address` where there is none, or where the address means several
 */
export function showInState(
  state: State,
  text: string,
): { readonly resource: StateResource; readonly instance: StateInstance } {
  const target = readTarget(text);
  const resource = target.kind === 'module' ? undefined : findResource(state, target.address);
  const instance = target.kind === 'module' ? undefined : findInstance(state, target.address);
  if (resource !== undefined && instance !== undefined) return { resource, instance };
  const several = instancesAt(state, target).length > 0;
  throw several
    ? new StateError(
        'address',
        `"${text}" means more than one instance.`,
        `Name one of those that "virtform state list ${text}" shows.`,
      )
    : nothingAt(text);
}

/**
 * `state rm`: forgets instances, deposed ones too; what they stand for stays as it is.
 *
 * @throws StateError `address` where a target means nothing
 */
export function removeFromState(state: State, targets: readonly string[]): Edited {
  const placed = targets.flatMap((text) => placedAt(state, text));
  return {
    state: placed.reduce(
      (current, { address, instance }) => removeInstance(current, address, instance.deposed),
      state,
    ),
    addresses: [...new Set(placed.map(({ address }) => formatAddress(address)))],
  };
}

/**
 * `taint` and `untaint`: whether the next apply makes an instance again.
 *
 * @throws StateError `address` where there is no such managed instance, or nothing to take back
 */
export function setTainted(state: State, text: string, tainted: boolean): Edited {
  const { resource, instance } = showInState(state, text);
  const refuse = (why: string, action: string): StateError =>
    new StateError('address', `${text} cannot be ${tainted ? '' : 'un'}tainted: ${why}.`, action);
  if (resource.address.mode === 'data') {
    throw refuse('it is a data source, which is read anew each time', 'Name a managed resource.');
  }
  if (!tainted && isIntent(instance)) {
    throw refuse(
      'an apply that was cut off was about to make it',
      'Run "virtform apply": it finds out what became of it, and ends what was begun.',
    );
  }
  if (!tainted && !instance.tainted) {
    throw refuse('it is not tainted', 'Nothing needs to be done.');
  }
  return {
    state: upsertInstance(state, resource.address, resource.provider, { ...instance, tainted }),
    addresses: [
      formatAddress({ ...resource.address, ...(instance.key === undefined ? {} : { key: instance.key }) }),
    ],
  };
}

/**
 * `state replace-provider`: what belongs to one provider belongs to another from now on.
 *
 * @param from a source address; `registry.terraform.io` and `hashicorp` may be left out, as in Terraform. What a Terraform before
 * 0.13 wrote (`provider.libvirt`) is of the namespace `-`: `-/libvirt`
 */
export function replaceProvider(state: State, from: string, to: string): Edited {
  const [old, now] = [completeSource(from), completeSource(to)];
  const isOld = ({ provider }: StateResource): boolean => sourceIn(provider) === old;
  return {
    state: {
      ...state,
      resources: state.resources.map((resource) =>
        isOld(resource)
          ? { ...resource, provider: resource.provider.replace(PROVIDER_NAME, `provider["${now}"]`) }
          : resource,
      ),
    },
    addresses: state.resources.filter(isOld).map(({ address }) => formatAddress(address)),
  };
}

/** A provider as states name it: by its source, or, before Terraform 0.13, by its local name alone. */
const PROVIDER_NAME = /\bprovider(?:\["([^"]+)"\]|\.([\w-]+))/;

function sourceIn(provider: string): string | undefined {
  const [, source, legacy] = PROVIDER_NAME.exec(provider) ?? [];
  return source ?? (legacy === undefined ? undefined : `registry.terraform.io/-/${legacy}`);
}

function completeSource(text: string): string {
  const parts = text.split('/');
  if (parts.length > 3 || parts.some((part) => !/^[\w.-]+$/.test(part))) {
    throw new StateError(
      'address',
      `"${text}" is no provider's source address.`,
      'Source addresses look like dmacvicar/libvirt or registry.terraform.io/dmacvicar/libvirt.',
    );
  }
  const [name = '', namespace = 'hashicorp', host = 'registry.terraform.io'] = parts.reverse();
  return `${host}/${namespace}/${name}`.toLowerCase();
}

/**
 * `state push`: whether one state may take the place of another. An empty one may always be replaced.
 *
 * @throws StateError `conflict`
 */
export function checkPush(current: State | undefined, pushed: State): void {
  if (current === undefined || (current.resources.length === 0 && current.outputs.size === 0)) return;
  const refuse = (why: string): StateError =>
    new StateError(
      'conflict',
      `The state cannot be pushed: ${why}.`,
      'Look at both ("virtform state pull" prints the one that is kept); -force pushes all the same.',
    );
  const isComparable = current.lineage !== '' && pushed.lineage !== '';
  if (isComparable && current.lineage !== pushed.lineage) {
    throw refuse(`it is of lineage ${pushed.lineage}, and the one that is kept of ${current.lineage}`);
  }
  if (pushed.serial < current.serial) {
    throw refuse(`its serial is ${pushed.serial}, and the one that is kept is newer, with ${current.serial}`);
  }
  if (pushed.serial === current.serial && !sameContent(current, pushed)) {
    throw refuse(`its serial is ${pushed.serial}, as of the one that is kept, and its content is another`);
  }
}

function nothingAt(text: string): StateError {
  return new StateError(
    'address',
    `The state holds nothing at "${text}".`,
    '"virtform state list" shows what it holds; what the program says is in it after the first apply.',
  );
}
