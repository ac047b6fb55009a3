import {
  type Caller,
  type Domain,
  type Domains,
  isNotFound,
  libvirt,
  type StorageVolume,
} from '@virtform/libvirt';
import type { DomainRecord } from './host-records.js';
import type { OpenHostView } from './host-view.js';
import type { Expectation } from './provider.js';
import { domainRecord, haltOf, networkRecord, readStore, volumeRecordOf } from './read-records.js';
import { unlessDenied } from './shared/denied.js';
import { found } from './shared/found.js';

/**
 * Reads one guest again; by its name where its UUID is gone, so that a name that somebody else took meanwhile is seen.
 *
 * One that is expected there is asked for all in one go, as what it was: what it turns out to be says whether the answers are of use.
 */
export async function rereadDomain(
  view: OpenHostView,
  host: Caller,
  { uuid, name }: { readonly uuid: string; readonly name: string | undefined },
  expected: Expectation,
): Promise<void> {
  const { domains } = libvirt(host);
  const known = view.domains.get(uuid);
  const presumed: Domain | undefined =
    expected === 'there' ? { uuid, name: known?.name ?? name ?? '', id: known?.id ?? -1 } : undefined;
  const early = presumed && presume(readDomain(domains, presumed, known));
  // Where it is expected gone, both questions are likely to be asked.
  const byName = expected === 'gone' && name !== undefined ? presume(domains.lookupByName(name)) : undefined;
  const dom = await lookUp(
    () => domains.lookupByUuid(uuid),
    name === undefined ? undefined : () => byName ?? domains.lookupByName(name),
  );
  if (dom?.uuid !== uuid) view.drop('domain', { uuid });
  if (dom === undefined) return;
  const asPresumed = dom.uuid === uuid && dom.name === presumed?.name && dom.id === presumed.id;
  const reading = asPresumed ? early : undefined;
  const record = await found(reading ?? readDomain(domains, dom, view.domains.get(dom.uuid)));
  if (record === undefined) view.drop('domain', { uuid: dom.uuid });
  else view.put({ type: 'domain', record });
}

async function readDomain(
  domains: Domains,
  dom: Domain,
  known: DomainRecord | undefined,
): Promise<DomainRecord> {
  const isActive = dom.id >= 0;
  const [persistent, halted, autostart, sides] = await Promise.all([
    domains.isPersistent(dom),
    isActive ? haltOf(domains, dom) : undefined,
    // A transient guest has no autostart; libvirt answers with an error instead of 0.
    domains.autostart(dom).catch(() => false),
    readSides(domains, dom, known),
  ]);
  return { ...sides, halted, autostart, stored: persistent ? sides.stored : undefined };
}

/** Reads both sides of a guest, with its secrets where they were told before; for a transient guest libvirt makes up what would be stored. */
async function readSides(
  domains: Domains,
  dom: Domain,
  known: DomainRecord | undefined,
): Promise<DomainRecord> {
  const facts = { persistent: true, halted: undefined, autostart: false };
  const told = known?.tellsSecrets === true ? { ...facts, tellsSecrets: known.tellsSecrets } : undefined;
  const secrets = told && (await unlessDenied(domainRecord(domains, dom, told, known)));
  return secrets ?? domainRecord(domains, dom, facts, known);
}

/** Reads one network again. */
export async function rereadNetwork(
  view: OpenHostView,
  host: Caller,
  uuid: string,
  name?: string,
): Promise<void> {
  const { networks } = libvirt(host);
  const net = await lookUp(
    () => networks.lookupByUuid(uuid),
    name === undefined ? undefined : () => networks.lookupByName(name),
  );
  if (net?.uuid !== uuid) view.drop('network', { uuid });
  if (net === undefined) return;
  const record = await found(
    Promise.all([
      networks.isPersistent(net),
      networks.isActive(net),
      networks.autostart(net).catch(() => false),
    ]).then(([persistent, active, autostart]) =>
      networkRecord(networks, net, { persistent, active, autostart }, view.networks.get(net.uuid)),
    ),
  );
  if (record === undefined) view.drop('network', { uuid: net.uuid });
  else view.put({ type: 'network', record });
}

/** Reads one pool again, and all that is in it. */
export async function rereadPool(
  view: OpenHostView,
  caller: Caller,
  uuid: string | undefined,
  name?: string,
): Promise<void> {
  const host = libvirt(caller);
  const { pools } = host;
  const handle = await lookUp(
    uuid === undefined ? undefined : () => pools.lookupByUuid(uuid),
    name === undefined ? undefined : () => pools.lookupByName(name),
  );
  if (uuid !== undefined && handle?.uuid !== uuid) view.drop('pool', { uuid });
  if (handle === undefined) return;
  const store = await found(
    Promise.all([
      pools.isPersistent(handle),
      pools.isActive(handle),
      pools.autostart(handle).catch(() => false),
    ]).then(([persistent, active, autostart]) =>
      readStore(
        host,
        handle,
        { persistent, active, autostart },
        { record: view.pools.get(handle.uuid), volumes: view.volumes.get(handle.uuid) },
      ),
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
  expected: Expectation,
): Promise<void> {
  const known = [...view.pools.values()].find((record) =>
    pool.uuid === undefined ? record.name === pool.name : record.uuid === pool.uuid,
  );
  if (known === undefined || !view.volumes.has(known.uuid)) {
    await rereadPool(view, host, pool.uuid, pool.name);
    return;
  }
  const handle = { name: known.name, uuid: known.uuid };
  const before = view.volumes.get(known.uuid)?.get(name);
  const { volumes } = libvirt(host);
  const presumed: StorageVolume | undefined =
    before !== undefined && expected === 'there' ? { pool: handle.name, name, key: before.key } : undefined;
  const early = presumed && presume(volumeRecordOf(volumes, known.uuid, presumed, before));
  try {
    const vol = await volumes.lookupByName(handle, name);
    const reading = vol.key === presumed?.key ? early : undefined;
    const record = await (reading ?? volumeRecordOf(volumes, known.uuid, vol, before));
    view.put({ type: 'volume', record });
  } catch (error) {
    // A pool that went down answers with another code than "no such volume"; then its state is what has to be read.
    if (isNotFound(error)) view.drop('volume', { uuid: known.uuid, name });
    else await rereadPool(view, host, known.uuid, known.name);
  }
}

/** What was asked for before it was known whether it would be of use: who does not wait for it does not hear that it failed. */
function presume<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

/** The first of these that is there; only libvirt's not-found code lets the next one be tried. */
async function lookUp<H>(...ways: readonly ((() => Promise<H>) | undefined)[]): Promise<H | undefined> {
  for (const way of ways) {
    if (way === undefined) continue;
    const there = await found(way());
    if (there !== undefined) return there;
  }
  return undefined;
}
