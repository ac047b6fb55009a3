import { onAbort } from './abort.js';
import { reasonOf } from './cause.js';
import { type LibvirtError, readRemoteError } from './errors.js';
import type { EndTrace } from './trace.js';
import { type Called, unknownOutcome, type Waiter } from './waiter.js';
import { type Frame, FRAME_STATUS, HEADER_LENGTH } from './wire/frame.js';
import { XdrReader } from './wire/xdr-reader.js';

/** How one call is limited, and how its answer reads. */
export interface PendingCallOptions<R> {
  readonly called: Called;
  /** Milliseconds until it is given up. */
  readonly deadline: number;
  /** Milliseconds after that, at least its deadline once more, for which its answer is only late; then the call is lost. */
  readonly grace: number;
  readonly signal: AbortSignal | undefined;
  readonly read: (reader: XdrReader) => R;
  readonly trace: EndTrace;
}

/**
 * A call under way. It ends once, by whichever comes first: its answer, the deadline, the signal or the end of the connection; what comes
 * later is let go, without a trace in the signal's listeners.
 */
export class PendingCall<R> implements Waiter {
  readonly called: Called;
  expires: number;
  readonly #options: PendingCallOptions<R>;
  readonly #resolve: (value: R) => void;
  readonly #reject: (error: LibvirtError) => void;
  readonly #ignoreSignal: () => void;
  readonly #bytes = { sent: 0, received: 0 };
  #over = false;
  #late = false;

  constructor(
    options: PendingCallOptions<R>,
    resolve: (value: R) => void,
    reject: (error: LibvirtError) => void,
  ) {
    const { called, deadline, signal } = options;
    this.called = called;
    this.expires = performance.now() + deadline;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#ignoreSignal = onAbort(signal, () =>
      this.fail(unknownOutcome(called, 'given up while it was under way', signal?.reason)),
    );
  }

  sent(bytes: number): void {
    this.#bytes.sent = bytes;
  }

  reply({ status, body }: Frame): boolean {
    this.#bytes.received = HEADER_LENGTH + body.length;
    const reader = new XdrReader(body);
    try {
      if (status !== FRAME_STATUS.OK) this.fail(readRemoteError(reader, this.called.procedure));
      else this.#succeed(this.#options.read(reader));
    } catch (cause) {
      // Where the next frame begins is known all the same: the other calls need not suffer.
      this.fail(unknownOutcome(this.called, `its answer cannot be read: ${reasonOf(cause)}`, cause));
    }
    return false;
  }

  expire(): void {
    const { deadline, grace } = this.#options;
    this.expires = this.#late ? Infinity : performance.now() + Math.max(deadline, grace);
    this.#late = true;
    this.fail(unknownOutcome(this.called, `no answer within ${this.#options.deadline} ms`));
  }

  fail(error: LibvirtError): void {
    if (!this.#end()) return;
    this.#options.trace(this.#bytes, error);
    this.#reject(error);
  }

  #succeed(value: R): void {
    if (!this.#end()) return;
    this.#options.trace(this.#bytes);
    this.#resolve(value);
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#ignoreSignal();
    return true;
  }
}
