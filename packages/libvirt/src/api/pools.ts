import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import { methodMaker } from './method.js';
import type { StoragePool, StorageVolume } from './values.js';

/** virStoragePoolInfo: StoragePoolState, capacity, allocation and what is available, in bytes. */
export type StoragePoolInfo = ResultOf<'STORAGE_POOL_GET_INFO'>;

/** Calls on storage pools; each is one procedure of libvirt, under libvirt's name. */
export interface Pools {
  /** `flags`: StoragePoolListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly StoragePool[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<StoragePool>;
  lookupByName(name: string, options?: CallOptions): Promise<StoragePool>;
  lookupByVolume(volume: StorageVolume, options?: CallOptions): Promise<StoragePool>;
  /** Since 4.1. */
  lookupByTargetPath(path: string, options?: CallOptions): Promise<StoragePool>;
  /** What pools of a kind (`logical`, `netfs` …) could be made of, as XML. `source`: XML, where a server must be asked. Refused to read-only connections. */
  findSources(type: string, source?: string, options?: CallOptions): Promise<string>;
  /** `flags`: StoragePoolDefineFlags (since 7.7). */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<StoragePool>;
  /** Starts a pool that has no definition and is gone when it stops. `flags`: StoragePoolCreateFlags. */
  createXml(xml: string, flags?: number, options?: CallOptions): Promise<StoragePool>;
  /** Makes its folder, file system, volume group … `flags`: StoragePoolBuildFlags. */
  build(pool: StoragePool, flags?: number, options?: CallOptions): Promise<void>;
  /** Starts it. `flags`: StoragePoolCreateFlags. */
  create(pool: StoragePool, flags?: number, options?: CallOptions): Promise<void>;
  /** Stops it; its data stays. */
  destroy(pool: StoragePool, options?: CallOptions): Promise<void>;
  /** Removes its folder or volume group. `flags`: StoragePoolDeleteFlags. */
  delete(pool: StoragePool, flags?: number, options?: CallOptions): Promise<void>;
  undefine(pool: StoragePool, options?: CallOptions): Promise<void>;
  /** Looks what is really there: until then libvirt does not know volumes made by hand. */
  refresh(pool: StoragePool, options?: CallOptions): Promise<void>;
  /** `flags`: StorageXmlFlags. */
  xmlDesc(pool: StoragePool, flags?: number, options?: CallOptions): Promise<string>;
  info(pool: StoragePool, options?: CallOptions): Promise<StoragePoolInfo>;
  isActive(pool: StoragePool, options?: CallOptions): Promise<boolean>;
  isPersistent(pool: StoragePool, options?: CallOptions): Promise<boolean>;
  autostart(pool: StoragePool, options?: CallOptions): Promise<boolean>;
  setAutostart(pool: StoragePool, autostart: boolean, options?: CallOptions): Promise<void>;
  volumes(pool: StoragePool, options?: CallOptions): Promise<readonly StorageVolume[]>;
}

/** The calls on storage pools of one host. */
export function poolCalls(caller: Caller): Pools {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('CONNECT_LIST_ALL_STORAGE_POOLS', ['flags'], ({ pools }) => pools, { needResults: 1 }),
    lookupByUuid: answer('STORAGE_POOL_LOOKUP_BY_UUID', ['uuid'], ({ pool }) => pool),
    lookupByName: answer('STORAGE_POOL_LOOKUP_BY_NAME', ['name'], ({ pool }) => pool),
    lookupByVolume: answer('STORAGE_POOL_LOOKUP_BY_VOLUME', ['vol'], ({ pool }) => pool),
    lookupByTargetPath: answer('STORAGE_POOL_LOOKUP_BY_TARGET_PATH', ['path'], ({ pool }) => pool),
    findSources: answer('CONNECT_FIND_STORAGE_POOL_SOURCES', ['type', 'srcSpec'], ({ xml }) => xml, {
      flags: 0,
    }),
    defineXml: answer('STORAGE_POOL_DEFINE_XML', ['xml', 'flags'], ({ pool }) => pool),
    createXml: answer('STORAGE_POOL_CREATE_XML', ['xml', 'flags'], ({ pool }) => pool),
    build: action('STORAGE_POOL_BUILD', ['pool', 'flags']),
    create: action('STORAGE_POOL_CREATE', ['pool', 'flags']),
    destroy: action('STORAGE_POOL_DESTROY', ['pool']),
    delete: action('STORAGE_POOL_DELETE', ['pool', 'flags']),
    undefine: action('STORAGE_POOL_UNDEFINE', ['pool']),
    refresh: action('STORAGE_POOL_REFRESH', ['pool'], { flags: 0 }),
    xmlDesc: answer('STORAGE_POOL_GET_XML_DESC', ['pool', 'flags'], ({ xml }) => xml),
    info: answer('STORAGE_POOL_GET_INFO', ['pool'], (info) => info),
    isActive: answer('STORAGE_POOL_IS_ACTIVE', ['pool'], ({ active }) => active !== 0),
    isPersistent: answer('STORAGE_POOL_IS_PERSISTENT', ['pool'], ({ persistent }) => persistent !== 0),
    autostart: answer('STORAGE_POOL_GET_AUTOSTART', ['pool'], ({ autostart }) => autostart !== 0),
    setAutostart: async (pool, autostart, options) => {
      await caller.call('STORAGE_POOL_SET_AUTOSTART', { pool, autostart: autostart ? 1 : 0 }, options);
    },
    volumes: answer('STORAGE_POOL_LIST_ALL_VOLUMES', ['pool'], ({ vols }) => vols, {
      needResults: 1,
      flags: 0,
    }),
  };
}
