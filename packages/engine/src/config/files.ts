import { readdirSync, readFileSync } from 'node:fs';
import type { FileReader } from './configuration.js';

/** The files of this machine, as expressions read them. */
export const realFiles: FileReader = {
  read: (path) => unlessMissing(() => readFileSync(path)),
  list: (folder) =>
    unlessMissing(() =>
      readdirSync(folder, { withFileTypes: true }).map((entry) =>
        entry.isDirectory() ? `${entry.name}/` : entry.name,
      ),
    ),
};

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
