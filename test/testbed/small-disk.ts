import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of 1 MiB, mounted for a test. Mounting needs root, as the private hypervisors of these tests do. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it until only so many pages of 4 KiB are left. */
  fillBut(pages: number): void;
  /** Gives the room back. */
  empty(): void;
  setReadOnly(readOnly: boolean): Promise<void>;
  unmount(): Promise<void>;
}

export async function mountSmallDisk(): Promise<SmallDisk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-disk-'));
  const ballast = path.join(folder, 'ballast');
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  const empty = (): void => rmSync(ballast, { force: true });
  return {
    folder,
    fillBut(pages) {
      empty();
      writeFileSync(ballast, '');
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc((bavail - pages) * bsize));
    },
    empty,
    setReadOnly: async (readOnly) => {
      await run('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder]);
    },
    async unmount() {
      await run('umount', [folder]);
      if (existsSync(folder)) rmSync(folder, { recursive: true });
    },
  };
}
