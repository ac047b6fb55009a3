import type { Caller } from '../caller.js';
import type { Checkpoints } from './checkpoints.js';
import type { Domains } from './domains.js';
import type { Interfaces } from './interfaces.js';
import type { Networks } from './networks.js';
import type { NodeDevices } from './node-devices.js';
import type { Node } from './node.js';
import type { Nwfilters } from './nwfilters.js';
import type { Pools } from './pools.js';
import type { Secrets } from './secrets.js';
import type { Snapshots } from './snapshots.js';
import type { Volumes } from './volumes.js';

/** Typed calls to one host, by what they are about. */
export interface Libvirt {
  readonly domains: Domains;
  readonly snapshots: Snapshots;
  readonly checkpoints: Checkpoints;
  readonly networks: Networks;
  readonly nwfilters: Nwfilters;
  readonly interfaces: Interfaces;
  readonly pools: Pools;
  readonly volumes: Volumes;
  readonly secrets: Secrets;
  readonly nodeDevices: NodeDevices;
  readonly node: Node;
}

/* eslint-disable @typescript-eslint/no-require-imports -- A subject's module is loaded with its first use: all of them together would
   add a third to what it costs to load this package, and import() would make a promise of each subject. */

/** Gives a caller's procedures the names and shapes of libvirt's own interface. Nothing is kept of what is called. */
export function libvirt(caller: Caller): Libvirt {
  const domains = once(() => (require('./domains.js') as typeof import('./domains.js')).domainCalls(caller));
  const snapshots = once(() =>
    (require('./snapshots.js') as typeof import('./snapshots.js')).snapshotCalls(caller),
  );
  const checkpoints = once(() =>
    (require('./checkpoints.js') as typeof import('./checkpoints.js')).checkpointCalls(caller),
  );
  const networks = once(() =>
    (require('./networks.js') as typeof import('./networks.js')).networkCalls(caller),
  );
  const nwfilters = once(() =>
    (require('./nwfilters.js') as typeof import('./nwfilters.js')).nwfilterCalls(caller),
  );
  const interfaces = once(() =>
    (require('./interfaces.js') as typeof import('./interfaces.js')).interfaceCalls(caller),
  );
  const pools = once(() => (require('./pools.js') as typeof import('./pools.js')).poolCalls(caller));
  const volumes = once(() => (require('./volumes.js') as typeof import('./volumes.js')).volumeCalls(caller));
  const secrets = once(() => (require('./secrets.js') as typeof import('./secrets.js')).secretCalls(caller));
  const nodeDevices = once(() =>
    (require('./node-devices.js') as typeof import('./node-devices.js')).nodeDeviceCalls(caller),
  );
  const node = once(() => (require('./node.js') as typeof import('./node.js')).nodeCalls(caller));
  return {
    get domains() {
      return domains();
    },
    get snapshots() {
      return snapshots();
    },
    get checkpoints() {
      return checkpoints();
    },
    get networks() {
      return networks();
    },
    get nwfilters() {
      return nwfilters();
    },
    get interfaces() {
      return interfaces();
    },
    get pools() {
      return pools();
    },
    get volumes() {
      return volumes();
    },
    get secrets() {
      return secrets();
    },
    get nodeDevices() {
      return nodeDevices();
    },
    get node() {
      return node();
    },
  };
}

/** Makes something when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
