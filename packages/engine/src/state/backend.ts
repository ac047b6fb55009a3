import type { Content } from '../effects/effects.js';
import type { LockInfo } from './lock-info.js';

/**
 * Where states are kept. A backend moves bytes; what they mean is the codec's business, so that encryption fits in between.
 *
 * What every backend promises, and its conformance suite checks: a state that was reported as written is what the next read
 * gives; a write that failed leaves the old state or the new one, never a part; of two who lock one gets it.
 */
export interface Backend {
  /** For messages: a path or a URL. */
  place(workspace: string): string;
  /** The workspaces that have a state, `default` always among them. */
  workspaces(): Promise<readonly string[]>;
  /** Removes a workspace and its state. The caller holds its lock, and it is released with it. */
  removeWorkspace(workspace: string, lock: StateLock): Promise<void>;
  /**
   * What is stored, without a lock.
   *
   * @returns undefined where there is none; an empty file is no state
   * @throws StateError `storage`
   */
  read(workspace: string): Promise<Buffer | undefined>;
  /** Whether anything is stored, where that can be told for less than reading it. */
  holds?(workspace: string): Promise<boolean>;
  /** Takes the lock without waiting; `acquireLock` waits. */
  tryLock(workspace: string, info: LockInfo): Promise<LockAttempt>;
  /** The same without any lock, for `-lock=false`. */
  unlocked(workspace: string, info: LockInfo): Promise<StateLock>;
  /**
   * Breaks a lock that somebody left behind.
   *
   * @throws StateError `locked` where another lock than the named one is held, or where this backend's locks go with their process
   */
  forceUnlock(workspace: string, id: string): Promise<void>;
}

export type LockAttempt =
  | { readonly outcome: 'locked'; readonly lock: StateLock }
  /** Somebody else has it; who is undefined where that cannot be found out. */
  | { readonly outcome: 'busy'; readonly holder: LockInfo | undefined };

/** A lock that is held; while it is, reading and writing go through it. */
export interface StateLock {
  readonly info: LockInfo;
  /** What is read stands in another place than what is written: an apply that changes nothing has to write it all the same. */
  readonly readsElsewhere?: boolean;
  read(): Promise<Buffer | undefined>;
  /**
   * Resolves once the state is durable. What was there before the first differing write is backed up, where the backend keeps
   * backups.
   *
   * @param keptAs names that backup: `terraform.tfstate.NAME.backup`. Without, there is one, of the last run that wrote
   * @throws StateError `storage`, `lock-lost`
   */
  write(content: Content, keptAs?: string): Promise<void>;
  release(): Promise<void>;
}
