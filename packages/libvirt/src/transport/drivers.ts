/** What is known about a driver before anything is opened. */
export interface Driver {
  /** Its modular daemon. The monolithic libvirtd serves every driver; those without a daemon of their own are served by it alone. */
  readonly daemon: string | undefined;
}

/**
 * The drivers that a daemon serves. `test`, `openvz` and the VMware ones run inside libvirt's C library as well; here a daemon is asked for
 * them. `remote` leaves the choice to the daemon.
 */
export const DRIVERS: ReadonlyMap<string, Driver> = new Map([
  ...['qemu', 'lxc', 'xen', 'ch', 'bhyve', 'vz', 'vbox'].map(ownDaemon),
  // The daemons of single kinds of objects are reached by URIs of their own.
  ...['network', 'storage', 'secret', 'nodedev', 'nwfilter', 'interface'].map(ownDaemon),
  ...['test', 'openvz', 'parallels', 'vmwareplayer', 'vmwarews', 'vmwarefusion', 'remote'].map(
    (name): [string, Driver] => [name, { daemon: undefined }],
  ),
]);

/** Drivers that speak to another vendor's server from inside libvirt's C library; no daemon takes their URIs. */
export const LIBRARY_DRIVERS: ReadonlySet<string> = new Set(['esx', 'gsx', 'vpx', 'hyperv']);

/** Drivers whose URIs must name a path, so that `qemu://system` lacks a slash. */
export const NEED_PATH: ReadonlySet<string> = new Set(['qemu', 'vbox', 'vz']);

function ownDaemon(name: string): [string, Driver] {
  return [name, { daemon: `virt${name}d` }];
}
