import {
  type Domain,
  type Domains,
  DomainXmlFlags,
  isNotFound,
  type Libvirt,
  LibvirtError,
  type Network,
  type Networks,
  NetworkXmlFlags,
  type StoragePool,
  type StorageVolume,
  StorageXmlFlags,
  type Volumes,
} from '@virtform/libvirt';
import { domain, network, pool, volume } from '@virtform/schema';
import {
  side,
  type DomainRecord,
  type NetworkRecord,
  type PoolRecord,
  type Side,
  type VolumeRecord,
} from './host-records.js';
import { found, present } from './shared/found.js';

/** What a guest's XML does not say. */
export interface DomainFacts {
  readonly persistent: boolean;
  readonly paused: boolean;
  readonly autostart: boolean;
}

/** Reads both sides of a guest. */
export async function domainRecord(domains: Domains, dom: Domain, facts: DomainFacts): Promise<DomainRecord> {
  const xml = (flags: number): Promise<Side> =>
    domains.xmlDesc(dom, flags).then((text) => side(domain, text));
  const active = dom.id >= 0;
  const [stored, running] = await Promise.all([
    facts.persistent ? xml(DomainXmlFlags.INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return {
    uuid: dom.uuid,
    name: dom.name,
    id: active ? dom.id : undefined,
    paused: facts.paused,
    autostart: facts.autostart,
    stored,
    running,
  };
}

/** What the XML of a network or a pool does not say. */
export interface ActivityFacts {
  readonly persistent: boolean;
  readonly active: boolean;
  readonly autostart: boolean;
}

/** Reads both sides of a network. */
export async function networkRecord(
  networks: Networks,
  net: Network,
  { persistent, active, autostart }: ActivityFacts,
): Promise<NetworkRecord> {
  const xml = (flags: number): Promise<Side> =>
    networks.xmlDesc(net, flags).then((text) => side(network, text));
  const [stored, running] = await Promise.all([
    persistent ? xml(NetworkXmlFlags.INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return { uuid: net.uuid, name: net.name, autostart, stored, running };
}

/** A pool and what is in it. */
export interface Store {
  readonly record: PoolRecord;
  readonly volumes: readonly VolumeRecord[];
}

/** Reads a pool, and, while it is active, all that is in it. One that stops meanwhile is read as it is then. */
export async function readStore(host: Libvirt, handle: StoragePool, facts: ActivityFacts): Promise<Store> {
  if (!facts.active) return { record: await poolRecord(host, handle, facts), volumes: [] };
  try {
    const [record, volumes] = await Promise.all([poolRecord(host, handle, facts), readVolumes(host, handle)]);
    return { record, volumes };
  } catch (error) {
    // libvirt refuses the volumes of a pool that is not active with the code of many other refusals: so the pool is asked.
    if (!isRefusal(error) || (await host.pools.isActive(handle))) throw error;
    return readStore(host, handle, { ...facts, active: false });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof LibvirtError && error.fault === 'host' && !isNotFound(error);
}

async function poolRecord(
  { pools }: Libvirt,
  handle: StoragePool,
  { persistent, active, autostart }: ActivityFacts,
): Promise<PoolRecord> {
  const xml = (flags: number): Promise<Side> => pools.xmlDesc(handle, flags).then((text) => side(pool, text));
  const [stored, running] = await Promise.all([
    persistent ? xml(StorageXmlFlags.INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return { uuid: handle.uuid, name: handle.name, active, autostart, stored, running };
}

async function readVolumes(
  { pools, volumes }: Libvirt,
  handle: StoragePool,
): Promise<readonly VolumeRecord[]> {
  const there = await pools.volumes(handle);
  return present(await Promise.all(there.map((vol) => found(volumeRecordOf(volumes, handle.uuid, vol)))));
}

/** Reads one volume. */
export async function volumeRecordOf(
  volumes: Volumes,
  poolUuid: string,
  vol: StorageVolume,
): Promise<VolumeRecord> {
  const xml = await volumes.xmlDesc(vol);
  return { pool: vol.pool, poolUuid, name: vol.name, key: vol.key, side: side(volume, xml) };
}
