import type { Diagnostic } from '@virtform/values';
import type { InstanceAddress } from '../address.js';
import type { CheckCollector } from '../checks/collector.js';
import type { Configuration, ModuleScope } from '../config/index.js';
import type { ClockEffects } from '../effects/effects.js';
import type { Kind, OwnershipMark } from '../kinds/kind.js';
import type { StatesSource } from '../kinds/sources.js';
import type { Provider } from '../kinds/provider.js';
import type { State } from '../state/state.js';
import type { Examined } from './examine.js';
import type { HostConnections } from './host-connections.js';
import type { Limit } from './limit.js';
import type { HostReading, PlanOptions } from './plan.js';
import type { ReadEvent } from './read-events.js';
import type { ResourceValues } from './resource-values.js';
import type { Selection } from './selection.js';
import type { PlannedNodes } from './triggers.js';
import type { SettledObjects } from './settled-objects.js';

/** A host whose objects are known, or the state where it alone holds them: then there is no URI, and nothing was read. */
export interface OpenedHost {
  readonly uri: string | undefined;
  /** What plans call it, as the provider has it. */
  readonly host: string | undefined;
  readonly provider: Provider<unknown>;
  /** undefined where only data sources look at the host: nothing was read in advance. */
  readonly view: unknown;
  readonly reading: HostReading | undefined;
  /** How data sources look at it. */
  readonly connections: HostConnections | undefined;
}

/** What planning one block may ask of the plan around it. */
export interface PlanContext {
  readonly lineage: string;
  readonly serial: number;
  readonly configuration: Configuration;
  readonly state: State;
  readonly options: PlanOptions;
  /** Of the root module, from which one comes to all others. */
  readonly scope: ModuleScope;
  readonly values: ResourceValues;
  readonly providers: readonly Provider<unknown>[];
  /** By provider address; one that could not be opened is missing, and was reported. */
  readonly hosts: ReadonlyMap<string, OpenedHost>;
  readonly selection: Selection;
  readonly checks: CheckCollector;
  readonly planned: PlannedNodes;
  /** The blocks whose objects are replaced by making the new one first, by their addresses without keys. */
  readonly createFirst: ReadonlySet<string>;
  readonly takeover: Takeover;
  /** Where the state has what this address means, where that is another. */
  movedFrom(address: string): string | undefined;
  /** What earlier plans found settled; undefined: nobody remembers. */
  readonly settled: SettledObjects | undefined;
  /** Addresses, without keys, of the resources that a node depends on, transitive and sorted. */
  dependencies(id: string): readonly string[];
  /** Other states, for data sources. */
  readonly states: StatesSource;
  readonly clock: ClockEffects;
  /** How many data sources are read at a time. */
  readonly limit: Limit;
  /** Told of each data source that is read. */
  readonly onRead: (event: ReadEvent) => void;
}

/** A kind on a host, as one instance meets it. */
export interface KindOnHost {
  readonly kind: Kind<unknown>;
  readonly host: OpenedHost;
}

/** An object that was found to be taken over, as if the state held it already; or why it must not be. */
export type TakenOver =
  | { readonly ok: true; readonly examined: Examined }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Takes objects over, each once, and none that belongs to somebody. */
export interface Takeover {
  take(on: KindOnHost, instance: InstanceAddress, id: string): TakenOver;
}

/** Whether an option that takes addresses means this instance: by its own address, by its resource's, or by `all`. */
export function names(addresses: readonly string[] | 'all', instance: string): boolean {
  return (
    addresses === 'all' ||
    addresses.some((address) => address === instance || address === blockPart(instance))
  );
}

function blockPart(instance: string): string {
  return instance.endsWith(']') ? instance.slice(0, instance.lastIndexOf('[')) : instance;
}

/** The mark that an object of this instance carries. */
export function markFor(context: Pick<PlanContext, 'lineage'>, address: string): OwnershipMark {
  return { lineage: context.lineage, address };
}
