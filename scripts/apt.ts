import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface AptOptions {
  /** A sentence without its full stop; what failed follows it. */
  readonly purpose: string;
  /** What to do where it fails. */
  readonly hint: string;
  readonly cwd?: string;
  /** A file that is read before apt's own settings (apt.conf(5), APT_CONFIG). */
  readonly config?: string;
}

/**
 * Runs one of apt's commands.
 *
 * @returns what it printed
 * @throws Error where it fails, with what it said
 */
export async function apt(
  command: 'apt-get' | 'apt-cache' | 'apt-config',
  args: readonly string[],
  { purpose, hint, cwd = '/', config }: AptOptions,
): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', ...(config === undefined ? {} : { APT_CONFIG: config }) };
  try {
    return (await execute(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const failed = typeof error === 'object' && error !== null && 'stderr' in error;
    const said = failed ? String(error.stderr).trim() : '';
    throw new Error(`${purpose}, and "${command} ${args.join(' ')}" failed.\n${said}\n${hint}`, {
      cause: error,
    });
  }
}

/**
 * Unpacks all packages of a folder into another, some at a time. Their maintainer scripts do not run.
 *
 * @returns the files of the packages, by their names: `busybox-static_1%3a1.35.0-4_amd64.deb`
 */
export async function unpackArchives(archives: string, folder: string): Promise<readonly string[]> {
  const files = readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .sort();
  const waiting = files.values();
  const unpack = async (): Promise<void> => {
    for (const file of waiting) await execute('dpkg-deb', ['-x', path.join(archives, file), folder]);
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, unpack));
  // Told when nothing writes to the folder any more, so that it can be removed.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return files;
}
