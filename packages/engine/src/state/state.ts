import type { Json, JsonObject, Path } from '@virtform/values';
import type { InstanceKey, ResourceAddress } from '../address.js';
import type { Attributes, Identity } from '../kinds/kind.js';

/** A Terraform state, version 4, as a value: changing one gives a new one. */
export interface State {
  /** UUID that stays with the state for life; names of things are derived from it. */
  readonly lineage: string;
  /** Rises by one with each write whose content differs. */
  readonly serial: number;
  readonly terraformVersion: string;
  readonly outputs: ReadonlyMap<string, StateOutput>;
  readonly resources: readonly StateResource[];
  readonly checkResults: Json;
  /** Top-level keys that we do not know: given back as they were read. */
  readonly unknown: JsonObject;
}

export interface StateOutput {
  readonly value: Json;
  /** The type as Terraform's JSON writes it: `"string"`, `["list", "string"]`. */
  readonly type: Json;
  readonly sensitive: boolean;
}

export interface StateResource {
  readonly address: ResourceAddress;
  /** `provider["registry.terraform.io/dmacvicar/libvirt"]`, with `.alias` behind it. */
  readonly provider: string;
  readonly instances: readonly StateInstance[];
  /** Keys of the resource that we do not know. */
  readonly unknown: JsonObject;
}

export interface StateInstance {
  readonly key: InstanceKey | undefined;
  readonly deposed: string | undefined;
  readonly tainted: boolean;
  readonly schemaVersion: number;
  /** Sparse: Terraform's nulls are added when it is written and taken out when it is read. */
  readonly attributes: Attributes;
  readonly sensitive: readonly Path[];
  /** Those paths in or above `sensitive` whose last step is a key of a map: Terraform's files tell them from attributes. */
  readonly mapKeys?: readonly Path[];
  /** Addresses of resources, sorted. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  /** Ours, out of `private`; undefined where it is missing, or where its hash says that Terraform wrote the attributes since. */
  readonly bookkeeping: Bookkeeping | undefined;
  /**
   * What an update asks for that was begun: written before it, and taken out when it is over. Where an apply was killed, it tells
   * what of the object that update may have changed. Ours as well, and stale where the bookkeeping is.
   */
  readonly trying: JsonObject | undefined;
  /**
   * That update ends what runs to start it anew: written before it is ended, and taken out once it runs again. Where it is found off, it is
   * to be started, whatever the program says of that. Ours as well.
   */
  readonly restarting?: true | undefined;
  /** `private` as it was read, where it holds what others put there. */
  readonly foreignPrivate: string | undefined;
  /** Keys of the instance that we do not know. */
  readonly unknown: JsonObject;
}

/** What we keep of an instance beside Terraform's attributes; it stands in `private` and everything works without it. */
export interface Bookkeeping {
  readonly identity: Identity;
  /** What the program asked for when it was applied last; sensitive values are kept, the file is 0600. */
  readonly wanted: JsonObject;
  /** Written ahead of a create and not confirmed yet. */
  readonly intent: boolean;
}
