import { onAbort } from './abort.js';
import type { CallOptions } from './caller.js';
import { LibvirtError } from './errors.js';
import type { Frame } from './wire/frame.js';
import { type ProcedureName, procedures } from './wire/procedures.js';

/** Milliseconds that a call may take by default. */
export const DEADLINE = 60_000;

/** How much longer a call may take that waits for a guest, its job lock or storage. */
export const SLOW_FACTOR = 10;

/** Who waits for the frames of one serial. */
export interface Waiter {
  readonly procedure: ProcedureName;
  readonly program: number;
  readonly number: number;
  readonly slow: boolean;
  /** The call's reply. Returns whether more is to come, as in a stream. */
  reply(frame: Frame): boolean;
  /** A frame of its stream. */
  stream?(frame: Frame): void;
  /** The connection is lost. */
  fail(error: LibvirtError): void;
}

/** A call that was sent and has no answer. */
export function unknownOutcome(procedure: ProcedureName, reason: string, cause?: unknown): LibvirtError {
  const advice = procedures[procedure].reads
    ? 'it changes nothing and can be tried again'
    : 'it may have been carried out: look before trying again';
  return new LibvirtError(`${procedure}: ${reason}; ${advice}`, {
    fault: 'unknown-outcome',
    procedure,
    cause,
  });
}

/** Where a promise ends once, and never after it was given up. */
export interface Settle<T> {
  resolve(value: T): void;
  reject(error: LibvirtError): void;
}

/**
 * Ends a promise by whichever comes first: its answer, the deadline or the signal. What comes later is let go, without a trace in the
 * signal's listeners.
 */
export function settleOnce<T>(
  procedure: ProcedureName,
  { deadline, signal }: CallOptions,
  resolve: (value: T) => void,
  reject: (error: LibvirtError) => void,
): Settle<T> {
  let open = true;
  const end = (): boolean => {
    if (!open) return false;
    open = false;
    clearTimeout(timer);
    ignore();
    return true;
  };
  const timer =
    deadline === undefined || deadline === Infinity
      ? undefined
      : setTimeout(() => {
          if (end()) reject(unknownOutcome(procedure, `no answer within ${deadline} ms`));
        }, deadline);
  const ignore = onAbort(signal, () => {
    if (end()) reject(unknownOutcome(procedure, 'given up while it was under way', signal?.reason));
  });
  return {
    resolve: (value) => {
      if (end()) resolve(value);
    },
    reject: (error) => {
      if (end()) reject(error);
    },
  };
}
