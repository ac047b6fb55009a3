import { onAbort } from '../abort.js';
import type { StreamOptions } from '../caller.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { after } from '../timer.js';
import { unknownOutcome } from '../waiter.js';
import { FRAME_STATUS } from '../wire/frame.js';
import type { StreamItem } from './hole.js';
import type { StreamCall, StreamPort } from './port.js';

/** Milliseconds that the other side gets to confirm an abort. */
const ABORT_DEADLINE = 2_000;

/** How a stream is limited, with its deadline decided. */
export type Limits = StreamOptions & { readonly deadline: number };

/** One stream's life: what has been heard of it, and how long to wait for more. */
export class Session {
  readonly port: StreamPort;
  readonly replied: Promise<void>;
  readonly finished: Promise<void>;
  readonly #call: StreamCall;
  readonly #deadline: number;
  /** Who waits now, to be told of a failure. A race of promises would keep something of every wait until the stream ends. */
  readonly #waiting = new Set<(error: LibvirtError) => void>();
  readonly #stopListening: () => void;
  #failure: LibvirtError | undefined;
  #over = false;

  /** `failed` is for those who do not wait for anything when it happens. */
  constructor(
    call: StreamCall,
    { deadline, signal }: Limits,
    data: (item: StreamItem) => void,
    failed: (error: LibvirtError) => void = () => undefined,
  ) {
    const replied = once();
    const finished = once();
    this.replied = replied.promise;
    this.finished = finished.promise;
    this.#call = call;
    this.#deadline = deadline;
    if (signal?.aborted === true) {
      throw new LibvirtError(`${call.procedure}: given up before it was sent`, {
        fault: 'caller',
        procedure: call.procedure,
        cause: signal.reason,
      });
    }
    const fail = (error: LibvirtError): void => {
      if (this.#failure !== undefined) return;
      this.#failure = error;
      for (const tell of [...this.#waiting]) tell(error);
      failed(error);
    };
    this.port = call.start({
      replied: replied.resolve,
      data,
      finished: () => {
        this.#over = true;
        finished.resolve();
      },
      failed: (error) => {
        this.#over = true;
        fail(error);
      },
    });
    this.#stopListening = onAbort(signal, () =>
      fail(this.#unknown('given up while it was under way', signal?.reason)),
    );
  }

  /** Waits for something that the other side does; for no longer than the deadline, in ms. */
  async progress<T>(something: Promise<T>, deadline = this.#deadline): Promise<T> {
    return this.#wait(something, deadline);
  }

  /** Waits for something of our own. */
  async unlessFailed<T>(something: Promise<T>): Promise<T> {
    return this.#wait(something, Infinity);
  }

  /**
   * Tells the other side that nothing more comes or is wanted, and waits a moment for its word, whatever that is. Where none comes, the
   * connection ends as well: nobody knows whether it still works, and the next stream must not be the one to find out.
   */
  async abort(): Promise<void> {
    if (this.#over) return;
    this.#failure = undefined;
    this.port.send(FRAME_STATUS.ERROR);
    const heard = await this.progress(this.finished, ABORT_DEADLINE).then(
      () => true,
      () => this.#over,
    );
    if (!heard) this.port.destroy(new Error(`no word on the end of a stream for ${ABORT_DEADLINE} ms`));
    this.#over = true;
  }

  explain(cause: unknown): LibvirtError {
    if (cause instanceof LibvirtError) return cause;
    return new LibvirtError(
      `${this.#call.procedure}: aborted, since its data could not be read: ${reasonOf(cause)}`,
      {
        fault: 'caller',
        procedure: this.#call.procedure,
        cause,
      },
    );
  }

  end(): void {
    this.#stopListening();
    this.port.release();
  }

  #wait<T>(something: Promise<T>, deadline: number): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
      };
      const fail = (error: LibvirtError): void => {
        end();
        reject(error);
      };
      const timer = after(deadline, () => fail(this.#unknown(`nothing moved for ${deadline} ms`)));
      this.#waiting.add(fail);
      something.then(
        (value) => {
          end();
          resolve(value);
        },
        (cause: unknown) => fail(this.explain(cause)),
      );
    });
  }

  #unknown(reason: string, cause?: unknown): LibvirtError {
    return unknownOutcome(this.#call, reason, cause);
  }
}

/** Something that happens once. */
function once(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((onResolve) => (resolve = onResolve));
  return { promise, resolve };
}
