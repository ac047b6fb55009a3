import { isObject, type Value } from '@virtform/values';
import type { DomainRecord, PoolRecord, Side, VolumeRecord } from './host-records.js';
import { elementsAt, textAt } from './shared/attributes.js';

/** Somebody who uses a volume. */
export type VolumeUser =
  | {
      readonly user: 'domain';
      readonly uuid: string;
      readonly name: string;
      readonly running: boolean;
      /** The disk's target, `vda`; undefined where the volume lies somewhere in the disk's backing chain. */
      readonly disk: string | undefined;
    }
  /** Another volume stands on it. */
  | { readonly user: 'volume'; readonly pool: string; readonly name: string };

/** Who uses what. */
export interface Usage {
  /** The users of a file, a block device or whatever else the path names. */
  usersOf(path: string): readonly VolumeUser[];
  /** The guests that have an interface on a network, by the network's name. */
  domainsOn(
    network: string,
  ): readonly { readonly uuid: string; readonly name: string; readonly running: boolean }[];
  /** The guest that has a MAC address, in lower case. */
  macOwner(mac: string): string | undefined;
}

interface Sources {
  readonly domains: ReadonlyMap<string, DomainRecord>;
  readonly pools: ReadonlyMap<string, PoolRecord>;
  readonly volumes: ReadonlyMap<string, ReadonlyMap<string, VolumeRecord>>;
}

/** Looks through every guest and volume. Decodes all of them, so it is asked only where the answer matters. */
export function computeUsage(sources: Sources): Usage {
  const users = new Map<string, VolumeUser[]>();
  const networks = new Map<string, Map<string, { uuid: string; name: string; running: boolean }>>();
  const macs = new Map<string, string>();
  const use = (path: string, user: VolumeUser): void => {
    const before = users.get(path);
    if (before === undefined) users.set(path, [user]);
    else if (!before.some((other) => sameUser(other, user))) before.push(user);
  };
  const backing = backingPaths(sources);
  for (const domain of sources.domains.values()) {
    const running = domain.running !== undefined;
    const about = { uuid: domain.uuid, name: domain.name, running };
    for (const side of sidesOf(domain)) {
      for (const disk of elementsAt(side.attributes, ['devices', 'disks'])) {
        const path = diskPath(disk, sources);
        if (path === undefined) continue;
        use(path, { user: 'domain', ...about, disk: textAt(disk, ['target', 'dev']) });
        for (const below of chainBelow(path, backing))
          use(below, { user: 'domain', ...about, disk: undefined });
      }
      for (const nic of elementsAt(side.attributes, ['devices', 'interfaces'])) {
        const network = textAt(nic, ['source', 'network', 'network']);
        if (network !== undefined) {
          const on = networks.get(network) ?? new Map<string, typeof about>();
          networks.set(network, on.set(domain.uuid, about));
        }
        const mac = textAt(nic, ['mac', 'address']);
        if (mac !== undefined) macs.set(mac.toLowerCase(), domain.uuid);
      }
    }
  }
  for (const volume of allVolumes(sources.volumes)) {
    const below = textAt(volume.side.attributes, ['backing_store', 'path']);
    if (below !== undefined) use(below, { user: 'volume', pool: volume.pool, name: volume.name });
  }
  return {
    usersOf: (path) => users.get(path) ?? [],
    domainsOn: (network) => [...(networks.get(network)?.values() ?? [])],
    macOwner: (mac) => macs.get(mac.toLowerCase()),
  };
}

/** Which guest has which MAC, in the order in which `computeUsage` looks; without parsing anything. */
export function macTable(domains: Sources['domains']): string {
  return [...domains.values()]
    .map(({ uuid, name, stored, running }) => {
      const tags = [stored, running].map((side) => side?.xml.match(/<mac\b[^>]*>/g)?.join('') ?? '');
      return JSON.stringify([uuid, name, ...tags]);
    })
    .join('\n');
}

/** The path that a disk's source leads to; undefined for none, and for what has no path on this host (network disks). */
export function diskPath(disk: Value, sources: Pick<Sources, 'pools' | 'volumes'>): string | undefined {
  if (!isObject(disk)) return undefined;
  const direct = textAt(disk, ['source', 'file', 'file']) ?? textAt(disk, ['source', 'block', 'dev']);
  if (direct !== undefined) return direct;
  const pool = textAt(disk, ['source', 'volume', 'pool']);
  const volume = textAt(disk, ['source', 'volume', 'volume']);
  if (pool === undefined || volume === undefined) return undefined;
  for (const record of sources.pools.values()) {
    if (record.name === pool) return pathOf(sources.volumes.get(record.uuid)?.get(volume));
  }
  return undefined;
}

/** Where a volume's content lies. */
export function pathOf(volume: VolumeRecord | undefined): string | undefined {
  return volume === undefined
    ? undefined
    : (textAt(volume.side.attributes, ['target', 'path']) ?? volume.key);
}

function sidesOf(domain: DomainRecord): readonly Side[] {
  return [domain.stored, domain.running].filter((side) => side !== undefined);
}

function* allVolumes(volumes: Sources['volumes']): Iterable<VolumeRecord> {
  for (const pool of volumes.values()) yield* pool.values();
}

function backingPaths(sources: Sources): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const volume of allVolumes(sources.volumes)) {
    const path = pathOf(volume);
    const below = textAt(volume.side.attributes, ['backing_store', 'path']);
    if (path !== undefined && below !== undefined) found.set(path, below);
  }
  return found;
}

/** The files below one in its backing chain. A set ends a chain that runs into itself. */
function chainBelow(path: string, backing: ReadonlyMap<string, string>): ReadonlySet<string> {
  const chain = new Set<string>();
  for (let below = backing.get(path); below !== undefined && !chain.has(below); below = backing.get(below)) {
    chain.add(below);
  }
  return chain;
}

function sameUser(left: VolumeUser, right: VolumeUser): boolean {
  if (left.user === 'domain')
    return right.user === 'domain' && left.uuid === right.uuid && left.disk === right.disk;
  return right.user === 'volume' && left.pool === right.pool && left.name === right.name;
}
