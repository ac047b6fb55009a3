import type { CallOptions, Caller, StreamOptions } from '../caller.js';
import { LibvirtError } from '../errors.js';
import type { ResultOf } from '../wire/procedures.js';
import type { StoragePool, StorageVolume } from './values.js';

/** virStorageVolInfo: type (0 file, 1 block, 2 dir, 3 network …), capacity and allocation in bytes. */
export type StorageVolInfo = ResultOf<'STORAGE_VOL_GET_INFO'>;

/** Which bytes of a volume; all from the start by default. */
export interface VolumeRange {
  readonly offset?: bigint;
  /** 0 stands for everything. */
  readonly length?: bigint;
}

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
  download(volume: StorageVolume, range?: VolumeRange, options?: StreamOptions): AsyncIterable<Uint8Array>;
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
    upload: (vol, source, { offset = 0n, length = 0n } = {}, options) =>
      caller.upload(
        'STORAGE_VOL_UPLOAD',
        { vol, offset, length, flags: 0 },
        length === 0n ? source : exactly(length, source, vol),
        options,
      ),
    download: (vol, { offset = 0n, length = 0n } = {}, options) =>
      caller.download('STORAGE_VOL_DOWNLOAD', { vol, offset, length, flags: 0 }, options),
  };
}

/** The source, which must be of that length. */
async function* exactly(
  length: bigint,
  source: AsyncIterable<Uint8Array>,
  { pool, name }: StorageVolume,
): AsyncGenerator<Uint8Array, void, undefined> {
  let seen = 0n;
  for await (const chunk of source) {
    seen += BigInt(chunk.length);
    if (seen > length) break;
    yield chunk;
  }
  if (seen === length) return;
  throw new LibvirtError(
    `the upload to volume ${name} of pool ${pool} has ${seen > length ? 'more than' : 'only'} ${seen > length ? length : seen} ` +
      `bytes where ${length} were announced`,
    { fault: 'caller', procedure: 'STORAGE_VOL_UPLOAD' },
  );
}
