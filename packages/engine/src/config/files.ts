import { type Dirent, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { FileKind, FileReader } from './configuration.js';

/** The files of this machine, as expressions read them. */
export const realFiles: FileReader = {
  kind: (path) => unlessMissing(['ENOENT'], () => kindOf(statSync(path))),
  read: (path) => unlessMissing(['ENOENT', 'ENOTDIR'], () => readWhole(path)),
  list: (folder) =>
    unlessMissing(['ENOENT', 'ENOTDIR'], () =>
      readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? kindBehind(join(folder, entry.name)) : kindOf(entry),
      })),
    ),
};

/** For what reads no files. */
export const NO_FILES: FileReader = { kind: () => undefined, read: () => undefined, list: () => undefined };

function kindOf(found: Stats | Dirent): FileKind {
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe';
  if (found.isSocket()) return 'socket';
  return found.isFile() ? 'file' : 'device';
}

/** A link may lead nowhere, or in a circle. */
function kindBehind(path: string): FileKind | undefined {
  try {
    return kindOf(statSync(path));
  } catch {
    return undefined;
  }
}

/** Of all that is no file, only the empty device is read: others have no end (/dev/zero), or wait for somebody (a pipe, a terminal). */
function readWhole(path: string): Buffer {
  const found = statSync(path);
  const kind = kindOf(found);
  if (kind === 'file' || kind === 'folder') return readFileSync(path);
  if (kind === 'device' && found.rdev === statSync('/dev/null').rdev) return Buffer.alloc(0);
  throw new Error(`it is a ${kind}, which may have no end, and no file`);
}

function unlessMissing<Result>(codes: readonly string[], read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, codes)) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && codes.includes(error.code);
}
