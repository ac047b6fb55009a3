/**
 * What went wrong with a state.
 *
 * - `format`: the file is no state that can be read; nothing was overwritten.
 * - `locked`: somebody else holds the lock.
 * - `lock-lost`: the lock is gone, or the file under it was replaced; nothing may be written any more.
 * - `storage`: the place where the state is kept cannot be read or written.
 * - `conflict`: another lineage, an older serial, or the same serial with other content.
 * - `address`: what was asked for is not in the state, or is there already.
 * - `none`: there is no state yet.
 * - `workspace`: what was asked for cannot be done with this workspace.
 */
export type StateProblem =
  'format' | 'locked' | 'lock-lost' | 'storage' | 'conflict' | 'address' | 'none' | 'workspace';

/** A state could not be read, locked or written. The message says what was attempted, on what, and what came back. */
export class StateError extends Error {
  constructor(
    readonly problem: StateProblem,
    message: string,
    /** What to do next. */
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StateError';
  }
}

/** What to do about a state that cannot be read. */
export const DAMAGED =
  'Nothing was changed. Mend the file, or put back a copy that is whole: Terraform and virtform keep the state before the last run beside it, with .backup at its end.';

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's code of an error (`ENOENT`), where it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
