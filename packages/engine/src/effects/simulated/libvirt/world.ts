import type { XmlBuilder } from '@virtform/schema';
import type { SimulatedRandom } from '../random.js';

/** A guest. Stored is missing for a transient one, running for one that is off. */
export interface SimulatedDomain {
  readonly uuid: string;
  name: string;
  stored: XmlBuilder | undefined;
  running: XmlBuilder | undefined;
  id: number;
  autostart: boolean;
}

export interface SimulatedNetwork {
  readonly uuid: string;
  readonly name: string;
  stored: XmlBuilder | undefined;
  running: XmlBuilder | undefined;
  autostart: boolean;
}

export interface SimulatedPool {
  readonly uuid: string;
  readonly name: string;
  readonly path: string;
  stored: XmlBuilder;
  active: boolean;
  /** Defined anew since it was started. Until then libvirt tells the running definition for the stored one. */
  redefined: boolean;
  /** Its definition tells the sizes that its start found; libvirt tells them of a stopped pool too, as they were. */
  measured: boolean;
  autostart: boolean;
  /** By name; they stay while the pool is inactive, and nobody can find them. */
  readonly volumes: Map<string, SimulatedVolume>;
}

export interface SimulatedVolume {
  readonly name: string;
  readonly path: string;
  /** What was asked for, without the parts that libvirt tells by itself. */
  readonly xml: XmlBuilder;
  format: string;
  /** Bytes. */
  capacity: bigint;
  allocation: bigint;
}

/** Everything that a host holds. It outlives every connection, and every client that dies. */
export interface World {
  readonly domains: Map<string, SimulatedDomain>;
  readonly networks: Map<string, SimulatedNetwork>;
  readonly pools: Map<string, SimulatedPool>;
  /** Folders that exist; a pool that was not built has none. */
  readonly folders: Set<string>;
  readonly random: SimulatedRandom;
  /** Numbers that are given out once: ids of guests, bridges, taps. */
  next(counter: 'domain' | 'bridge' | 'tap'): number;
}

export function createWorld(random: SimulatedRandom): World {
  const counters = { domain: 0, bridge: 0, tap: -1 };
  return {
    domains: new Map(),
    networks: new Map(),
    pools: new Map(),
    folders: new Set(['/var/lib/libvirt/images']),
    random,
    next: (counter) => (counters[counter] += 1),
  };
}

/** A UUID and a MAC as libvirt makes them up. */
export function randomUuid(random: SimulatedRandom): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function randomMac(random: SimulatedRandom): string {
  return ['52', '54', '00', ...[...random.bytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(
    ':',
  );
}
