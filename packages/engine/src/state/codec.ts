import type { JsonObject } from '@virtform/values';
import type { ResourceAddress } from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import type { State, StateInstance } from './state.js';

/** Turns states into the text of their files and back. */
export interface StateCodec {
  /**
   * Reads a state, version 4.
   *
   * @param place where the text comes from, for messages
   * @returns undefined where the text is empty, which is no state
   * @throws StateError `format`, which names the place in the text
   */
  parse(text: string, place: string): State | undefined;
  /** The same of the bytes of a file, which have to be UTF-8: anything else would be read as something that it is not. */
  read(content: Buffer, place: string): State | undefined;
  /** The JSON that an instance was read from; undefined where it was made or changed since. */
  asRead(instance: StateInstance): JsonObject | undefined;
  /** The `private` of an instance as it was read, or printed last; undefined where it has none, or was neither. */
  privateOf(instance: StateInstance): string | undefined;
  /**
   * The text, byte for byte as Terraform would write it. What did not change since the last time is not printed again, so
   * that one changed instance among many costs little.
   */
  print(state: State): string;
  /** The same as the pieces of a file, made in slices of a few ms, so that an apply goes on while a large state is printed. */
  encode(state: State): Promise<readonly Buffer[]>;
}

/** How the attributes of a resource type stand in a state, by its schema. */
export interface AttributeForm {
  /** As the engine works with them: what is not set is absent, and a value of any type stands for itself. */
  read(stored: JsonObject): Attributes;
  /** As Terraform writes them: null for what is not set, and a value of any type as `{value, type}`. */
  write(attributes: Attributes): Attributes;
  /** The attributes that may be of any type. */
  readonly dynamic: ReadonlySet<string>;
}

/** Asked for a resource; undefined where its schema is not known: then its attributes are kept as they were read, nulls included. */
export type AttributeForms = (resource: ResourceAddress) => AttributeForm | undefined;

/** An instance's JSON as it was read: printed from as long as the instance is the same value. */
export type InstancesAsRead = WeakMap<StateInstance, JsonObject>;

/** The `private` of instances that were printed otherwise than as they were read. */
export type PrivatesPrinted = WeakMap<StateInstance, string>;
