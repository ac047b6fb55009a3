import { LibvirtError } from '../src/errors.js';

/** What a promise rejects with, which has to be a LibvirtError. */
export async function failure(promise: Promise<unknown>): Promise<LibvirtError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LibvirtError)) throw new Error(`no LibvirtError: ${String(error)}`);
  return error;
}
