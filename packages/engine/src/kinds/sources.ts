import type { Caller } from '@virtform/libvirt';
import type { ValueObject } from '@virtform/values';

/** A host, as data sources look at it. Both connections are opened when they are first asked for. */
export interface HostSource {
  /** For messages. */
  readonly uri: string;
  /** The read-only one. */
  read(): Promise<Caller>;
  /** The second one, held to reading procedures: for what libvirt tells no read-only client. */
  inspect(): Promise<Caller>;
}

/** Where another state is kept: what its `backend` block says. */
export interface StatePlace {
  readonly backend: string;
  readonly settings: ValueObject;
  readonly workspace: string;
}

/** Other states, as data sources look at them. */
export interface StatesSource {
  /** The outputs of a state; undefined where there is no state in that place. */
  outputs(place: StatePlace): Promise<ValueObject | undefined>;
}
