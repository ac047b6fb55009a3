import type { Caller } from '../caller.js';
import { domainCalls, type Domains } from './domains.js';
import { networkCalls, type Networks } from './networks.js';
import { type Node, nodeCalls } from './node.js';
import { poolCalls, type Pools } from './pools.js';
import { volumeCalls, type Volumes } from './volumes.js';

/** Typed calls to one host, by what they are about. */
export interface Libvirt {
  readonly domains: Domains;
  readonly networks: Networks;
  readonly pools: Pools;
  readonly volumes: Volumes;
  readonly node: Node;
}

/** Gives a caller's procedures the names and shapes of libvirt's own interface. Each call is one procedure; nothing is kept. */
export function libvirt(caller: Caller): Libvirt {
  return {
    domains: domainCalls(caller),
    networks: networkCalls(caller),
    pools: poolCalls(caller),
    volumes: volumeCalls(caller),
    node: nodeCalls(caller),
  };
}
