import { createReadStream } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Content, FileEffects, FileLock } from './effects.js';

/** Bytes read from a file at once: most are read to be uploaded, where small pieces cost. */
const READ_AT_ONCE = 786_432;

/** The files of this machine. */
export function realFiles(): FileEffects {
  return {
    async stat(path) {
      const found = await unlessMissing(stat(path));
      return found && { size: found.size, modifiedMs: found.mtimeMs, isDirectory: found.isDirectory() };
    },
    read: (path) => unlessMissing(readFile(path)),
    stream: (path, offset = 0) => createReadStream(path, { start: offset, highWaterMark: READ_AT_ONCE }),
    list: (folder) => readdir(folder),
    async makeFolder(folder) {
      await mkdir(folder, { recursive: true });
    },
    async remove(path) {
      await unlessMissing(unlink(path));
    },
    removeFolder: (folder) => rm(folder, { recursive: true, force: true }),
    async overwrite(path, content, mode, lasting = true) {
      const { file, isNew } = await openOrCreate(path, mode);
      try {
        await overwriteOpen(file, content);
        if (lasting) await file.sync();
      } finally {
        await file.close();
      }
      if (isNew && lasting) await syncFolder(dirname(path));
    },
    lock: lockFile,
  };
}

/** Locks are taken on the file that the path means now: one that was renamed over while we opened it guards nothing. */
async function lockFile(path: string, mode: number): Promise<FileLock | undefined> {
  const { tryLock, unlock } = await loadLocks();
  for (;;) {
    const { file, isNew } = await openOrCreate(path, mode);
    try {
      if (!takeLock(tryLock, file.fd, path)) {
        await file.close();
        return undefined;
      }
      if (await isStillAt(file, path)) {
        if (isNew) await syncFolder(dirname(path));
        return heldLock(file, path, unlock);
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
  }
}

function takeLock(tryLock: (fd: number) => boolean, fd: number, path: string): boolean {
  try {
    return tryLock(fd);
  } catch (error) {
    throw new FileLockError(
      'ENOLCK',
      `The file ${path} cannot be locked: ${error instanceof Error ? error.message : String(error)}.`,
      'The file system has no locks (some network file systems have none): keep the file on one that has, ' +
        'or pass -lock=false when you are sure that nobody else uses this state.',
      { cause: error },
    );
  }
}

function heldLock(file: FileHandle, path: string, unlock: (fd: number) => void): FileLock {
  const requireInPlace = async (): Promise<void> => {
    if (await isStillAt(file, path)) return;
    throw new FileLockError(
      'ESTALE',
      `The file ${path} was removed or replaced while it was locked.`,
      'Find out what replaced it (an editor, a sync tool, a restored backup) before you go on.',
    );
  };
  return {
    requireInPlace,
    async read() {
      await requireInPlace();
      const { size } = await file.stat();
      const content = Buffer.alloc(size);
      const { bytesRead } = await file.read(content, 0, size, 0);
      return content.subarray(0, bytesRead);
    },
    async overwrite(content) {
      await requireInPlace();
      await overwriteOpen(file, content);
      await file.sync();
    },
    async release() {
      try {
        unlock(file.fd);
      } finally {
        await file.close();
      }
    },
  };
}

/** A file cannot be locked (`ENOLCK`), or is not under its lock any more (`ESTALE`). */
export class FileLockError extends Error {
  constructor(
    readonly code: 'ENOLCK' | 'ESTALE',
    message: string,
    /** What to do next. */
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FileLockError';
  }
}

/** The native part is loaded when a lock is first asked for: few commands need one. */
async function loadLocks(): Promise<typeof import('fs-native-extensions')> {
  try {
    handBinary(createRequire(__filename));
    return await import('fs-native-extensions');
  } catch (error) {
    throw new FileLockError(
      'ENOLCK',
      `The package fs-native-extensions, which locks files, cannot be loaded on ${process.platform}-${process.arch}: ` +
        `${error instanceof Error ? error.message : String(error)}.`,
      'Install it with "npm install fs-native-extensions" (it brings binaries for Linux with glibc, macOS and Windows), ' +
        'or pass -lock=false when you are sure that nobody else uses this state.',
      { cause: error },
    );
  }
}

/**
 * Gives that package its binary. It looks for it itself, through the conditions of package.json files and with four more packages, which takes
 * twenty times as long as to load it: longer than all else that is done for a lock. Where the binary is not in its usual place, or
 * is none for this machine, the package goes on looking.
 */
function handBinary(load: NodeJS.Require): void {
  const folder = dirname(load.resolve('fs-native-extensions'));
  const place = join(folder, 'binding.js');
  if (load.cache[place] !== undefined) return;
  try {
    const binding = new Module(place);
    const built = join(
      folder,
      'prebuilds',
      `${process.platform}-${process.arch}`,
      'fs-native-extensions.node',
    );
    const found: unknown = load(built);
    binding.exports = found;
    binding.loaded = true;
    load.cache[place] = binding;
  } catch {
    // The package says itself what is wrong, if anything is.
  }
}

async function isStillAt(file: FileHandle, path: string): Promise<boolean> {
  const [held, found] = await Promise.all([
    file.stat({ bigint: true }),
    unlessMissing(stat(path, { bigint: true })),
  ]);
  return found?.ino === held.ino && found.dev === held.dev;
}

async function openOrCreate(path: string, mode: number): Promise<{ file: FileHandle; isNew: boolean }> {
  for (;;) {
    const existing = await unlessMissing(open(path, 'r+'));
    if (existing !== undefined) return { file: existing, isNew: false };
    try {
      return { file: await open(path, 'wx+', mode), isNew: true };
    } catch (error) {
      // Somebody made it between the two; a link to nowhere stays an error.
      if (!hasCode(error, 'EEXIST') || (await unlessMissing(stat(path))) === undefined) throw error;
    }
  }
}

/** How many pieces Linux takes in one write (IOV_MAX). */
const PIECES_AT_ONCE = 1024;

async function overwriteOpen(file: FileHandle, content: Content): Promise<void> {
  const pieces = content instanceof Uint8Array ? [content] : content;
  let position = 0;
  for (let first = 0; first < pieces.length; first += PIECES_AT_ONCE) {
    let left = pieces.slice(first, first + PIECES_AT_ONCE);
    while (left.length > 0) {
      const { bytesWritten } = await file.writev(left, position);
      position += bytesWritten;
      left = behind(left, bytesWritten);
    }
  }
  await file.truncate(position);
}

/** What is left of pieces once so many of their bytes are written. */
function behind(pieces: readonly Uint8Array[], written: number): Uint8Array[] {
  let over = written;
  return pieces.flatMap((piece) => {
    const done = Math.min(over, piece.length);
    over -= done;
    return done === piece.length ? [] : [piece.subarray(done)];
  });
}

/** Makes a new name durable: until its folder is synced, a crash may forget the file. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
