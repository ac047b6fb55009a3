import {
  type Domain,
  DomainPausedReason,
  type Domains,
  DomainState,
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
  type Halt,
  type NetworkRecord,
  type PoolRecord,
  type Side,
  type VolumeRecord,
} from './host-records.js';
import { found, present } from './shared/found.js';

/** What a guest's XML does not say. */
export interface DomainFacts {
  readonly persistent: boolean;
  readonly halted: Halt | undefined;
  readonly autostart: boolean;
  /** Its secrets are asked for as well. */
  readonly tellsSecrets?: true;
}

/** What libvirt itself pauses a guest for, and ends: one that is being started is paused for a moment. */
const PASSING: ReadonlySet<number> = new Set([
  DomainPausedReason.MIGRATION,
  DomainPausedReason.SAVE,
  DomainPausedReason.DUMP,
  DomainPausedReason.SHUTTING_DOWN,
  DomainPausedReason.SNAPSHOT,
  DomainPausedReason.STARTING_UP,
  DomainPausedReason.POSTCOPY,
]);

/** Why a guest stands still, by the state that libvirt tells of it. */
export async function haltOf(domains: Domains, dom: Domain): Promise<Halt | undefined> {
  const { state, reason } = await domains.state(dom);
  if (state === DomainState.CRASHED) return 'crashed';
  if (state !== DomainState.PAUSED || PASSING.has(reason)) return undefined;
  return reason === DomainPausedReason.CRASHED ? 'crashed' : 'paused';
}

/**
 * Reads both sides of a guest; `known` is what was read of it before.
 *
 * @throws LibvirtError where libvirt does not tell secrets to whoever asks for them
 */
export async function domainRecord(
  domains: Domains,
  dom: Domain,
  facts: DomainFacts,
  known?: DomainRecord,
): Promise<DomainRecord> {
  const { persistent, halted, autostart, tellsSecrets } = facts;
  const secrets = tellsSecrets === true ? DomainXmlFlags.SECURE : 0;
  const xml = (flags: number, before: Side | undefined): Promise<Side> =>
    domains.xmlDesc(dom, flags | secrets).then((text) => side(domain, text, before));
  const active = dom.id >= 0;
  const [stored, running] = await Promise.all([
    persistent ? xml(DomainXmlFlags.INACTIVE, known?.stored) : undefined,
    active ? xml(0, known?.running) : undefined,
  ]);
  return {
    uuid: dom.uuid,
    name: dom.name,
    id: active ? dom.id : undefined,
    halted,
    autostart,
    ...(tellsSecrets === true ? { tellsSecrets } : {}),
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

/** Reads both sides of a network; `known` is what was read of it before. */
export async function networkRecord(
  networks: Networks,
  net: Network,
  { persistent, active, autostart }: ActivityFacts,
  known?: NetworkRecord,
): Promise<NetworkRecord> {
  const xml = (flags: number, before: Side | undefined): Promise<Side> =>
    networks.xmlDesc(net, flags).then((text) => side(network, text, before));
  const [stored, running] = await Promise.all([
    persistent ? xml(NetworkXmlFlags.INACTIVE, known?.stored) : undefined,
    active ? xml(0, known?.running) : undefined,
  ]);
  return { uuid: net.uuid, name: net.name, autostart, stored, running };
}

/** A pool and what is in it. */
export interface Store {
  readonly record: PoolRecord;
  readonly volumes: readonly VolumeRecord[];
}

/** What was read of a pool before. */
export interface KnownStore {
  readonly record: PoolRecord | undefined;
  readonly volumes: ReadonlyMap<string, VolumeRecord> | undefined;
}

/** Reads a pool, and, while it is active, all that is in it. One that stops meanwhile is read as it is then. */
export async function readStore(
  host: Libvirt,
  handle: StoragePool,
  facts: ActivityFacts,
  known?: KnownStore,
): Promise<Store> {
  if (!facts.active) return { record: await poolRecord(host, handle, facts, known?.record), volumes: [] };
  const [record, volumes] = await Promise.all([
    poolRecord(host, handle, facts, known?.record),
    volumesWhileActive(host, handle, known?.volumes),
  ]);
  return volumes === undefined
    ? readStore(host, handle, { ...facts, active: false }, known)
    : { record, volumes };
}

/** Reads all that is in an active pool; undefined where it is not active any more. */
export async function volumesWhileActive(
  host: Libvirt,
  handle: StoragePool,
  known: KnownStore['volumes'],
): Promise<readonly VolumeRecord[] | undefined> {
  try {
    return await readVolumes(host, handle, known);
  } catch (error) {
    // libvirt refuses the volumes of a pool that is not active with the code of many other refusals: so the pool is asked.
    if (!isRefusal(error) || (await host.pools.isActive(handle))) throw error;
    return undefined;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof LibvirtError && error.fault === 'host' && !isNotFound(error);
}

async function poolRecord(
  { pools }: Libvirt,
  handle: StoragePool,
  { persistent, active, autostart }: ActivityFacts,
  known: PoolRecord | undefined,
): Promise<PoolRecord> {
  const xml = (flags: number, before: Side | undefined): Promise<Side> =>
    pools.xmlDesc(handle, flags).then((text) => side(pool, text, before));
  const [stored, running] = await Promise.all([
    persistent ? xml(StorageXmlFlags.INACTIVE, known?.stored) : undefined,
    active ? xml(0, known?.running) : undefined,
  ]);
  return { uuid: handle.uuid, name: handle.name, active, autostart, stored, running };
}

async function readVolumes(
  { pools, volumes }: Libvirt,
  handle: StoragePool,
  known: KnownStore['volumes'],
): Promise<readonly VolumeRecord[]> {
  const there = await pools.volumes(handle);
  const records = there.map((vol) => found(volumeRecordOf(volumes, handle.uuid, vol, known?.get(vol.name))));
  return present(await Promise.all(records));
}

/** Reads one volume; `known` is what was read of it before. */
export async function volumeRecordOf(
  volumes: Volumes,
  poolUuid: string,
  vol: StorageVolume,
  known?: VolumeRecord,
): Promise<VolumeRecord> {
  const xml = await volumes.xmlDesc(vol);
  return { pool: vol.pool, poolUuid, name: vol.name, key: vol.key, side: side(volume, xml, known?.side) };
}
