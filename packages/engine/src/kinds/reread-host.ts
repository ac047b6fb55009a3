import { isNotFound, type Caller } from '@virtform/libvirt';
import type { OpenHostView } from './host-view.js';
import { domainRecord, networkRecord, readStore, volumeRecordOf } from './read-records.js';
import { found } from './shared/found.js';

/** Reads one guest again; by its name where its UUID is gone, so that a name that somebody else took meanwhile is seen. */
export async function rereadDomain(
  view: OpenHostView,
  host: Caller,
  uuid: string,
  name?: string,
): Promise<void> {
  const dom = await lookUp(
    () => host.call('DOMAIN_LOOKUP_BY_UUID', { uuid }).then(({ dom }) => dom),
    name === undefined
      ? undefined
      : () => host.call('DOMAIN_LOOKUP_BY_NAME', { name }).then(({ dom }) => dom),
  );
  if (dom?.uuid !== uuid) view.drop('domain', { uuid });
  if (dom === undefined) return;
  const record = await found(
    Promise.all([
      host.call('DOMAIN_IS_PERSISTENT', { dom }),
      host.call('DOMAIN_GET_STATE', { dom, flags: 0 }),
      // A transient guest has no autostart; libvirt answers with an error instead of 0.
      host.call('DOMAIN_GET_AUTOSTART', { dom }).catch(() => ({ autostart: 0 })),
    ]).then(([{ persistent }, { state }, { autostart }]) =>
      domainRecord(host, dom, {
        persistent: persistent === 1,
        paused: state === DOMAIN_STATE_PAUSED,
        autostart: autostart === 1,
      }),
    ),
  );
  if (record === undefined) view.drop('domain', { uuid: dom.uuid });
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
  const record = await found(
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
  const store = await found(
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
    const there = await found(way());
    if (there !== undefined) return there;
  }
  return undefined;
}
