import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import { methodMaker } from './method.js';
import type { StoragePool, StorageVolume } from './values.js';
import { type VolumeStreams, volumeStreams } from './volume-streams.js';

/** virStorageVolInfo: StorageVolType, capacity and allocation in bytes. */
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
  /** Destroys its data, also under a guest that runs. `flags`: StorageVolDeleteFlags. */
  delete(volume: StorageVolume, flags?: number, options?: CallOptions): Promise<void>;
  lookupByName(pool: StoragePool, name: string, options?: CallOptions): Promise<StorageVolume>;
  lookupByKey(key: string, options?: CallOptions): Promise<StorageVolume>;
  lookupByPath(path: string, options?: CallOptions): Promise<StorageVolume>;
  xmlDesc(volume: StorageVolume, options?: CallOptions): Promise<string>;
  info(volume: StorageVolume, options?: CallOptions): Promise<StorageVolInfo>;
  /** `flags`: StorageVolInfoFlags. Since 3.0. */
  infoFlags(volume: StorageVolume, flags: number, options?: CallOptions): Promise<StorageVolInfo>;
  path(volume: StorageVolume, options?: CallOptions): Promise<string>;
  /** To so many bytes. `flags`: StorageVolResizeFlags. */
  resize(volume: StorageVolume, capacity: bigint, flags?: number, options?: CallOptions): Promise<void>;
  /** Overwrites its data with zeros. */
  wipe(volume: StorageVolume, options?: CallOptions): Promise<void>;
  /** `algorithm`: StorageVolWipeAlgorithm. */
  wipePattern(volume: StorageVolume, algorithm: number, options?: CallOptions): Promise<void>;
}

/** The calls on volumes of one host. */
export function volumeCalls(caller: Caller): Volumes {
  const { answer, action } = methodMaker(caller);
  return {
    createXml: answer('STORAGE_VOL_CREATE_XML', ['pool', 'xml', 'flags'], ({ vol }) => vol),
    createXmlFrom: answer(
      'STORAGE_VOL_CREATE_XML_FROM',
      ['pool', 'xml', 'clonevol', 'flags'],
      ({ vol }) => vol,
    ),
    delete: action('STORAGE_VOL_DELETE', ['vol', 'flags']),
    lookupByName: answer('STORAGE_VOL_LOOKUP_BY_NAME', ['pool', 'name'], ({ vol }) => vol),
    lookupByKey: answer('STORAGE_VOL_LOOKUP_BY_KEY', ['key'], ({ vol }) => vol),
    lookupByPath: answer('STORAGE_VOL_LOOKUP_BY_PATH', ['path'], ({ vol }) => vol),
    xmlDesc: answer('STORAGE_VOL_GET_XML_DESC', ['vol'], ({ xml }) => xml, { flags: 0 }),
    info: answer('STORAGE_VOL_GET_INFO', ['vol'], (info) => info),
    infoFlags: answer('STORAGE_VOL_GET_INFO_FLAGS', ['vol', 'flags'], (info) => info),
    path: answer('STORAGE_VOL_GET_PATH', ['vol'], ({ name }) => name),
    resize: action('STORAGE_VOL_RESIZE', ['vol', 'capacity', 'flags']),
    wipe: action('STORAGE_VOL_WIPE', ['vol'], { flags: 0 }),
    wipePattern: action('STORAGE_VOL_WIPE_PATTERN', ['vol', 'algorithm'], { flags: 0 }),
    ...volumeStreams(caller),
  };
}
