import { isNotFound, type Caller, type ResultOf } from '@virtform/libvirt';
import { domain, network, pool, volume } from '@virtform/schema';
import {
  side,
  type DomainRecord,
  type NetworkRecord,
  type PoolRecord,
  type Side,
  type VolumeRecord,
} from './host-records.js';
import { createHostView, type OpenHostView } from './host-view.js';

type DomainHandle = ResultOf<'DOMAIN_LOOKUP_BY_UUID'>['dom'];
type NetworkHandle = ResultOf<'NETWORK_LOOKUP_BY_UUID'>['net'];
type PoolHandle = ResultOf<'STORAGE_POOL_LOOKUP_BY_UUID'>['pool'];
type VolumeHandle = ResultOf<'STORAGE_VOL_LOOKUP_BY_NAME'>['vol'];

/** Filters of the list calls (virConnectListAll…Flags). */
const DOMAINS = { transient: 8, paused: 32, autostart: 1024 } as const;
const NETWORKS = { active: 2, transient: 8, autostart: 16 } as const;
const POOLS = { active: 2, transient: 8, autostart: 16 } as const;
/** virDomainXMLFlags and their like. */
const DOMAIN_XML_INACTIVE = 2;
const NETWORK_XML_INACTIVE = 1;
const POOL_XML_INACTIVE = 1;

/**
 * Reads a host in three waves of calls, each pipelined: the lists, the XML of what they name and the lists of the pools'
 * volumes, the XML of the volumes. State, autostart and the like come from filtered lists, one call each for all objects.
 */
export async function readHostView(host: Caller): Promise<OpenHostView> {
  const [domains, networks, stores] = await Promise.all([
    readDomains(host),
    readNetworks(host),
    readPools(host),
  ]);
  return createHostView({
    domains,
    networks,
    pools: stores.map(({ record }) => record),
    volumes: stores.flatMap(({ volumes }) => volumes),
  });
}

async function readDomains(host: Caller): Promise<readonly DomainRecord[]> {
  const list = (flags: number): Promise<readonly DomainHandle[]> =>
    host.call('CONNECT_LIST_ALL_DOMAINS', { needResults: 1, flags }).then(({ domains }) => domains);
  const [all, transient, paused, autostart] = await Promise.all([
    list(0),
    list(DOMAINS.transient).then(uuids),
    list(DOMAINS.paused).then(uuids),
    list(DOMAINS.autostart).then(uuids),
  ]);
  const records = all.map((handle) =>
    unlessGone(
      domainRecord(host, handle, {
        persistent: !transient.has(handle.uuid),
        paused: paused.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(records));
}

interface DomainFacts {
  readonly persistent: boolean;
  readonly paused: boolean;
  readonly autostart: boolean;
}

async function domainRecord(host: Caller, dom: DomainHandle, facts: DomainFacts): Promise<DomainRecord> {
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

async function readNetworks(host: Caller): Promise<readonly NetworkRecord[]> {
  const list = (flags: number): Promise<readonly NetworkHandle[]> =>
    host.call('CONNECT_LIST_ALL_NETWORKS', { needResults: 1, flags }).then(({ nets }) => nets);
  const [all, active, transient, autostart] = await Promise.all([
    list(0),
    list(NETWORKS.active).then(uuids),
    list(NETWORKS.transient).then(uuids),
    list(NETWORKS.autostart).then(uuids),
  ]);
  const records = all.map((handle) =>
    unlessGone(
      networkRecord(host, handle, {
        persistent: !transient.has(handle.uuid),
        active: active.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(records));
}

interface NetworkFacts {
  readonly persistent: boolean;
  readonly active: boolean;
  readonly autostart: boolean;
}

async function networkRecord(
  host: Caller,
  net: NetworkHandle,
  { persistent, active, autostart }: NetworkFacts,
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
interface Store {
  readonly record: PoolRecord;
  readonly volumes: readonly VolumeRecord[];
}

async function readPools(host: Caller): Promise<readonly Store[]> {
  const list = (flags: number): Promise<readonly PoolHandle[]> =>
    host.call('CONNECT_LIST_ALL_STORAGE_POOLS', { needResults: 1, flags }).then(({ pools }) => pools);
  const [all, active, transient, autostart] = await Promise.all([
    list(0),
    list(POOLS.active).then(uuids),
    list(POOLS.transient).then(uuids),
    list(POOLS.autostart).then(uuids),
  ]);
  const stores = all.map((handle) =>
    unlessGone(
      readStore(host, handle, {
        persistent: !transient.has(handle.uuid),
        active: active.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(stores));
}

async function readStore(host: Caller, handle: PoolHandle, facts: NetworkFacts): Promise<Store> {
  const [record, volumes] = await Promise.all([
    poolRecord(host, handle, facts),
    facts.active ? readVolumes(host, handle) : [],
  ]);
  return { record, volumes };
}

async function poolRecord(
  host: Caller,
  handle: PoolHandle,
  { persistent, active, autostart }: NetworkFacts,
): Promise<PoolRecord> {
  const xml = (flags: number): Promise<Side> =>
    host.call('STORAGE_POOL_GET_XML_DESC', { pool: handle, flags }).then((reply) => side(pool, reply.xml));
  const [stored, running] = await Promise.all([
    persistent ? xml(POOL_XML_INACTIVE) : undefined,
    active ? xml(0) : undefined,
  ]);
  return { uuid: handle.uuid, name: handle.name, active, autostart, stored, running };
}

async function readVolumes(host: Caller, handle: PoolHandle): Promise<readonly VolumeRecord[]> {
  const { vols } = await host.call('STORAGE_POOL_LIST_ALL_VOLUMES', {
    pool: handle,
    needResults: 1,
    flags: 0,
  });
  return present(await Promise.all(vols.map((vol) => unlessGone(volumeRecordOf(host, handle.uuid, vol)))));
}

async function volumeRecordOf(host: Caller, poolUuid: string, vol: VolumeHandle): Promise<VolumeRecord> {
  const { xml } = await host.call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 });
  return { pool: vol.pool, poolUuid, name: vol.name, key: vol.key, side: side(volume, xml) };
}

/** Reads one guest again; by its name where its UUID is gone, so that a name that somebody else took meanwhile is seen. */
export async function rereadDomain(
  view: OpenHostView,
  host: Caller,
  uuid: string,
  name?: string,
): Promise<void> {
  const found = await lookUp(
    () => host.call('DOMAIN_LOOKUP_BY_UUID', { uuid }).then(({ dom }) => dom),
    name === undefined
      ? undefined
      : () => host.call('DOMAIN_LOOKUP_BY_NAME', { name }).then(({ dom }) => dom),
  );
  if (found?.uuid !== uuid) view.drop('domain', { uuid });
  if (found === undefined) return;
  const record = await unlessGone(
    Promise.all([
      host.call('DOMAIN_IS_PERSISTENT', { dom: found }),
      host.call('DOMAIN_GET_STATE', { dom: found, flags: 0 }),
      // A transient guest has no autostart; libvirt answers with an error instead of 0.
      host.call('DOMAIN_GET_AUTOSTART', { dom: found }).catch(() => ({ autostart: 0 })),
    ]).then(([{ persistent }, { state }, { autostart }]) =>
      domainRecord(host, found, {
        persistent: persistent === 1,
        paused: state === DOMAIN_STATE_PAUSED,
        autostart: autostart === 1,
      }),
    ),
  );
  if (record === undefined) view.drop('domain', { uuid: found.uuid });
  else view.put({ type: 'domain', record });
}

const DOMAIN_STATE_PAUSED = 3;

/** Reads one network again. */
export async function rereadNetwork(
  view: OpenHostView,
  host: Caller,
  uuid: string,
  name?: string,
): Promise<void> {
  const net = await lookUp(
    () => host.call('NETWORK_LOOKUP_BY_UUID', { uuid }).then((reply) => reply.net),
    name === undefined
      ? undefined
      : () => host.call('NETWORK_LOOKUP_BY_NAME', { name }).then((reply) => reply.net),
  );
  if (net?.uuid !== uuid) view.drop('network', { uuid });
  if (net === undefined) return;
  const record = await unlessGone(
    Promise.all([
      host.call('NETWORK_IS_PERSISTENT', { net }),
      host.call('NETWORK_IS_ACTIVE', { net }),
      host.call('NETWORK_GET_AUTOSTART', { net }).catch(() => ({ autostart: 0 })),
    ]).then(([{ persistent }, { active }, { autostart }]) =>
      networkRecord(host, net, {
        persistent: persistent === 1,
        active: active === 1,
        autostart: autostart === 1,
      }),
    ),
  );
  if (record === undefined) view.drop('network', { uuid: net.uuid });
  else view.put({ type: 'network', record });
}

/** Reads one pool again, and all that is in it. */
export async function rereadPool(
  view: OpenHostView,
  host: Caller,
  uuid: string | undefined,
  name?: string,
): Promise<void> {
  const byName =
    name === undefined
      ? undefined
      : () => host.call('STORAGE_POOL_LOOKUP_BY_NAME', { name }).then((reply) => reply.pool);
  const handle = await lookUp(
    uuid === undefined
      ? undefined
      : () => host.call('STORAGE_POOL_LOOKUP_BY_UUID', { uuid }).then((reply) => reply.pool),
    byName,
  );
  if (uuid !== undefined && handle?.uuid !== uuid) view.drop('pool', { uuid });
  if (handle === undefined) return;
  const store = await unlessGone(
    Promise.all([
      host.call('STORAGE_POOL_IS_PERSISTENT', { pool: handle }),
      host.call('STORAGE_POOL_IS_ACTIVE', { pool: handle }),
      host.call('STORAGE_POOL_GET_AUTOSTART', { pool: handle }).catch(() => ({ autostart: 0 })),
    ]).then(([{ persistent }, { active }, { autostart }]) =>
      readStore(host, handle, {
        persistent: persistent === 1,
        active: active === 1,
        autostart: autostart === 1,
      }),
    ),
  );
  if (store === undefined) view.drop('pool', { uuid: handle.uuid });
  else view.put({ type: 'pool', ...store });
}

/** Reads one volume again. A pool that the view does not know, or that came up meanwhile, is read as a whole. */
export async function rereadVolume(
  view: OpenHostView,
  host: Caller,
  pool: { readonly uuid: string | undefined; readonly name: string },
  name: string,
): Promise<void> {
  const known = [...view.pools.values()].find((record) =>
    pool.uuid === undefined ? record.name === pool.name : record.uuid === pool.uuid,
  );
  if (known === undefined || !view.volumes.has(known.uuid)) {
    await rereadPool(view, host, pool.uuid, pool.name);
    return;
  }
  const handle = { name: known.name, uuid: known.uuid };
  try {
    const { vol } = await host.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool: handle, name });
    view.put({ type: 'volume', record: await volumeRecordOf(host, known.uuid, vol) });
  } catch (error) {
    // A pool that went down answers with another code than "no such volume"; then its state is what has to be read.
    if (isNotFound(error)) view.drop('volume', { uuid: known.uuid, name });
    else await rereadPool(view, host, known.uuid, known.name);
  }
}

/** The first of these that is there; only libvirt's not-found code lets the next one be tried. */
async function lookUp<H>(...ways: readonly ((() => Promise<H>) | undefined)[]): Promise<H | undefined> {
  for (const way of ways) {
    if (way === undefined) continue;
    const found = await unlessGone(way());
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What went away between the list and the question is not there. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value): value is T => value !== undefined);
}

function uuids(handles: readonly { readonly uuid: string }[]): ReadonlySet<string> {
  return new Set(handles.map(({ uuid }) => uuid));
}
