import type { Caller } from '@virtform/libvirt';
import type { ResourceSchema } from '@virtform/schema';
import type { FileEffects } from '../effects/effects.js';
import type { Attributes, Identity, Kind } from './kind.js';
import type { DataKind } from './data-kind.js';
import type { HostSource, StatesSource } from './sources.js';

/** The machine that applies: some objects are files there. */
export interface LocalMachine {
  readonly files: FileEffects;
  /** Absolute: where what belongs to the unit is kept beside its state. */
  readonly folder: string;
}

/** An object that a state holds or that an intent announced, as far as it takes to look for it. */
export interface HeldObject {
  readonly type: string;
  readonly attributes: Attributes;
  readonly identity: Identity | undefined;
  /** What the program asked for last, and what it was about to become where an apply was killed over it. */
  readonly asked?: readonly Attributes[];
}

/** Kinds that belong together. */
export type Provider<View> = HostProvider<View> | StateProvider<View>;

interface ProviderBase<View> {
  /** The local name: `libvirt`. */
  readonly name: string;
  /** The provider's source address as state files write it. */
  readonly source: string;
  /** What its block may say. */
  readonly schema: ResourceSchema;
  readonly kinds: ReadonlyMap<string, Kind<View>>;
}

/** Whether an object that is looked up will be there. */
export type Expectation = 'there' | 'gone';

/** The kinds that talk to one sort of host, and how such a host is read. */
export interface HostProvider<View> extends ProviderBase<View> {
  readonly objects: 'on-hosts';
  readonly dataKinds: ReadonlyMap<string, DataKind<HostSource>>;
  /** The host that a provider block means; unset falls back to the environment's. */
  hostUri(config: Attributes, environment: Readonly<Record<string, string | undefined>>): string;
  /**
   * Reads everything that a plan may ask about, in one burst. `inspect` opens the second connection when it is needed; `held`
   * are the objects of the state, for those that only it can tell where to look for.
   *
   * @param seen what an earlier reading of the same host found: what still says the same need not be made sense of again
   */
  readHost(
    host: Caller,
    inspect: () => Promise<Caller>,
    local: LocalMachine,
    held: readonly HeldObject[],
    seen?: View,
  ): Promise<View>;
  /**
   * Reads one object again; the view is brought up to date in place.
   *
   * @param expected what the answer is likely to be. It says what is worth to be asked in one go, and nothing about what is found
   */
  reread(
    view: View,
    host: Caller,
    type: string,
    identity: Identity,
    local: LocalMachine,
    expected: Expectation,
  ): Promise<void>;
  /** How many objects the view holds: "6 resources read". */
  count(view: View): number;
}

/** Kinds without a host: nobody but the state holds their objects, and no connection is opened for them. */
export interface StateProvider<View> extends ProviderBase<View> {
  readonly objects: 'in-state';
  readonly dataKinds: ReadonlyMap<string, DataKind<StatesSource>>;
  /** The objects that a state holds, by their attributes, as a host view would show them. Steps change it in place. */
  viewOf(objects: readonly Attributes[]): View;
}
