import type { domain, network, networkPort, storagePool, storageVol } from '../wire/objects.js';
import type { TypeOf } from '../wire/xdr.js';

/** A guest: name, UUID and, while it runs, an id (-1 otherwise). A value, not a handle: it does not dangle, and it may be out of date. */
export type Domain = TypeOf<typeof domain>;

/** A network: name and UUID. */
export type Network = TypeOf<typeof network>;

/** A port of a network: what one guest's interface takes of it. */
export type NetworkPort = TypeOf<typeof networkPort>;

/** A storage pool: name and UUID. */
export type StoragePool = TypeOf<typeof storagePool>;

/** A volume: its pool's name, its own, and a key unique on the host. */
export type StorageVolume = TypeOf<typeof storageVol>;
