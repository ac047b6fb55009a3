import { isDeepStrictEqual } from 'node:util';
import { sameType, typeOf } from '@virtform/values';
import type { InstanceAddress, InstanceKey, ResourceAddress } from '../address.js';
import type { Json } from '@virtform/values';
import { isJsonList, isJsonObject } from './shape.js';
import type { State, StateInstance, StateOutput, StateResource } from './state.js';

/** What we call ourselves in `terraform_version` of a state that nobody wrote before: a version that every Terraform 1.x and
 * every OpenTofu takes as old enough to read. */
const NEW_STATE_VERSION = '1.5.7';

/** A state that holds nothing; its first write has serial 1. */
export function newState(lineage: string): State {
  return {
    lineage,
    serial: 0,
    terraformVersion: NEW_STATE_VERSION,
    outputs: new Map(),
    resources: [],
    checkResults: null,
    unknown: {},
  };
}

/** One instance with its resource and its address. */
export interface PlacedInstance {
  readonly address: InstanceAddress;
  readonly resource: StateResource;
  readonly instance: StateInstance;
}

/** Every instance, deposed ones too, in the order of the state. */
export function* instancesOf(state: State): Generator<PlacedInstance> {
  for (const resource of state.resources) {
    for (const instance of resource.instances) {
      yield { address: addressOf(resource, instance), resource, instance };
    }
  }
}

/** The address of an instance of this resource; a deposed one shares it with the current one. */
export function addressOf(resource: StateResource, instance: StateInstance): InstanceAddress {
  return instance.key === undefined ? resource.address : { ...resource.address, key: instance.key };
}

export function findResource(state: State, address: ResourceAddress): StateResource | undefined {
  return state.resources.find((resource) => sameResource(resource.address, address));
}

/** The current instance at an address, or the deposed one of this name. */
export function findInstance(
  state: State,
  address: InstanceAddress,
  deposed?: string,
): StateInstance | undefined {
  return findResource(state, address)?.instances.find((instance) => isAt(instance, address.key, deposed));
}

/** The state with this instance in the place that its key and `deposed` name, instead of what was there. */
export function upsertInstance(
  state: State,
  address: ResourceAddress,
  provider: string,
  instance: StateInstance,
): State {
  const at = state.resources.findIndex((resource) => sameResource(resource.address, address));
  const found = state.resources[at];
  if (found === undefined) {
    const { module, mode, type, name } = address;
    const added = {
      address: { module, mode, type, name },
      provider,
      instances: [instance],
      unknown: {},
    };
    return { ...state, resources: [...state.resources, added] };
  }
  const place = found.instances.findIndex((other) => isAt(other, instance.key, instance.deposed));
  const instances = place === -1 ? [...found.instances, instance] : found.instances.with(place, instance);
  return { ...state, resources: state.resources.with(at, { ...found, provider, instances }) };
}

/** The state without this instance; its resource goes with the last one. */
export function removeInstance(state: State, address: InstanceAddress, deposed?: string): State {
  const at = state.resources.findIndex((resource) => sameResource(resource.address, address));
  const found = state.resources[at];
  if (found === undefined) return state;
  const instances = found.instances.filter((instance) => !isAt(instance, address.key, deposed));
  if (instances.length === found.instances.length) return state;
  const resources =
    instances.length === 0
      ? state.resources.toSpliced(at, 1)
      : state.resources.with(at, { ...found, instances });
  return { ...state, resources };
}

/** The state with the current instance set aside under a name, to be destroyed once its successor is there. */
export function deposeInstance(state: State, address: InstanceAddress, deposed: string): State {
  const resource = findResource(state, address);
  const instance = findInstance(state, address);
  if (resource === undefined || instance === undefined) return state;
  return upsertInstance(removeInstance(state, address), address, resource.provider, { ...instance, deposed });
}

export function withOutputs(state: State, outputs: ReadonlyMap<string, StateOutput>): State {
  return { ...state, outputs };
}

/** The state with the results of checks; where they say the same as before, in whatever order, those stay. */
export function withCheckResults(state: State, checkResults: Json): State {
  return sameCheckResults(state.checkResults, checkResults) ? state : { ...state, checkResults };
}

/** Terraform writes both lists in an order of chance. */
function sameCheckResults(left: Json, right: Json): boolean {
  return isDeepStrictEqual(inOrder(left, 'config_addr'), inOrder(right, 'config_addr'));
}

function inOrder(results: Json, address: string): Json {
  if (!isJsonList(results)) return results;
  return results
    .map((result) =>
      isJsonObject(result) && result.objects !== undefined
        ? { ...result, objects: inOrder(result.objects, 'object_addr') }
        : result,
    )
    .sort((left, right) => (addressIn(left, address) < addressIn(right, address) ? -1 : 1));
}

function addressIn(result: Json, address: string): string {
  const value = isJsonObject(result) ? result[address] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Whether two states say the same; lineage, serial and who wrote them aside. The order of resources counts for nothing. */
export function sameContent(left: State, right: State): boolean {
  if (left === right) return true;
  return (
    isDeepStrictEqual(left.outputs, right.outputs) &&
    isDeepStrictEqual(left.checkResults, right.checkResults) &&
    isDeepStrictEqual(left.unknown, right.unknown) &&
    sameResources(left.resources, right.resources)
  );
}

function sameResources(left: readonly StateResource[], right: readonly StateResource[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  const same = (one: StateResource | undefined, other: StateResource | undefined): boolean =>
    one === other || (one !== undefined && other !== undefined && sameResourceContent(one, other));
  if (left.every((resource, index) => same(resource, right[index]))) return true;
  return left.every((resource) =>
    same(
      resource,
      right.find((other) => sameResource(other.address, resource.address)),
    ),
  );
}

/** Values may be the same and their types not: a list is printed with another type than a tuple. */
function sameResourceContent(left: StateResource, right: StateResource): boolean {
  return (
    isDeepStrictEqual(left, right) &&
    left.instances.every((instance, index) => {
      const other = right.instances[index];
      return instance === other || sameType(typeOf(instance.attributes), typeOf(other?.attributes ?? null));
    })
  );
}

/** The state as it is to be written after `previous`: with the next serial where the content differs, else `previous` itself. */
export function withNextSerial(previous: State, next: State): State {
  return sameContent(previous, next) ? previous : { ...next, serial: previous.serial + 1 };
}

function isAt(instance: StateInstance, key: InstanceKey | undefined, deposed: string | undefined): boolean {
  return instance.key === key && instance.deposed === deposed;
}

/** Whether two addresses mean the same resource block. */
export function sameResource(left: ResourceAddress, right: ResourceAddress): boolean {
  return (
    left.name === right.name &&
    left.type === right.type &&
    left.mode === right.mode &&
    left.module.length === right.module.length &&
    left.module.every(
      (step, index) => step.name === right.module[index]?.name && step.key === right.module[index].key,
    )
  );
}
