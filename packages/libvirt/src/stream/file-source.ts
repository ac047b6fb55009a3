import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UNSENT_MAX } from '../link.js';
import { isHole, type StreamItem, withHoles } from './hole.js';
import { PACKET } from './send.js';

/** Bytes read at once: four packets keep the disk's part small beside the socket's. A multiple of what holes are looked for in. */
const PIECE = 4 * PACKET;
/**
 * Pieces in memory: what may wait to be sent, the beginning of one of them that has left already, the one that is being sent and the
 * one that is being read meanwhile.
 */
const PIECES = Math.ceil(UNSENT_MAX / PIECE) + 3;

/** A local file or block device on its way to a host. */
export interface FileSource {
  /** Bytes, as it was opened. */
  readonly size: number;
  /**
   * The file from its start to where it ends now. The memory of a piece is used again: it stays as it is for as long as `upload` of a
   * Caller needs it, which is given all pieces as they come.
   */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** The same with its zeros as holes, in memory of its own: a hole passes no time in which what is before it would leave. */
  readonly sparse: AsyncIterable<StreamItem>;
  close(): Promise<void>;
}

/**
 * Opens a local file or block device for an upload. Its pieces share a ring of memory: a fresh buffer for each costs page faults that are most of the
 * time of a read from the page cache, and Node frees them late.
 *
 * @throws Error of the system where it cannot be opened, or one that says what else it is
 */
export async function openFileSource(file: string): Promise<FileSource> {
  // To open a pipe otherwise waits for somebody to write to it.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const size = await sizeOf(handle, await handle.stat());
    const pieces = readPieces(handle, size);
    return { size, pieces, sparse: copies(withHoles(pieces)), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function sizeOf(handle: FileHandle, stats: Stats): Promise<number> {
  if (stats.isFile()) return stats.size;
  if (stats.isBlockDevice()) return endOf(handle);
  throw new Error(`it is ${stats.isDirectory() ? 'a folder' : 'neither a file nor a block device'}`);
}

/** Where a device ends, whose size the system tells in no call that Node has: the first byte that cannot be read. */
async function endOf(handle: FileHandle): Promise<number> {
  const probe = Buffer.alloc(1);
  const isThere = async (position: number): Promise<boolean> =>
    (await handle.read(probe, 0, 1, position)).bytesRead === 1;
  let beyond = 1;
  while (await isThere(beyond - 1)) beyond *= 2;
  let end = Math.floor(beyond / 2);
  while (end < beyond) {
    const middle = Math.floor((end + beyond) / 2);
    if (await isThere(middle)) end = middle + 1;
    else beyond = middle;
  }
  return end;
}

async function* readPieces(handle: FileHandle, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  // A file that grows meanwhile is for who compares lengths.
  const ring = Buffer.allocUnsafeSlow(Math.min(PIECES, Math.ceil(size / PIECE) + 1) * PIECE);
  for (let at = 0; ;) {
    const from = at % ring.length;
    const { bytesRead } = await handle.read(ring, from, Math.min(PIECE, ring.length - from), at);
    if (bytesRead === 0) return;
    yield ring.subarray(from, from + bytesRead);
    at += bytesRead;
  }
}

async function* copies(items: AsyncIterable<StreamItem>): AsyncGenerator<StreamItem, void, undefined> {
  for await (const item of items) yield isHole(item) ? item : Uint8Array.from(item);
}
