import type { Caller, Domain, Network, StoragePool } from '@virtform/libvirt';
import type { DomainRecord, NetworkRecord } from './host-records.js';
import { createHostView, type OpenHostView } from './host-view.js';
import { domainRecord, networkRecord, readStore, type Store } from './read-records.js';
import { found, present } from './shared/found.js';

/** Filters of the list calls (virConnectListAll…Flags). */
const DOMAINS = { transient: 8, paused: 32, autostart: 1024 } as const;
const NETWORKS = { active: 2, transient: 8, autostart: 16 } as const;
const POOLS = { active: 2, transient: 8, autostart: 16 } as const;

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
  const list = (flags: number): Promise<readonly Domain[]> =>
    host.call('CONNECT_LIST_ALL_DOMAINS', { needResults: 1, flags }).then(({ domains }) => domains);
  const [all, transient, paused, autostart] = await Promise.all([
    list(0),
    list(DOMAINS.transient).then(uuids),
    list(DOMAINS.paused).then(uuids),
    list(DOMAINS.autostart).then(uuids),
  ]);
  const records = all.map((handle) =>
    found(
      domainRecord(host, handle, {
        persistent: !transient.has(handle.uuid),
        paused: paused.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(records));
}

async function readNetworks(host: Caller): Promise<readonly NetworkRecord[]> {
  const list = (flags: number): Promise<readonly Network[]> =>
    host.call('CONNECT_LIST_ALL_NETWORKS', { needResults: 1, flags }).then(({ nets }) => nets);
  const [all, active, transient, autostart] = await Promise.all([
    list(0),
    list(NETWORKS.active).then(uuids),
    list(NETWORKS.transient).then(uuids),
    list(NETWORKS.autostart).then(uuids),
  ]);
  const records = all.map((handle) =>
    found(
      networkRecord(host, handle, {
        persistent: !transient.has(handle.uuid),
        active: active.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(records));
}

async function readPools(host: Caller): Promise<readonly Store[]> {
  const list = (flags: number): Promise<readonly StoragePool[]> =>
    host.call('CONNECT_LIST_ALL_STORAGE_POOLS', { needResults: 1, flags }).then(({ pools }) => pools);
  const [all, active, transient, autostart] = await Promise.all([
    list(0),
    list(POOLS.active).then(uuids),
    list(POOLS.transient).then(uuids),
    list(POOLS.autostart).then(uuids),
  ]);
  const stores = all.map((handle) =>
    found(
      readStore(host, handle, {
        persistent: !transient.has(handle.uuid),
        active: active.has(handle.uuid),
        autostart: autostart.has(handle.uuid),
      }),
    ),
  );
  return present(await Promise.all(stores));
}

function uuids(handles: readonly { readonly uuid: string }[]): ReadonlySet<string> {
  return new Set(handles.map(({ uuid }) => uuid));
}
