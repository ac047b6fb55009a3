import { basename, dirname, join } from 'node:path';
import type { Content, FileEffects, FileLock } from '../effects/effects.js';
import type { Backend, LockAttempt, StateLock } from './backend.js';
import { errorCode, reasonOf, StateError } from './errors.js';
import { type LockInfo, parseLockInfo, printLockInfo } from './lock-info.js';
import { digestOf, judge, printSidecar, underWay } from './sidecar.js';

export interface LocalBackendOptions {
  /** The state of the workspace `default`, absolute: `terraform.tfstate` in the unit's folder, unless said otherwise. */
  readonly path: string;
  /** Where the other workspaces are, absolute: `terraform.tfstate.d`. */
  readonly workspaceFolder: string;
  readonly files: FileEffects;
  /** What the command line says of files; it counts in every workspace. */
  readonly stateFiles?: StateFiles;
}

/** Terraform's legacy arguments of this backend, absolute. */
export interface StateFiles {
  /** `-state`: read from here, and written here unless `out` says otherwise. */
  readonly state?: string;
  /** `-state-out`: written and locked here. */
  readonly out?: string;
  /** `-backup`: where what is replaced is kept; `none` keeps nothing. */
  readonly backup?: { readonly path: string } | 'none';
  /** The file in `state` counts whatever backend is configured, as for Terraform's `state mv` and its like. */
  readonly instead?: boolean;
}

/** What a state may hold secrets for: its owner alone. */
const MODE = 0o600;

/** How often a reader without lock looks again when a writer comes between its two reads. */
const LOOKS = 5;

/**
 * States in files, shared with Terraform: the lock is on the state file itself, the same that Terraform takes, with Terraform's
 * description beside it. The file is never renamed over and never removed while its workspace is there, because one that waits for
 * the lock keeps its inode open and would write to a file without a name. So a state that was locked and never written leaves an empty file, which is no
 * state for either.
 */
export function localBackend({
  path,
  workspaceFolder,
  files,
  stateFiles = {},
}: LocalBackendOptions): Backend {
  const source = (workspace: string): string =>
    stateFiles.state ??
    (workspace === 'default' ? path : join(workspaceFolder, workspace, 'terraform.tfstate'));
  const place = (workspace: string): string => stateFiles.out ?? source(workspace);
  const placesOf = (workspace: string): Places => ({
    path: place(workspace),
    source: source(workspace),
    backup: stateFiles.backup,
  });

  return {
    place,
    async workspaces() {
      const folder = await files.stat(workspaceFolder);
      const names = folder?.isDirectory === true ? await files.list(workspaceFolder) : [];
      // Terraform's own `workspace new` makes the folder and no state in it.
      const found = await Promise.all(names.map((name) => files.stat(join(workspaceFolder, name))));
      return ['default', ...names.filter((_, index) => found[index]?.isDirectory === true).sort()];
    },
    async removeWorkspace(workspace, lock) {
      await storage('removed', place(workspace), async () => {
        if (workspace !== 'default') return files.removeFolder(dirname(place(workspace)));
        await files.remove(place(workspace));
        await files.remove(namesBeside(place(workspace)).backup);
      });
      await lock.release();
    },
    read: (workspace) => storage('read', source(workspace), () => readUnlocked(source(workspace), files)),
    holds: (workspace) =>
      storage('read', source(workspace), async () => {
        const { size = 0 } = (await files.stat(source(workspace))) ?? {};
        // An empty file may be one that a crash cut short, and its sidecar has it all.
        return size > 0 || (await readUnlocked(source(workspace), files)) !== undefined;
      }),
    tryLock: (workspace, info) =>
      storage('locked', place(workspace), () => tryLock(placesOf(workspace), info, files)),
    unlocked: async (workspace, info) => new LocalLock(placesOf(workspace), info, files, undefined),
    async forceUnlock(workspace) {
      throw new StateError(
        'locked',
        `The lock of ${place(workspace)} cannot be broken: it belongs to a process, and goes when that process ends.`,
        'End the process that holds it, or wait for it with -lock-timeout.',
      );
    },
  };
}

/** The files of one state. */
interface Places {
  /** Locked and written. */
  readonly path: string;
  /** Where the state is read until something was written; elsewhere only with `-state-out`. */
  readonly source: string;
  readonly backup: StateFiles['backup'];
}

interface Names {
  readonly lockInfo: string;
  readonly sidecar: string;
  readonly backup: string;
}

function namesBeside(path: string): Names {
  const folder = dirname(path);
  const name = basename(path);
  return {
    lockInfo: join(folder, `.${name}.lock.info`),
    sidecar: join(folder, `.${name}.sidecar`),
    backup: `${path}.backup`,
  };
}

async function readUnlocked(path: string, files: FileEffects): Promise<Buffer | undefined> {
  const { sidecar } = namesBeside(path);
  for (let look = 1; ; look += 1) {
    const content = (await files.read(path)) ?? Buffer.alloc(0);
    const beside = await files.read(sidecar);
    const again = (await files.read(path)) ?? Buffer.alloc(0);
    // A writer came between: it may have removed the sidecar that belongs to what was read.
    if (!content.equals(again) && look < LOOKS) continue;
    return emptyIsNone(judge(again, beside).content);
  }
}

async function tryLock(places: Places, info: LockInfo, files: FileEffects): Promise<LockAttempt> {
  const { path } = places;
  const { lockInfo } = namesBeside(path);
  await files.makeFolder(dirname(path));
  const file = await files.lock(path, MODE);
  if (file === undefined) {
    const text = await files.read(lockInfo);
    return { outcome: 'busy', holder: text === undefined ? undefined : parseLockInfo(text.toString('utf8')) };
  }
  try {
    // Before anything else: a Terraform that wants to wait gives up at once where it finds no description.
    // It need not outlive the machine, on which the lock ends too.
    await files.overwrite(lockInfo, Buffer.from(printLockInfo(info), 'utf8'), MODE, false);
    const lock = new LocalLock(places, info, files, file);
    await lock.recover();
    return { outcome: 'locked', lock };
  } catch (error) {
    // A description that is cut off, on a full disk say, would tell others of a lock that nobody holds.
    await files.remove(lockInfo).catch(() => undefined);
    await file.release();
    throw error;
  }
}

class LocalLock implements StateLock {
  private readonly path: string;
  private readonly names: Names;
  private backedUp = false;
  private released = false;
  private hasWritten = false;
  /** The checksum of what our last write left: nobody else writes while the lock is held, so the file need not be read again. */
  private written: string | undefined;

  constructor(
    private readonly places: Places,
    readonly info: LockInfo,
    private readonly files: FileEffects,
    /** undefined where the caller wants no lock. */
    private readonly file: FileLock | undefined,
  ) {
    this.path = places.path;
    this.names = namesBeside(places.path);
  }

  get readsElsewhere(): boolean {
    return this.places.source !== this.path && !this.hasWritten;
  }

  async read(): Promise<Buffer | undefined> {
    const { source } = this.places;
    if (this.readsElsewhere) return storage('read', source, () => readUnlocked(source, this.files));
    return storage('read', this.path, async () => {
      const { content } = judge(await this.readFile(), await this.files.read(this.names.sidecar));
      return emptyIsNone(content);
    });
  }

  async write(content: Content, keptAs?: string): Promise<void> {
    if (this.released) {
      throw new StateError(
        'lock-lost',
        `The state ${this.path} was to be written after its lock was released.`,
        'Run the command again.',
      );
    }
    await storage('written', this.path, async () => {
      // A sidecar beside a file that is not ours any more would take its place.
      await this.file?.requireInPlace();
      const pieces = content instanceof Uint8Array ? [content] : content;
      const after = await digestOf(pieces);
      const before = this.written ?? (await this.keepBefore(after, keptAs));
      if (before === after) return;
      await this.writeSidecar(printSidecar(before, pieces, after));
      // Until all of it is written, only the files themselves know what they hold.
      this.written = undefined;
      await this.replace(pieces);
      this.hasWritten = true;
      if (this.file !== undefined) this.written = after;
    });
  }

  async release(): Promise<void> {
    if (this.released || this.file === undefined) return;
    this.released = true;
    const { file } = this;
    await storage('unlocked', this.path, async () => {
      try {
        await this.files.remove(this.names.lockInfo);
      } finally {
        await file.release();
      }
    });
  }

  /** Puts back what an interrupted write left in the sidecar, and gives what the state file then holds. */
  async recover(): Promise<Buffer> {
    const sidecar = await this.files.read(this.names.sidecar);
    const verdict = judge(await this.readFile(), sidecar);
    if (verdict.source === 'sidecar') await this.replace(verdict.content);
    else if (sidecar !== undefined) await this.files.remove(this.names.sidecar);
    return verdict.content;
  }

  /** Half a sidecar is worth nothing, and on a full disk it takes the room that the rest of the run needs. */
  private async writeSidecar(content: Content): Promise<void> {
    try {
      await this.files.overwrite(this.names.sidecar, content, MODE);
    } catch (error) {
      await this.files.remove(this.names.sidecar).catch(() => undefined);
      throw error;
    }
  }

  /** The sidecar holds the content already, so that nothing is lost from here on. */
  private async replace(content: Content): Promise<void> {
    await this.overwriteFile(underWay(this.names.sidecar));
    await this.overwriteFile(content);
    await this.files.remove(this.names.sidecar);
  }

  /** The checksum of what the file holds, which is backed up where it is about to be replaced. */
  private async keepBefore(after: string, keptAs: string | undefined): Promise<string> {
    const content = await this.recover();
    const before = await digestOf([content]);
    if (before !== after) await this.backUp(content, keptAs);
    return before;
  }

  /** Once a run, before the first write that changes something; there is nothing to keep of no state. */
  private async backUp(before: Buffer, keptAs: string | undefined): Promise<void> {
    if (this.backedUp) return;
    const place = this.backupPlace(keptAs);
    if (before.length > 0 && place !== undefined) await this.files.overwrite(place, before, MODE);
    this.backedUp = true;
  }

  private backupPlace(keptAs: string | undefined): string | undefined {
    const { backup } = this.places;
    if (backup === 'none') return undefined;
    if (backup !== undefined) return backup.path;
    return keptAs === undefined ? this.names.backup : `${this.path}.${keptAs}.backup`;
  }

  private async readFile(): Promise<Buffer> {
    return this.file === undefined
      ? ((await this.files.read(this.path)) ?? Buffer.alloc(0))
      : this.file.read();
  }

  private async overwriteFile(content: Content): Promise<void> {
    if (this.file === undefined) await this.files.overwrite(this.path, content, MODE);
    else await this.file.overwrite(content);
  }
}

function emptyIsNone(content: Buffer): Buffer | undefined {
  return content.length === 0 ? undefined : content;
}

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, then try again.',
  EDQUOT: 'Your quota is used up: make room, then try again.',
  EACCES: 'Look at the owner and mode of the file and its folder: this user must read and write them.',
  EPERM: 'Look at the owner and mode of the file and its folder: this user must read and write them.',
  EROFS: 'The file system is mounted read-only: mount it writable, or keep the state elsewhere.',
  ENOENT: 'The folder is gone: make it again, then try again.',
  EISDIR: 'There is a folder where the state file should be: move it away.',
};

/** Runs an operation on the state's files and says, where it fails, what was attempted on which file. */
async function storage<T>(attempt: string, path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError(
      errorCode(error) === 'ESTALE' ? 'lock-lost' : 'storage',
      `The state ${path} could not be ${attempt}: ${sentence(reasonOf(error))}`,
      actionOf(error) ?? HINTS[errorCode(error) ?? ''] ?? 'Mend that, then try again.',
      { cause: error },
    );
  }
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function actionOf(error: unknown): string | undefined {
  return error instanceof Error && 'action' in error && typeof error.action === 'string'
    ? error.action
    : undefined;
}
