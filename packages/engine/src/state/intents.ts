import type { JsonObject, Path } from '@virtform/values';
import { formatAddress, InstanceAddress } from '../address.js';
import type { Attributes, Identity } from '../kinds/kind.js';
import {
  findInstance,
  findResource,
  instancesOf,
  PlacedInstance,
  removeInstance,
  upsertInstance,
} from './edit.js';
import type { State, StateInstance } from './state.js';
import { uuidBytes, uuidFromName } from './uuid.js';

/** The namespace of the UUIDs that we choose; any fixed value does, and this one must never change. */
const NAMESPACE = uuidBytes('6f3d9b1e-2c57-4c0a-9d7b-1c6a4f0e8b52');

/**
 * The UUID that an object gets which is about to be made, the same however often it is asked for. It is asked once, at plan,
 * and stored in plan, intent and state from then on.
 *
 * @param serial of the state that the plan was made from
 */
export function uuidFor(lineage: string, address: string, serial: number): string {
  return uuidFromName(NAMESPACE, `${lineage}/${serial}/${address}`);
}

/** Something that is about to be made. */
export interface Intent {
  readonly address: InstanceAddress;
  /** As state files write it. */
  readonly provider: string;
  readonly identity: Identity;
  /** What lets Terraform look it up: name and UUID. */
  readonly attributes: Attributes;
  /** Where secrets stand in the attributes. */
  readonly sensitive: readonly Path[];
  readonly wanted: JsonObject;
  readonly dependencies: readonly string[];
}

/**
 * The state with a record of everything that is about to be made; it is written once, before the first change.
 *
 * An intent is a tainted instance: Terraform reads it, finds nothing and drops it, or finds what was made and replaces it. Where
 * the address still has an object that is to be replaced, the intent stands beside it as a deposed instance, so that the old
 * object stays what the address means until its successor is there.
 */
export function addIntents(state: State, intents: readonly Intent[]): State {
  return intents.reduce((current, intent) => {
    const { key } = intent.address;
    const occupant = findInstance(current, intent.address);
    const occupied = occupant !== undefined && !isIntent(occupant);
    const instance: StateInstance = {
      key,
      deposed: occupied ? deposedName(state, intent.address) : undefined,
      tainted: true,
      schemaVersion: 0,
      attributes: intent.attributes,
      sensitive: intent.sensitive,
      dependencies: intent.dependencies,
      createBeforeDestroy: false,
      bookkeeping: { identity: intent.identity, wanted: intent.wanted, intent: true },
      trying: undefined,
      foreignPrivate: undefined,
      unknown: {},
    };
    return upsertInstance(clearIntent(current, intent.address), intent.address, intent.provider, instance);
  }, state);
}

/** Eight hexadecimal digits, Terraform's form of the name of a deposed instance. */
function deposedName(state: State, address: InstanceAddress): string {
  return uuidFor(state.lineage, formatAddress(address), state.serial).slice(0, 8);
}

/** Every intent that was never confirmed: what an interrupted apply left. */
export function intentsOf(state: State): readonly PlacedInstance[] {
  return [...instancesOf(state)].filter(({ instance }) => isIntent(instance));
}

export function isIntent(instance: StateInstance): boolean {
  return instance.bookkeeping?.intent === true;
}

/** The state with the instance that an intent announced in its place; the intent is gone. Without an intent, a plain upsert. */
export function confirmIntent(
  state: State,
  address: InstanceAddress,
  provider: string,
  instance: StateInstance,
): State {
  return upsertInstance(clearIntent(state, address), address, provider, instance);
}

/** The state without the intent at an address: nothing was made, or what was made is gone again. */
export function clearIntent(state: State, address: InstanceAddress): State {
  // Only its own resource is looked at: an apply of thousands clears one intent after the other.
  const instances = findResource(state, address)?.instances ?? [];
  return instances
    .filter((instance) => instance.key === address.key && isIntent(instance))
    .reduce((current, { deposed }) => removeInstance(current, address, deposed), state);
}
