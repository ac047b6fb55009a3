import { hostname, userInfo } from 'node:os';
import type { Effects } from '../effects/effects.js';
import { formatUuid } from './uuid.js';

/** Who holds a lock. Terraform's fields under its names in JSON, so that either tool can say who the other is. */
export interface LockInfo {
  readonly id: string;
  /** `OperationTypeApply`, `state-rm` …, as Terraform names them. */
  readonly operation: string;
  readonly info: string;
  /** `user@host`. */
  readonly who: string;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  /** Where the locked state is. */
  readonly path: string;
}

/** What the one who locks has to say about it. */
export interface LockRequest {
  readonly operation: string;
  readonly info?: string;
  /** The version of the tool. */
  readonly version: string;
}

/** A new lock's description, with a random ID. */
export function describeLock(
  request: LockRequest,
  path: string,
  effects: Pick<Effects, 'clock' | 'random'>,
): LockInfo {
  return {
    id: formatUuid(effects.random.bytes(16), 4),
    operation: request.operation,
    info: request.info ?? '',
    who: `${userName()}@${hostname()}`,
    version: request.version,
    created: new Date(effects.clock.now()).toISOString(),
    path,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** The description as Terraform's files and servers carry it. */
export function printLockInfo(lock: LockInfo): string {
  return JSON.stringify({
    ID: lock.id,
    Operation: lock.operation,
    Info: lock.info,
    Who: lock.who,
    Version: lock.version,
    Created: lock.created,
    Path: lock.path,
  });
}

/** Reads a description; undefined where the text is none (half written, or by another tool). */
export function parseLockInfo(text: string): LockInfo | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const field = (name: string): string => {
    const found = fields.get(name);
    return typeof found === 'string' ? found : '';
  };
  if (field('ID') === '') return undefined;
  return {
    id: field('ID'),
    operation: field('Operation'),
    info: field('Info'),
    who: field('Who'),
    version: field('Version'),
    created: field('Created'),
    path: field('Path'),
  };
}
