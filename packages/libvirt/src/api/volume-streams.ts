import type { Caller, StreamOptions } from '../caller.js';
import { LibvirtError } from '../errors.js';
import { isHole, lengthOf, type StreamItem, withHoles } from '../stream/hole.js';
import type { StorageVolume } from './values.js';
import type { Volumes } from './volumes.js';

/** Which bytes of a volume; all from the start by default. */
export interface VolumeRange {
  readonly offset?: bigint;
  /** 0 stands for everything. */
  readonly length?: bigint;
}

/** How a file goes up or down. */
export interface FileOptions extends StreamOptions {
  /** Holes are neither sent nor written. For an upload: into a fresh volume only. */
  readonly sparse?: boolean;
}

/** virStorageVolUploadFlags and virStorageVolDownloadFlags. */
const SPARSE_STREAM = 1;

/** Bytes read from a file at once. */
const READ_AT_ONCE = 1_048_576;

type VolumeStreams = Pick<
  Volumes,
  'upload' | 'uploadSparse' | 'uploadFile' | 'download' | 'downloadSparse' | 'downloadFile'
>;

/** The calls that move a volume's bytes. */
export function volumeStreams(caller: Caller): VolumeStreams {
  const send = (
    vol: StorageVolume,
    source: AsyncIterable<StreamItem>,
    { offset = 0n, length = 0n }: VolumeRange,
    flags: number,
    options?: StreamOptions,
  ): Promise<void> =>
    caller.upload(
      'STORAGE_VOL_UPLOAD',
      { vol, offset, length, flags },
      exactly(length, source, vol),
      options,
    );
  const receive = (
    vol: StorageVolume,
    { offset = 0n, length = 0n }: VolumeRange,
    flags: number,
    options?: StreamOptions,
  ): AsyncIterable<StreamItem> =>
    atLeast(length, caller.download('STORAGE_VOL_DOWNLOAD', { vol, offset, length, flags }, options), vol);

  return {
    upload: (vol, source, range = {}, options) => send(vol, source, range, 0, options),
    uploadSparse: (vol, source, range = {}, options) => send(vol, source, range, SPARSE_STREAM, options),
    uploadFile: async (vol, file, { sparse = false, ...options } = {}) => {
      const { createReadStream, promises } = await import('node:fs');
      const { size } = await promises.stat(file).catch((cause: unknown) => {
        throw unreadable(vol, file, cause);
      });
      const source = createReadStream(file, { highWaterMark: READ_AT_ONCE });
      const range = { length: BigInt(size) };
      await (sparse
        ? send(vol, withHoles(source), range, SPARSE_STREAM, options)
        : send(vol, source, range, 0, options));
      return size;
    },
    download: (vol, range = {}, options) => onlyBytes(receive(vol, range, 0, options)),
    downloadSparse: (vol, range = {}, options) => receive(vol, range, SPARSE_STREAM, options),
    downloadFile: async (vol, file, { sparse = false, ...options } = {}) => {
      const { writeToFile } = await import('./write-file.js');
      return writeToFile(file, receive(vol, {}, sparse ? SPARSE_STREAM : 0, options), vol);
    },
  };
}

/** The source, which must be of that length; of any where none was announced. */
async function* exactly(
  length: bigint,
  source: AsyncIterable<StreamItem>,
  vol: StorageVolume,
): AsyncGenerator<StreamItem, void, undefined> {
  let seen = 0n;
  for await (const item of source) {
    seen += BigInt(lengthOf(item));
    if (length > 0n && seen > length) break;
    yield item;
  }
  if (length === 0n || seen === length) return;
  const there = seen > length ? `more than ${length}` : `only ${seen}`;
  throw new LibvirtError(
    `the upload to volume ${vol.name} of pool ${vol.pool} has ${there} bytes where ${length} were announced`,
    { fault: 'caller', procedure: 'STORAGE_VOL_UPLOAD' },
  );
}

/** What a download gives, which must not be less than was asked for. */
async function* atLeast(
  length: bigint,
  source: AsyncIterable<StreamItem>,
  vol: StorageVolume,
): AsyncGenerator<StreamItem, void, undefined> {
  let seen = 0n;
  for await (const item of source) {
    seen += BigInt(lengthOf(item));
    yield item;
  }
  if (seen >= length) return;
  throw new LibvirtError(
    `the download of volume ${vol.name} of pool ${vol.pool} ended after ${seen} bytes where ${length} were asked for`,
    { fault: 'host', procedure: 'STORAGE_VOL_DOWNLOAD' },
  );
}

async function* onlyBytes(source: AsyncIterable<StreamItem>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const item of source) {
    if (isHole(item)) throw new LibvirtError('a hole in a stream that is not sparse', { fault: 'host' });
    yield item;
  }
}

function unreadable({ pool, name }: StorageVolume, file: string, cause: unknown): LibvirtError {
  return new LibvirtError(`cannot upload ${file} to volume ${name} of pool ${pool}: it cannot be read`, {
    fault: 'caller',
    cause,
  });
}
