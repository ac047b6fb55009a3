import type { DomainRecord, NetworkRecord, PoolRecord, VolumeRecord } from './host-records.js';
import { createOwners, type Owners } from './host-owners.js';
import { createUsage, macDigest, type OpenUsage, type Usage } from './host-usage.js';
import { localFiles, type LocalFiles, type OpenLocalFiles } from './local-files.js';

/**
 * What was read of a host in one burst: every guest, network, pool and volume. Pure to its readers; `reread` alone puts newer
 * records in.
 */
export interface HostView {
  readonly domains: ReadonlyMap<string, DomainRecord>;
  readonly networks: ReadonlyMap<string, NetworkRecord>;
  readonly pools: ReadonlyMap<string, PoolRecord>;
  /** By the pool's UUID, then by name. A pool that is not active has no entry: its volumes are unknown, never gone. */
  readonly volumes: ReadonlyMap<string, ReadonlyMap<string, VolumeRecord>>;
  /** Who uses what of whom; computed at the first use, and kept up to date from then on. */
  readonly usage: Usage;
  /** Whose marks the guests carry. */
  readonly owners: Owners;
  /** Tells which guest has which MAC: as long as it stays the same, so does `usage.macOwners`. Computed at the first use. */
  readonly macs: string;
  /** The files on the machine that applies. */
  readonly files: LocalFiles;
}

/** What a view is made of. */
export interface HostRecords {
  readonly domains: readonly DomainRecord[];
  readonly networks: readonly NetworkRecord[];
  readonly pools: readonly PoolRecord[];
  readonly volumes: readonly VolumeRecord[];
}

/** The same view, as the one who reads hosts sees it. */
export interface OpenHostView extends HostView {
  readonly files: OpenLocalFiles;
  put(record: HostRecord): void;
  drop(type: RecordType, id: RecordId): void;
}

export type HostRecord =
  | { readonly type: 'domain'; readonly record: DomainRecord }
  | { readonly type: 'network'; readonly record: NetworkRecord }
  | { readonly type: 'pool'; readonly record: PoolRecord; readonly volumes: readonly VolumeRecord[] }
  | { readonly type: 'volume'; readonly record: VolumeRecord };
export type RecordType = HostRecord['type'];

/** A UUID; for a volume that of its pool, and the name. */
export interface RecordId {
  readonly uuid: string;
  readonly name?: string;
}

/** A view of these records, and of files that somebody looked at. */
export function createHostView(records: HostRecords, files: OpenLocalFiles = localFiles('/')): OpenHostView {
  const domains = new Map(records.domains.map((record) => [record.uuid, record]));
  const networks = new Map(records.networks.map((record) => [record.uuid, record]));
  const pools = new Map(records.pools.map((record) => [record.uuid, record]));
  const volumes = new Map<string, Map<string, VolumeRecord>>(
    records.pools.filter((pool) => pool.active).map((pool) => [pool.uuid, new Map()]),
  );
  for (const volume of records.volumes) volumes.get(volume.poolUuid)?.set(volume.name, volume);
  const owners = createOwners(domains);
  let usage: OpenUsage | undefined;
  let macs: string | undefined;

  const putDomain = (uuid: string, record: DomainRecord | undefined): void => {
    usage?.tellDomain(domains.get(uuid), record);
    macs = undefined;
    if (record === undefined) domains.delete(uuid);
    else domains.set(uuid, record);
    owners.tell(uuid);
  };
  const putVolume = (
    inPool: Map<string, VolumeRecord> | undefined,
    name: string,
    record: VolumeRecord | undefined,
  ): void => {
    if (inPool === undefined) return;
    usage?.tellVolume(inPool.get(name), record);
    if (record === undefined) inPool.delete(name);
    else inPool.set(name, record);
  };
  const putVolumes = (pool: string, of: readonly VolumeRecord[] | undefined): void => {
    for (const volume of volumes.get(pool)?.values() ?? []) usage?.tellVolume(volume, undefined);
    if (of === undefined) volumes.delete(pool);
    else volumes.set(pool, new Map(of.map((volume) => [volume.name, volume])));
    for (const volume of of ?? []) usage?.tellVolume(undefined, volume);
  };
  return {
    domains,
    networks,
    pools,
    volumes,
    files,
    owners,
    get usage() {
      return (usage ??= createUsage(
        domains.values(),
        [...volumes.values()].flatMap((inPool) => [...inPool.values()]),
      ));
    },
    get macs() {
      return (macs ??= macDigest(domains));
    },
    put(entry) {
      switch (entry.type) {
        case 'domain':
          putDomain(entry.record.uuid, entry.record);
          return;
        case 'network':
          networks.set(entry.record.uuid, entry.record);
          return;
        case 'pool':
          pools.set(entry.record.uuid, entry.record);
          putVolumes(entry.record.uuid, entry.record.active ? entry.volumes : undefined);
          return;
        case 'volume':
          putVolume(volumes.get(entry.record.poolUuid), entry.record.name, entry.record);
      }
    },
    drop(type, { uuid, name }) {
      switch (type) {
        case 'domain':
          putDomain(uuid, undefined);
          return;
        case 'network':
          networks.delete(uuid);
          return;
        case 'pool':
          pools.delete(uuid);
          putVolumes(uuid, undefined);
          return;
        case 'volume':
          if (name !== undefined) putVolume(volumes.get(uuid), name, undefined);
      }
    },
  };
}

/** The record of that name. libvirt keeps names apart within one sort of object. */
export function recordNamed<R extends { readonly name: string }>(
  records: ReadonlyMap<string, R>,
  name: string | undefined,
): R | undefined {
  if (name === undefined) return undefined;
  for (const record of records.values()) if (record.name === name) return record;
  return undefined;
}

/** Where the volumes of a pool stand: known, or behind a pool that is not active. */
export function volumeRecord(view: HostView, poolUuid: string, name: string): VolumeRecord | undefined {
  return view.volumes.get(poolUuid)?.get(name);
}
