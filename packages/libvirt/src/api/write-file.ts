import { open, rm } from 'node:fs/promises';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { isHole, lengthOf, type StreamItem } from '../stream/hole.js';
import type { StorageVolume } from './values.js';

/**
 * Writes what comes into a new file, holes as holes.
 *
 * @returns its length in bytes
 */
export async function writeToFile(
  file: string,
  source: AsyncIterable<StreamItem>,
  { pool, name }: StorageVolume,
): Promise<number> {
  const failed = (cause: unknown): LibvirtError =>
    cause instanceof LibvirtError
      ? cause
      : new LibvirtError(`cannot download volume ${name} of pool ${pool} to ${file}: ${reasonOf(cause)}`, {
          fault: 'caller',
          cause,
        });
  // A volume may hold secrets, and what is there already is not ours to overwrite.
  const target = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw failed(cause);
  });
  try {
    let at = 0;
    for await (const item of source) {
      if (!isHole(item)) await target.write(item, 0, item.length, at);
      at += lengthOf(item);
    }
    // A hole at the end is no write.
    await target.truncate(at);
    return at;
  } catch (cause) {
    // Part of a disk must not be taken for a whole one.
    await rm(file, { force: true });
    throw failed(cause);
  } finally {
    await target.close();
  }
}
