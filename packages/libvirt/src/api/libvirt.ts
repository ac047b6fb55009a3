import type { Caller } from '../caller.js';
import { checkpointCalls, type Checkpoints } from './checkpoints.js';
import { domainCalls, type Domains } from './domains.js';
import { interfaceCalls, type Interfaces } from './interfaces.js';
import { networkCalls, type Networks } from './networks.js';
import { nodeCalls, type Node } from './node.js';
import { nodeDeviceCalls, type NodeDevices } from './node-devices.js';
import { nwfilterCalls, type Nwfilters } from './nwfilters.js';
import { poolCalls, type Pools } from './pools.js';
import { secretCalls, type Secrets } from './secrets.js';
import { snapshotCalls, type Snapshots } from './snapshots.js';
import { volumeCalls, type Volumes } from './volumes.js';

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

/** The calls of each caller that asked for them: a subject has up to two hundred, which are made once. */
const known = new WeakMap<Caller, Libvirt>();

/**
 * Gives a caller's procedures the names and shapes of libvirt's own interface. A subject's calls are made when they are first asked for;
 * nothing is kept of what is called.
 */
export function libvirt(caller: Caller): Libvirt {
  const made = known.get(caller) ?? callsOf(caller);
  known.set(caller, made);
  return made;
}

function callsOf(caller: Caller): Libvirt {
  const domains = once(() => domainCalls(caller));
  const snapshots = once(() => snapshotCalls(caller));
  const checkpoints = once(() => checkpointCalls(caller));
  const networks = once(() => networkCalls(caller));
  const nwfilters = once(() => nwfilterCalls(caller));
  const interfaces = once(() => interfaceCalls(caller));
  const pools = once(() => poolCalls(caller));
  const volumes = once(() => volumeCalls(caller));
  const secrets = once(() => secretCalls(caller));
  const nodeDevices = once(() => nodeDeviceCalls(caller));
  const node = once(() => nodeCalls(caller));
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
