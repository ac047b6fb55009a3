import type { Caller } from '@virtform/libvirt';

/**
 * The only way to the outside. The engine receives an `Effects` and asks nothing else for the time, a random number, a file
 * or a host; so the same engine runs on real hosts and on simulated ones, and a test can stop it at every await.
 */
export interface Effects {
  readonly hosts: HostEffects;
  readonly files: FileEffects;
  readonly clock: ClockEffects;
  readonly random: RandomEffects;
  readonly processes: ProcessEffects;
}

/**
 * What a connection is opened for.
 *
 * - `read`: OPEN with the read-only flag; refuses every change.
 * - `inspect`: a writable connection held to a fixed list of reading procedures, for what libvirt refuses to read-only
 *   clients (code 29: domain capabilities, XML with secrets, addresses from the agent).
 * - `change`: everything.
 */
export type Access = 'read' | 'inspect' | 'change';

export interface HostEffects {
  /**
   * Opens a host. The caller closes it.
   *
   * @param uri a libvirt URI, such as `qemu:///system`
   * @throws LibvirtError with the reason why nobody answers
   */
  connect(uri: string, access: Access, signal?: AbortSignal): Promise<Caller>;
}

export interface ClockEffects {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many ms; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface RandomEffects {
  bytes(length: number): Uint8Array;
}

/** A program to be run: its words, for no shell of ours, and all that it finds in its environment. */
export interface ProcessCommand {
  /** Looked for in PATH where it has no `/`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute: where it is run. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What it reads; nothing where none is given. */
  readonly input?: AsyncIterable<Uint8Array>;
  readonly onOutput: (chunk: Uint8Array, from: 'stdout' | 'stderr') => void;
  /** Interrupts it (SIGINT), with all that it has started. */
  readonly interrupt: AbortSignal;
  /** Ends it at once (SIGKILL), with all that it has started. */
  readonly kill: AbortSignal;
}

/** How a program ended: with a code, or by a signal. */
export interface ProcessEnd {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

export interface ProcessEffects {
  /**
   * Runs a program in a group of its own until it has ended and nobody writes its output any more.
   *
   * @throws Node's own error where it cannot be started (`ENOENT` …); what reading the input throws
   */
  run(command: ProcessCommand): Promise<ProcessEnd>;
}

/** What a file is, as far as the engine asks. Sizes in bytes. */
export interface FileFacts {
  readonly size: number;
  readonly modifiedMs: number;
  readonly isDirectory: boolean;
}

/** What is written to a file: bytes, or pieces that stand one behind the other, so that a large file need not be put together first. */
export type Content = Uint8Array | readonly Uint8Array[];

/**
 * Files, in single operations that a simulated disk can fail or stop at. All paths are absolute. Errors are Node's own, with
 * `code` (`ENOENT`, `ENOSPC` …).
 */
export interface FileEffects {
  /** undefined where there is nothing. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** The whole file; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** The file from `offset` on, in chunks. */
  stream(path: string, offset?: number): AsyncIterable<Uint8Array>;
  list(folder: string): Promise<readonly string[]>;
  makeFolder(folder: string): Promise<void>;
  /** Removes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Removes a folder with all that is in it; nothing happens where there is none. */
  removeFolder(folder: string): Promise<void>;
  /**
   * Writes the bytes over what is in the file, cuts it to their length and waits until they are on the disk. Never renames:
   * whoever waits for a lock on the file keeps its inode open. A new file gets `mode`, and its folder is synced too.
   *
   * @param lasting false: nobody waits for the disk, and what is written may be gone when the machine is
   */
  overwrite(path: string, content: Content, mode: number, lasting?: boolean): Promise<void>;
  /**
   * Takes an exclusive lock on the whole file, without waiting; makes the file where there is none.
   *
   * @returns undefined while somebody else holds it
   */
  lock(path: string, mode: number): Promise<FileLock | undefined>;
}

/** A lock that is held. While it is, all reading and writing of that file goes through it: closing another descriptor of the
 * same file could drop the lock. */
export interface FileLock {
  /** Fails with `ESTALE` where the path does not mean the locked file any more. Reading and writing look too. */
  requireInPlace(): Promise<void>;
  read(): Promise<Buffer>;
  overwrite(content: Content): Promise<void>;
  release(): Promise<void>;
}
