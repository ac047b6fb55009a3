import type {
  domain,
  domainCheckpoint,
  domainSnapshot,
  iface,
  network,
  networkPort,
  nodeDevice,
  nwfilter,
  nwfilterBinding,
  secret,
  storagePool,
  storageVol,
} from '../wire/objects.js';
import type { TypeOf } from '../wire/xdr.js';

/** A guest: name, UUID and, while it runs, an id (-1 otherwise). A value, not a handle: it does not dangle, and it may be out of date. */
export type Domain = TypeOf<typeof domain>;

/** A snapshot of a guest: its name, and the guest. */
export type DomainSnapshot = TypeOf<typeof domainSnapshot>;

/** A checkpoint of a guest's disks: its name, and the guest. */
export type DomainCheckpoint = TypeOf<typeof domainCheckpoint>;

/** A network: name and UUID. */
export type Network = TypeOf<typeof network>;

/** A port of a network: what one guest's interface takes of it. */
export type NetworkPort = TypeOf<typeof networkPort>;

/** A network filter: name and UUID. */
export type Nwfilter = TypeOf<typeof nwfilter>;

/** A network filter in use: the host's end of a guest's interface, and the filter's name. */
export type NwfilterBinding = TypeOf<typeof nwfilterBinding>;

/** A network interface of the host itself: name and MAC address. */
export type HostInterface = TypeOf<typeof iface>;

/** A storage pool: name and UUID. */
export type StoragePool = TypeOf<typeof storagePool>;

/** A volume: its pool's name, its own, and a key unique on the host. */
export type StorageVolume = TypeOf<typeof storageVol>;

/** A secret: UUID, and what it is for (SecretUsageType and an id of that kind). */
export type Secret = TypeOf<typeof secret>;

/** A device of the host: its name among libvirt's (`pci_0000_00_1f_2`). */
export type NodeDevice = TypeOf<typeof nodeDevice>;
