import type { Caller, StreamOptions } from '../caller.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { isHole, lengthOf, type StreamItem } from '../stream/hole.js';
import type { StorageVolume } from './values.js';

/** Bytes that were sent, and where in the volume they have to be. */
interface Sample {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
}

/** Bytes of a sample: a block of most file systems. */
const BLOCK = 4_096;
const ZEROS = Buffer.alloc(BLOCK);

/**
 * What is needed of an upload to see afterwards whether it arrived: libvirt (9.0 and 11.3 at least) loses the error of a write that its
 * worker makes after the last packet was taken, on a full disk for one, and answers that all went well. It writes in order and stops at
 * the first error, so that the end tells. Zeros may be in the volume without having been written: the last bytes that are none are
 * looked at as well.
 */
export class UploadSamples {
  readonly #start: bigint;
  #seen = 0n;
  #end: Sample | undefined;
  #lastContent: Sample | undefined;

  /** `start` is where in the volume the upload begins, in bytes. */
  constructor(start: bigint) {
    this.#start = start;
  }

  /** The source as it is, which is looked at on its way. */
  async *of(source: AsyncIterable<StreamItem>): AsyncGenerator<StreamItem, void, undefined> {
    for await (const item of source) {
      this.#look(item);
      yield item;
    }
  }

  /**
   * Reads back what has to be there.
   *
   * @throws LibvirtError (`host`) where it is not; `unknown-outcome` where something kept it from being read, unless it cannot be read
   *   from here at all
   */
  async verify(caller: Caller, vol: StorageVolume, options: StreamOptions): Promise<void> {
    const samples =
      this.#end?.offset === this.#lastContent?.offset ? [this.#end] : [this.#lastContent, this.#end];
    for (const sample of samples) {
      if (sample === undefined) continue;
      const there = await readBack(caller, vol, sample, options);
      if (there === undefined) return;
      if (Buffer.compare(there, sample.bytes) !== 0) throw lost(vol, sample.offset);
    }
  }

  #look(item: StreamItem): void {
    const length = lengthOf(item);
    if (length === 0) return;
    const start = this.#start + this.#seen;
    this.#seen += BigInt(length);
    if (isHole(item)) {
      const bytes = ZEROS.subarray(0, Math.min(BLOCK, length));
      this.#end = { offset: start + BigInt(length - bytes.length), bytes };
      return;
    }
    const sampleUpTo = (end: number): Sample => {
      const from = Math.max(0, end - BLOCK);
      // A copy: the source may use its memory again.
      return { offset: start + BigInt(from), bytes: Uint8Array.from(item.subarray(from, end)) };
    };
    this.#end = sampleUpTo(length);
    for (let end = length; end > 0; end -= BLOCK) {
      const block = item.subarray(Math.max(0, end - BLOCK), end);
      if (Buffer.compare(block, ZEROS.subarray(0, block.length)) === 0) continue;
      this.#lastContent = end === length ? this.#end : sampleUpTo(end);
      return;
    }
  }
}

/** What the volume has there; undefined where this caller may not or cannot read it. */
async function readBack(
  caller: Caller,
  vol: StorageVolume,
  { offset, bytes }: Sample,
  options: StreamOptions,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  try {
    const range = { vol, offset, length: BigInt(bytes.length), flags: 0 };
    for await (const item of caller.download('STORAGE_VOL_DOWNLOAD', range, options)) {
      if (!isHole(item)) parts.push(item);
    }
  } catch (error) {
    if (error instanceof LibvirtError && isUnreadable(error)) return undefined;
    throw unverified(vol, error);
  }
  return Buffer.concat(parts);
}

/** The user may write only, the connection is held to other procedures, or the host cannot send a volume. */
function isUnreadable({ fault, codeName, cause }: LibvirtError): boolean {
  return (
    fault === 'unsupported' ||
    codeName === 'VIR_ERR_ACCESS_DENIED' ||
    codeName === 'VIR_ERR_OPERATION_DENIED' ||
    (fault === 'caller' && cause === undefined)
  );
}

function unverified({ pool, name }: StorageVolume, cause: unknown): LibvirtError {
  return new LibvirtError(
    `the upload to volume ${name} of pool ${pool} was answered as done, but could not be read back to see whether it is whole: ` +
      `${reasonOf(cause)}; look at the volume, or upload again`,
    { fault: 'unknown-outcome', procedure: 'STORAGE_VOL_UPLOAD', cause },
  );
}

function lost({ pool, name }: StorageVolume, offset: bigint): LibvirtError {
  return new LibvirtError(
    `the upload to volume ${name} of pool ${pool} was answered as done, but what is at byte ${offset} is not what was sent: libvirt does ` +
      `not tell of a write that fails at the end, as on a full disk; delete the volume, look at the room of the pool, and upload again`,
    { fault: 'host', procedure: 'STORAGE_VOL_UPLOAD' },
  );
}
