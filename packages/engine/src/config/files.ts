import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileReader } from './configuration.js';

/** The files of this machine, as expressions read them. */
export const realFiles: FileReader = {
  read: (path) => unlessMissing(() => readWhole(path)),
  list: (folder) =>
    unlessMissing(() =>
      readdirSync(folder, { withFileTypes: true }).map((entry) =>
        entry.isDirectory() ? `${entry.name}/` : entry.name,
      ),
    ),
};

/** A device such as /dev/zero has no end. */
function readWhole(path: string): Buffer {
  if (statSync(path).isCharacterDevice()) throw new Error('it is a device, which has no end, and no file');
  return readFileSync(path);
}

function unlessMissing<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    )
      return undefined;
    throw error;
  }
}
