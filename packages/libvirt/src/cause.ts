import { types } from 'node:util';

// Errors of Node's own may belong to another realm (a vm context, a test runner's), where instanceof says no.

/** Why something failed, in words. */
export function reasonOf(cause: unknown): string {
  return types.isNativeError(cause) ? cause.message : String(cause);
}

/** The code of a system error: `ENOENT`. */
export function systemCode(cause: unknown): string | undefined {
  return types.isNativeError(cause) && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
