import type { Caller, StreamOptions } from '../caller.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { StorageVolInfoFlags } from './flags/storage.js';
import { isHole, lengthOf, type StreamItem } from '../stream/hole.js';
import { UploadSamples } from './upload-samples.js';
import type { StorageVolume } from './values.js';

/** Which bytes of a volume; all from the start by default. */
export interface VolumeRange {
  readonly offset?: bigint;
  /** Without it, everything there is; for a download, so does 0. */
  readonly length?: bigint;
}

/** How a file goes up or down. */
export interface FileOptions extends StreamOptions {
  /** Holes are neither sent nor written. For an upload: into a fresh volume only. */
  readonly sparse?: boolean;
}

/** Calls that move a volume's bytes. */
export interface VolumeStreams {
  /**
   * Writes the source into the volume. Where the range has a length, a source of another length rejects: libvirt itself takes a short
   * one without a word. What was written until then stays: the volume is to be thrown away. Once libvirt has said that all is done, the
   * last bytes are read back and compared, where this user may read the volume: libvirt loses the error of a disk that gets full at the end.
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
  /** Writes a local file or block device into the volume, sparse or not; zeros in it count as holes. Resolves to its length in bytes. */
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

/** virStorageVolUploadFlags and virStorageVolDownloadFlags. */
const SPARSE_STREAM = 1;

/** The calls that move a volume's bytes. */
export function volumeStreams(caller: Caller): VolumeStreams {
  const send = async (
    vol: StorageVolume,
    source: AsyncIterable<StreamItem>,
    { offset = 0n, length }: VolumeRange,
    flags: number,
    options: StreamOptions = {},
  ): Promise<void> => {
    const samples = new UploadSamples(offset);
    const whole = length === undefined ? source : exactly(length, source, vol);
    const args = { vol, offset, length: length ?? 0n, flags };
    await caller.upload('STORAGE_VOL_UPLOAD', args, samples.of(whole), options);
    await samples.verify(caller, vol, withoutProgress(options));
  };
  const receive = (
    vol: StorageVolume,
    { offset = 0n, length = 0n }: VolumeRange,
    flags: number,
    options?: StreamOptions,
  ): AsyncIterable<StreamItem> => {
    const source = caller.download('STORAGE_VOL_DOWNLOAD', { vol, offset, length, flags }, options);
    return length > 0n ? complete(vol, source, length) : whole(caller, vol, source, offset, options);
  };

  return {
    upload: (vol, source, range = {}, options) => send(vol, source, range, 0, options),
    uploadSparse: (vol, source, range = {}, options) => send(vol, source, range, SPARSE_STREAM, options),
    uploadFile: async (vol, file, { sparse = false, ...options } = {}) => {
      const { openFileSource } = await import('../stream/file-source.js');
      const source = await openFileSource(file).catch((cause: unknown) => {
        throw unreadable(vol, file, cause);
      });
      const { size } = source;
      const range = { length: BigInt(size) };
      // Not awaited: a disk that hangs must not hold back the news.
      const close = (): void => void source.close().catch(() => undefined);
      await (
        sparse
          ? send(vol, source.sparse, range, SPARSE_STREAM, options)
          : send(vol, source.pieces, range, 0, options)
      ).finally(close);
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

/** The source, which must be of that length. */
async function* exactly(
  length: bigint,
  source: AsyncIterable<StreamItem>,
  vol: StorageVolume,
): AsyncGenerator<StreamItem, void, undefined> {
  let seen = 0n;
  for await (const item of source) {
    seen += BigInt(lengthOf(item));
    if (seen > length) break;
    yield item;
  }
  if (seen === length) return;
  const there = seen > length ? `more than ${length}` : `only ${seen}`;
  throw new LibvirtError(
    `the upload to volume ${vol.name} of pool ${vol.pool} has ${there} bytes where ${length} were announced`,
    { fault: 'caller', procedure: 'STORAGE_VOL_UPLOAD' },
  );
}

/** What a download gives, which must be so many bytes: the protocol does not count the packets of a stream. */
async function* complete(
  vol: StorageVolume,
  source: AsyncIterable<StreamItem>,
  length: bigint,
): AsyncGenerator<StreamItem, void, undefined> {
  let seen = 0n;
  for await (const item of source) {
    seen += BigInt(lengthOf(item));
    if (seen > length) break;
    yield item;
  }
  if (seen !== length) throw incomplete(vol, seen, length);
}

/** All of a volume, which must not be less than it has. One that a guest is writing to may have become more. */
async function* whole(
  caller: Caller,
  vol: StorageVolume,
  source: AsyncIterable<StreamItem>,
  offset: bigint,
  options: StreamOptions = {},
): AsyncGenerator<StreamItem, void, undefined> {
  // A daemon before libvirt 3.0, or a pool without files, cannot say it.
  const size = caller
    .call(
      'STORAGE_VOL_GET_INFO_FLAGS',
      { vol, flags: StorageVolInfoFlags.GET_PHYSICAL },
      withoutProgress(options),
    )
    .then(({ allocation }) => allocation)
    .catch(() => 0n);
  let seen = offset;
  for await (const item of source) {
    seen += BigInt(lengthOf(item));
    yield item;
  }
  const due = await size;
  if (seen < due) throw incomplete(vol, seen, due);
}

/** The limits of a stream, for a call beside it. */
function withoutProgress({ deadline, signal }: StreamOptions): StreamOptions {
  return {
    ...(deadline === undefined ? {} : { deadline }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function incomplete({ pool, name }: StorageVolume, seen: bigint, due: bigint): LibvirtError {
  const there = seen > due ? 'has more bytes than' : `ended after ${seen} bytes where`;
  return new LibvirtError(
    `the download of volume ${name} of pool ${pool} ${there} ${due} were due; what came is to be thrown away`,
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
  return new LibvirtError(`cannot upload ${file} to volume ${name} of pool ${pool}: ${reasonOf(cause)}`, {
    fault: 'caller',
    cause,
  });
}
