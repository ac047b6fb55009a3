import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import type { StoragePool, StorageVolume } from './values.js';

/** virStoragePoolInfo: state (0 inactive, 2 running), capacity, allocation and what is available, in bytes. */
export type StoragePoolInfo = ResultOf<'STORAGE_POOL_GET_INFO'>;

/** Calls on storage pools; each is one procedure of libvirt, under libvirt's name. */
export interface Pools {
  /** `flags`: StoragePoolListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly StoragePool[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<StoragePool>;
  lookupByName(name: string, options?: CallOptions): Promise<StoragePool>;
  lookupByTargetPath(path: string, options?: CallOptions): Promise<StoragePool>;
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<StoragePool>;
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
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    list: async (flags = 0, options) =>
      (await call('CONNECT_LIST_ALL_STORAGE_POOLS', { needResults: 1, flags }, options)).pools,
    lookupByUuid: async (uuid, options) =>
      (await call('STORAGE_POOL_LOOKUP_BY_UUID', { uuid }, options)).pool,
    lookupByName: async (name, options) =>
      (await call('STORAGE_POOL_LOOKUP_BY_NAME', { name }, options)).pool,
    lookupByTargetPath: async (path, options) =>
      (await call('STORAGE_POOL_LOOKUP_BY_TARGET_PATH', { path }, options)).pool,
    defineXml: async (xml, flags = 0, options) =>
      (await call('STORAGE_POOL_DEFINE_XML', { xml, flags }, options)).pool,
    build: async (pool, flags = 0, options) => {
      await call('STORAGE_POOL_BUILD', { pool, flags }, options);
    },
    create: async (pool, flags = 0, options) => {
      await call('STORAGE_POOL_CREATE', { pool, flags }, options);
    },
    destroy: async (pool, options) => {
      await call('STORAGE_POOL_DESTROY', { pool }, options);
    },
    delete: async (pool, flags = 0, options) => {
      await call('STORAGE_POOL_DELETE', { pool, flags }, options);
    },
    undefine: async (pool, options) => {
      await call('STORAGE_POOL_UNDEFINE', { pool }, options);
    },
    refresh: async (pool, options) => {
      await call('STORAGE_POOL_REFRESH', { pool, flags: 0 }, options);
    },
    xmlDesc: async (pool, flags = 0, options) =>
      (await call('STORAGE_POOL_GET_XML_DESC', { pool, flags }, options)).xml,
    info: (pool, options) => call('STORAGE_POOL_GET_INFO', { pool }, options),
    isActive: async (pool, options) => (await call('STORAGE_POOL_IS_ACTIVE', { pool }, options)).active !== 0,
    isPersistent: async (pool, options) =>
      (await call('STORAGE_POOL_IS_PERSISTENT', { pool }, options)).persistent !== 0,
    autostart: async (pool, options) =>
      (await call('STORAGE_POOL_GET_AUTOSTART', { pool }, options)).autostart !== 0,
    setAutostart: async (pool, autostart, options) => {
      await call('STORAGE_POOL_SET_AUTOSTART', { pool, autostart: autostart ? 1 : 0 }, options);
    },
    volumes: async (pool, options) =>
      (await call('STORAGE_POOL_LIST_ALL_VOLUMES', { pool, needResults: 1, flags: 0 }, options)).vols,
  };
}
