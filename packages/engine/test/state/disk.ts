import type { Content, FileEffects, FileLock } from '../../src/effects/effects.js';

/** The machine stopped: nothing that was going on ever returns. */
export class Crash extends Error {}

/** How a write that is cut off leaves the file. */
export type Tear = 'prefix' | 'sectors';

/** When the disk stops, counted in steps: each byte of a write is one, each cut, removal and new name another. */
export interface Trouble {
  readonly atStep: number;
  readonly kind: 'crash' | 'full';
  readonly tear: Tear;
}

/**
 * A disk in memory that stops at one chosen step: by a crash, after which only its content remains, or by being full from then
 * on.
 */
export class Disk {
  readonly content = new Map<string, Buffer>();
  readonly modes = new Map<string, number>();
  private readonly locked = new Set<string>();
  private steps = 0;
  private trouble: Trouble | undefined;

  /** Steps taken since the last call of this. */
  expect(trouble: Trouble | undefined): void {
    this.steps = 0;
    this.trouble = trouble;
  }

  get stepsTaken(): number {
    return this.steps;
  }

  /** The machine starts again: locks are gone, bytes stay. */
  restart(): void {
    this.locked.clear();
    this.expect(undefined);
  }

  readonly effects: FileEffects = {
    stat: async (path) => {
      const found = this.content.get(path);
      const isDirectory = [...this.content.keys()].some((name) => name.startsWith(`${path}/`));
      return found === undefined && !isDirectory
        ? undefined
        : { size: found?.length ?? 0, modifiedMs: 0, isDirectory };
    },
    read: async (path) => {
      this.stopIfOver();
      const found = this.content.get(path);
      return found && Buffer.from(found);
    },
    stream: (path) => streamOf(this.content.get(path)),
    list: async (folder) => {
      const inside = [...this.content.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    makeFolder: async () => this.stopIfOver(),
    remove: async (path) => {
      if (!this.content.has(path)) return;
      this.steps += 1;
      // A full disk lets files go.
      if (this.trouble?.kind === 'crash') this.stopIfOver();
      this.content.delete(path);
    },
    removeFolder: async (folder) => {
      for (const path of [...this.content.keys()].filter((name) => name.startsWith(`${folder}/`)))
        this.content.delete(path);
    },
    overwrite: async (path, content, mode) => this.write(path, content, mode),
    lock: async (path, mode) => {
      if (this.locked.has(path)) return undefined;
      if (!this.content.has(path)) this.write(path, Buffer.alloc(0), mode);
      this.locked.add(path);
      return this.held(path);
    },
  };

  private held(path: string): FileLock {
    return {
      requireInPlace: async () => this.stopIfOver(),
      read: async () => Buffer.from(this.content.get(path) ?? ''),
      overwrite: async (content) => this.write(path, content, 0),
      release: async () => {
        this.stopIfOver();
        this.locked.delete(path);
      },
    };
  }

  private write(path: string, given: Content, mode: number): void {
    const content = given instanceof Uint8Array ? given : Buffer.concat(given);
    if (!this.content.has(path)) {
      this.step();
      this.content.set(path, Buffer.alloc(0));
      this.modes.set(path, mode);
    }
    const before = this.content.get(path) ?? Buffer.alloc(0);
    const over = this.trouble?.atStep ?? Infinity;
    if (over <= this.steps + content.length + 1) {
      const written = Math.max(0, over - this.steps - 1);
      this.content.set(path, torn(before, Buffer.from(content), written, this.trouble?.tear ?? 'prefix'));
    }
    this.steps += content.length + 1;
    this.stopIfOver();
    this.content.set(path, Buffer.from(content));
  }

  private step(): void {
    this.steps += 1;
    this.stopIfOver();
  }

  private stopIfOver(): void {
    if (this.trouble === undefined || this.steps < this.trouble.atStep) return;
    if (this.trouble.kind === 'crash') throw new Crash('the machine stopped');
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  }
}

/** What is on the disk after so many bytes of a write: those bytes, or as many sectors anywhere in the file. */
function torn(before: Buffer, content: Buffer, written: number, tear: Tear): Buffer {
  const mixed = Buffer.alloc(Math.max(before.length, written));
  before.copy(mixed);
  if (tear === 'prefix') {
    content.copy(mixed, 0, 0, written);
    return mixed;
  }
  const sector = 8;
  for (let start = 0; start < mixed.length; start += sector) {
    // Which sectors made it is arbitrary, and the same in each run.
    if ((start * 7 + written * 13) % 5 < 2)
      content.copy(mixed, start, start, Math.min(start + sector, mixed.length));
  }
  return mixed;
}

async function* streamOf(content: Buffer | undefined): AsyncIterable<Uint8Array> {
  if (content !== undefined) yield content;
}
