import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder for what is only kept to be faster the next time (XDG Base Directory Specification); undefined where there is none that is
 * this user's alone. What others could write is not read: compiled code stands in it.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = environment;
  const around = path.isAbsolute(given)
    ? given
    : path.isAbsolute(home)
      ? path.join(home, '.cache')
      : undefined;
  if (around === undefined) return undefined;
  const folder = path.join(around, 'virtform');
  try {
    makeFolder(around);
    makeFolder(folder);
    const { uid, mode } = statSync(folder);
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** One folder at a time: with `recursive` Node 20 never comes back where the system lets nobody make any, such as below /proc. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}
