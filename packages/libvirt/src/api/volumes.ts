import type { CallOptions, Caller, StreamOptions } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import type { StreamItem } from '../stream/hole.js';
import type { StoragePool, StorageVolume } from './values.js';
import { type FileOptions, type VolumeRange, volumeStreams } from './volume-streams.js';

/** virStorageVolInfo: type (0 file, 1 block, 2 dir, 3 network …), capacity and allocation in bytes. */
export type StorageVolInfo = ResultOf<'STORAGE_VOL_GET_INFO'>;

/** Calls on volumes; each is one procedure of libvirt, under libvirt's name. */
export interface Volumes {
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
  /**
   * Writes the source into the volume. Where the range has a length, a source of another length rejects: libvirt itself takes a short
   * one without a word. What was written until then stays: the volume is to be thrown away.
   */
  upload(
    volume: StorageVolume,
    source: AsyncIterable<Uint8Array>,
    range?: VolumeRange,
    options?: StreamOptions,
  ): Promise<void>;
  /**
   * The same with holes, which are not sent (libvirt 3.4): `withHoles` finds them. For a fresh volume only: a hole leaves what was there
   * before, and libvirt wants the volume as it was created.
   */
  uploadSparse(
    volume: StorageVolume,
    source: AsyncIterable<StreamItem>,
    range?: VolumeRange,
    options?: StreamOptions,
  ): Promise<void>;
  /** Writes a local file into the volume, sparse or not; zeros in it count as holes. Resolves to its length in bytes. */
  uploadFile(volume: StorageVolume, file: string, options?: FileOptions): Promise<number>;
  /** Reads the volume as fast as it is consumed. Where less comes than the range's length or the volume has, it rejects at the end. */
  download(volume: StorageVolume, range?: VolumeRange, options?: StreamOptions): AsyncIterable<Uint8Array>;
  /** The same with holes where the volume has none of its bytes (libvirt 3.4). */
  downloadSparse(
    volume: StorageVolume,
    range?: VolumeRange,
    options?: StreamOptions,
  ): AsyncIterable<StreamItem>;
  /** Writes the volume into a local file, which must not be there yet; sparse: with holes where the volume has them. Resolves to its length in bytes. */
  downloadFile(volume: StorageVolume, file: string, options?: FileOptions): Promise<number>;
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
