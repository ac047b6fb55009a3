import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import type { StoragePool, StorageVolume } from './values.js';
import { type VolumeStreams, volumeStreams } from './volume-streams.js';

/** virStorageVolInfo: type (0 file, 1 block, 2 dir, 3 network …), capacity and allocation in bytes. */
export type StorageVolInfo = ResultOf<'STORAGE_VOL_GET_INFO'>;

/** Calls on volumes; each is one procedure of libvirt, under libvirt's name. */
export interface Volumes extends VolumeStreams {
  /** `flags`: StorageVolCreateFlags. */
  createXml(pool: StoragePool, xml: string, flags?: number, options?: CallOptions): Promise<StorageVolume>;
  /** Copies another volume into a new one. */
  createXmlFrom(
    pool: StoragePool,
    xml: string,
    from: StorageVolume,
    flags?: number,
    options?: CallOptions,
  ): Promise<StorageVolume>;
  /** Destroys its data, also under a guest that runs. */
  delete(volume: StorageVolume, options?: CallOptions): Promise<void>;
  lookupByName(pool: StoragePool, name: string, options?: CallOptions): Promise<StorageVolume>;
  lookupByKey(key: string, options?: CallOptions): Promise<StorageVolume>;
  lookupByPath(path: string, options?: CallOptions): Promise<StorageVolume>;
  xmlDesc(volume: StorageVolume, options?: CallOptions): Promise<string>;
  info(volume: StorageVolume, options?: CallOptions): Promise<StorageVolInfo>;
  path(volume: StorageVolume, options?: CallOptions): Promise<string>;
  /** To so many bytes. `flags`: StorageVolResizeFlags. */
  resize(volume: StorageVolume, capacity: bigint, flags?: number, options?: CallOptions): Promise<void>;
}

/** The calls on volumes of one host. */
export function volumeCalls(caller: Caller): Volumes {
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    createXml: async (pool, xml, flags = 0, options) =>
      (await call('STORAGE_VOL_CREATE_XML', { pool, xml, flags }, options)).vol,
    createXmlFrom: async (pool, xml, clonevol, flags = 0, options) =>
      (await call('STORAGE_VOL_CREATE_XML_FROM', { pool, xml, clonevol, flags }, options)).vol,
    delete: async (vol, options) => {
      await call('STORAGE_VOL_DELETE', { vol, flags: 0 }, options);
    },
    lookupByName: async (pool, name, options) =>
      (await call('STORAGE_VOL_LOOKUP_BY_NAME', { pool, name }, options)).vol,
    lookupByKey: async (key, options) => (await call('STORAGE_VOL_LOOKUP_BY_KEY', { key }, options)).vol,
    lookupByPath: async (path, options) => (await call('STORAGE_VOL_LOOKUP_BY_PATH', { path }, options)).vol,
    xmlDesc: async (vol, options) => (await call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 }, options)).xml,
    info: (vol, options) => call('STORAGE_VOL_GET_INFO', { vol }, options),
    path: async (vol, options) => (await call('STORAGE_VOL_GET_PATH', { vol }, options)).name,
    resize: async (vol, capacity, flags = 0, options) => {
      await call('STORAGE_VOL_RESIZE', { vol, capacity, flags }, options);
    },
    ...volumeStreams(caller),
  };
}
