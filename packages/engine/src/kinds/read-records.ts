import type { Caller, Domain, Network, StoragePool, StorageVolume } from '@virtform/libvirt';
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

/** virDomainXMLFlags and their like. */
const DOMAIN_XML_INACTIVE = 2;
const NETWORK_XML_INACTIVE = 1;
const POOL_XML_INACTIVE = 1;

/** What a guest's XML does not say. */
export interface DomainFacts {
  readonly persistent: boolean;
  readonly paused: boolean;
  readonly autostart: boolean;
}

/** Reads both sides of a guest. */
export async function domainRecord(host: Caller, dom: Domain, facts: DomainFacts): Promise<DomainRecord> {
  const xml = (flags: number): Promise<Side> =>
    host.call('DOMAIN_GET_XML_DESC', { dom, flags }).then((reply) => side(domain, reply.xml));
  const active = dom.id >= 0;
  const [stored, running] = await Promise.all([
    facts.persistent ? xml(DOMAIN_XML_INACTIVE) : undefined,
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
  host: Caller,
  net: Network,
  { persistent, active, autostart }: ActivityFacts,
): Promise<NetworkRecord> {
  const xml = (flags: number): Promise<Side> =>
    host.call('NETWORK_GET_XML_DESC', { net, flags }).then((reply) => side(network, reply.xml));
  const [stored, running] = await Promise.all([
    persistent ? xml(NETWORK_XML_INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return { uuid: net.uuid, name: net.name, autostart, stored, running };
}

/** A pool and what is in it. */
export interface Store {
  readonly record: PoolRecord;
  readonly volumes: readonly VolumeRecord[];
}

/** Reads a pool, and, while it is active, all that is in it. */
export async function readStore(host: Caller, handle: StoragePool, facts: ActivityFacts): Promise<Store> {
  const [record, volumes] = await Promise.all([
    poolRecord(host, handle, facts),
    facts.active ? readVolumes(host, handle) : [],
  ]);
  return { record, volumes };
}

async function poolRecord(
  host: Caller,
  handle: StoragePool,
  { persistent, active, autostart }: ActivityFacts,
): Promise<PoolRecord> {
  const xml = (flags: number): Promise<Side> =>
    host.call('STORAGE_POOL_GET_XML_DESC', { pool: handle, flags }).then((reply) => side(pool, reply.xml));
  const [stored, running] = await Promise.all([
    persistent ? xml(POOL_XML_INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return { uuid: handle.uuid, name: handle.name, active, autostart, stored, running };
}

async function readVolumes(host: Caller, handle: StoragePool): Promise<readonly VolumeRecord[]> {
  const { vols } = await host.call('STORAGE_POOL_LIST_ALL_VOLUMES', {
    pool: handle,
    needResults: 1,
    flags: 0,
  });
  return present(await Promise.all(vols.map((vol) => found(volumeRecordOf(host, handle.uuid, vol)))));
}

/** Reads one volume. */
export async function volumeRecordOf(
  host: Caller,
  poolUuid: string,
  vol: StorageVolume,
): Promise<VolumeRecord> {
  const { xml } = await host.call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 });
  return { pool: vol.pool, poolUuid, name: vol.name, key: vol.key, side: side(volume, xml) };
}
