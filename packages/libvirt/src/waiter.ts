import { LibvirtError } from './errors.js';
import type { Frame } from './wire/frame.js';

/** Milliseconds that a call may take by default. */
export const DEADLINE = 60_000;

/** How much longer a call may take that waits for a guest, its job lock or storage. */
export const SLOW_FACTOR = 10;

/** The procedure that a call is of. */
export interface Called {
  /** As messages name it. */
  readonly procedure: string;
  readonly program: number;
  readonly number: number;
  readonly reads: boolean;
  readonly slow: boolean;
}

/** A procedure of the table, as a call of it is known. */
export function calledBy(
  procedure: string,
  { program, number, reads, slow }: Omit<Called, 'procedure'>,
): Called {
  return { procedure, program, number, reads, slow };
}

/** Who waits for the frames of one call. */
export interface Waiter {
  readonly called: Called;
  /** When to tell it that it is late, by the monotonic clock, in ms; Infinity where it has its own clock, or need not be told again. */
  readonly expires: number;
  /** It was sent, with so many bytes. */
  sent(bytes: number): void;
  /** The call's reply. Returns whether more is to come, as in a stream. */
  reply(frame: Frame): boolean;
  /** A frame of its stream. */
  stream?(frame: Frame): void;
  /** It is late. Who waits is told the first time; its answer may still come, until it is not to be told again. */
  expire(): void;
  /** The connection is lost. */
  fail(error: LibvirtError): void;
}

/** A call that was sent and has no answer. */
export function unknownOutcome(
  { procedure, reads }: Pick<Called, 'procedure' | 'reads'>,
  reason: string,
  cause?: unknown,
): LibvirtError {
  const advice = reads
    ? 'it changes nothing and can be tried again'
    : 'it may have been carried out: look before trying again';
  return new LibvirtError(`${procedure}: ${reason}; ${advice}`, {
    fault: 'unknown-outcome',
    procedure,
    cause,
  });
}
