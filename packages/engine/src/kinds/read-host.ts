import {
  type Caller,
  DomainListFlags,
  type Domains,
  type Libvirt,
  libvirt,
  NetworkListFlags,
  type Networks,
  StoragePoolListFlags,
} from '@virtform/libvirt';
import type { DomainRecord, NetworkRecord } from './host-records.js';
import { createHostView, type HostRecords, type HostView, type OpenHostView } from './host-view.js';
import type { OpenLocalFiles } from './local-files.js';
import { domainRecord, haltOf, networkRecord, readStore, type Store } from './read-records.js';
import { found, present } from './shared/found.js';

/**
 * Reads a host in three waves of calls, each pipelined: the lists, the XML of what they name and the lists of the pools'
 * volumes, the XML of the volumes. State, autostart and the like come from filtered lists, one call each for all objects.
 *
 * @param known what was read before; what still says the same is not decoded again
 */
export async function readHostView(
  caller: Caller,
  files?: OpenLocalFiles,
  known?: KnownHost,
): Promise<OpenHostView> {
  const host = libvirt(caller);
  const [domains, networks, stores] = await Promise.all([
    readDomains(host.domains, known),
    readNetworks(host.networks, known),
    readPools(host, known),
  ]);
  return createHostView({ domains, networks, ...contentsOf(stores) }, files);
}

/** What was read of a host before. */
export type KnownHost = Pick<HostView, 'domains' | 'networks' | 'pools' | 'volumes'>;

function contentsOf(stores: readonly Store[]): Pick<HostRecords, 'pools' | 'volumes'> {
  return { pools: stores.map(({ record }) => record), volumes: stores.flatMap(({ volumes }) => volumes) };
}

async function readDomains(domains: Domains, known?: KnownHost): Promise<readonly DomainRecord[]> {
  const [all, transient, halted, autostart] = await Promise.all([
    domains.list(),
    domains.list(DomainListFlags.TRANSIENT).then(uuids),
    // Those that crashed are among the others, with those that are about to end or asleep.
    domains.list(DomainListFlags.PAUSED | DomainListFlags.OTHER),
    domains.list(DomainListFlags.AUTOSTART).then(uuids),
  ]);
  const halts = new Map(
    await Promise.all(
      halted.map(async (handle) => [handle.uuid, await found(haltOf(domains, handle))] as const),
    ),
  );
  const records = all.map((handle) =>
    found(
      domainRecord(
        domains,
        handle,
        {
          persistent: !transient.has(handle.uuid),
          halted: halts.get(handle.uuid),
          autostart: autostart.has(handle.uuid),
        },
        known?.domains.get(handle.uuid),
      ),
    ),
  );
  return present(await Promise.all(records));
}

async function readNetworks(networks: Networks, known?: KnownHost): Promise<readonly NetworkRecord[]> {
  const [all, active, transient, autostart] = await Promise.all([
    networks.list(),
    networks.list(NetworkListFlags.ACTIVE).then(uuids),
    networks.list(NetworkListFlags.TRANSIENT).then(uuids),
    networks.list(NetworkListFlags.AUTOSTART).then(uuids),
  ]);
  const records = all.map((handle) =>
    found(
      networkRecord(
        networks,
        handle,
        {
          persistent: !transient.has(handle.uuid),
          active: active.has(handle.uuid),
          autostart: autostart.has(handle.uuid),
        },
        known?.networks.get(handle.uuid),
      ),
    ),
  );
  return present(await Promise.all(records));
}

async function readPools(host: Libvirt, known?: KnownHost): Promise<readonly Store[]> {
  const { pools } = host;
  const [all, active, transient, autostart] = await Promise.all([
    pools.list(),
    pools.list(StoragePoolListFlags.ACTIVE).then(uuids),
    pools.list(StoragePoolListFlags.TRANSIENT).then(uuids),
    pools.list(StoragePoolListFlags.AUTOSTART).then(uuids),
  ]);
  const stores = all.map((handle) =>
    found(
      readStore(
        host,
        handle,
        {
          persistent: !transient.has(handle.uuid),
          active: active.has(handle.uuid),
          autostart: autostart.has(handle.uuid),
        },
        { record: known?.pools.get(handle.uuid), volumes: known?.volumes.get(handle.uuid) },
      ),
    ),
  );
  return present(await Promise.all(stores));
}

function uuids(handles: readonly { readonly uuid: string }[]): ReadonlySet<string> {
  return new Set(handles.map(({ uuid }) => uuid));
}
