import { onAbort } from './abort.js';
import type { StreamOptions } from './caller.js';
import { reasonOf } from './cause.js';
import { LibvirtError } from './errors.js';
import { SLOW_FACTOR, unknownOutcome } from './waiter.js';
import type { ProcedureName } from './wire/procedures.js';
import { FRAME_STATUS } from './wire/frame.js';

/** What a connection tells a stream. */
export interface StreamHandlers {
  /** The call was accepted; only from now on may data be sent. */
  replied(): void;
  data(chunk: Uint8Array): void;
  /** The other side has taken or given everything, or has confirmed an abort. */
  finished(): void;
  failed(error: LibvirtError): void;
}

/** What a stream asks of its connection. */
export interface StreamPort {
  readonly procedure: ProcedureName;
  send(status: number, data?: Uint8Array): void;
  drained(): Promise<void>;
  /** Holds back, or no longer holds back, what the other side sends. */
  pause(): void;
  resume(): void;
  /** Forgets the stream: later frames of it are let go. */
  release(): void;
}

/** Makes the call that a stream belongs to. */
export type StartStream = (handlers: StreamHandlers) => StreamPort;

/**
 * The size of a packet, in bytes. The daemon takes a packet in whole before it writes it: with this size both go on side by side (1,000
 * MiB/s and more from memory, 250 to 460 with 1 MiB).
 */
const PACKET = 262_144;
/** Bytes received and not consumed yet at which reading stops, and at which it goes on. */
const HIGH_WATER = 8 * 1_048_576;
const LOW_WATER = 2 * 1_048_576;
/** Milliseconds that the other side gets to confirm an abort. */
const ABORT_DEADLINE = 2_000;

type Limits = StreamOptions & { readonly deadline: number };

/** Sends everything the source gives. */
export async function send(
  start: StartStream,
  source: AsyncIterable<Uint8Array>,
  options: Limits,
): Promise<void> {
  const session = new Session(start, options, () => undefined);
  const chunks = source[Symbol.asyncIterator]();
  try {
    await session.progress(session.replied);
    let sent = 0;
    for (let coming = chunks.next(); ;) {
      // The source may take its time; only libvirt's own has a deadline.
      const next = await session.unlessFailed(coming);
      if (next.done === true) break;
      // While this one leaves, the next one is read.
      coming = chunks.next();
      coming.catch(() => undefined);
      for (let at = 0; at < next.value.length; at += PACKET) {
        const packet = next.value.subarray(at, at + PACKET);
        session.port.send(FRAME_STATUS.CONTINUE, packet);
        await session.progress(session.port.drained());
        sent += packet.length;
        options.onProgress?.(sent);
      }
    }
    session.port.send(FRAME_STATUS.OK);
    // The host may have to write it all to its disk before it says so.
    await session.progress(session.finished, SLOW_FACTOR * options.deadline);
  } catch (cause) {
    // Not awaited: a source that hangs must not hold back the news.
    chunks.return?.().catch(() => undefined);
    await session.abort();
    throw session.explain(cause);
  } finally {
    session.end();
  }
}

/** Gives everything the other side sends, as it is consumed. */
export async function* receive(
  start: StartStream,
  options: Limits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue: Uint8Array[] = [];
  const flow = { queued: 0, paused: false };
  let wake: (() => void) | undefined;
  const session = new Session(start, options, (chunk) => {
    queue.push(chunk);
    flow.queued += chunk.length;
    if (!flow.paused && flow.queued > HIGH_WATER) {
      flow.paused = true;
      session.port.pause();
    }
    wake?.();
  });
  let complete = false;
  try {
    await session.progress(session.replied);
    let received = 0;
    for (;;) {
      const chunk = queue.shift();
      if (chunk === undefined) {
        await session.progress(new Promise<void>((resolve) => (wake = resolve)));
        continue;
      }
      // An empty packet is the end.
      if (chunk.length === 0) break;
      flow.queued -= chunk.length;
      if (flow.paused && flow.queued < LOW_WATER) {
        flow.paused = false;
        session.port.resume();
      }
      received += chunk.length;
      options.onProgress?.(received);
      yield chunk;
    }
    // Without this the daemon keeps a descriptor of each download open.
    session.port.send(FRAME_STATUS.OK);
    await session.progress(session.finished);
    complete = true;
  } catch (cause) {
    throw session.explain(cause);
  } finally {
    if (flow.paused) session.port.resume();
    if (!complete) await session.abort();
    session.end();
  }
}

/** One stream's life: what has been heard of it, and how long to wait for more. */
class Session {
  readonly port: StreamPort;
  readonly replied: Promise<undefined>;
  readonly finished: Promise<undefined>;
  readonly #failed: Promise<never>;
  readonly #options: Limits;
  #over = false;
  readonly #stopListening: () => void;

  constructor(start: StartStream, options: Limits, data: (chunk: Uint8Array) => void) {
    const replied = deferred<undefined>();
    const finished = deferred<undefined>();
    const failed = deferred<never>();
    this.replied = replied.promise;
    this.finished = finished.promise;
    this.#failed = failed.promise;
    this.#options = options;
    const { signal } = options;
    if (signal?.aborted === true) {
      throw new LibvirtError('given up before it was sent', { fault: 'caller', cause: signal.reason });
    }
    this.port = start({
      replied: () => replied.resolve(undefined),
      data,
      finished: () => {
        this.#over = true;
        finished.resolve(undefined);
      },
      failed: (error) => {
        this.#over = true;
        failed.reject(error);
      },
    });
    this.#stopListening = onAbort(signal, () =>
      failed.reject(unknownOutcome(this.port.procedure, 'given up while it was under way', signal?.reason)),
    );
  }

  /** Waits for something that the other side does; for no longer than the deadline. */
  async progress<T>(something: Promise<T>, deadline = this.#options.deadline): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      if (deadline === Infinity) return;
      timer = setTimeout(
        () => reject(unknownOutcome(this.port.procedure, `nothing moved for ${deadline} ms`)),
        deadline,
      );
    });
    try {
      return await Promise.race([something, this.#failed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits for something of our own. */
  async unlessFailed<T>(something: Promise<T>): Promise<T> {
    return Promise.race([something, this.#failed]);
  }

  /** Tells the other side that nothing more comes or is wanted, and waits a moment for its word. */
  async abort(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.port.send(FRAME_STATUS.ERROR);
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ABORT_DEADLINE);
    });
    await Promise.race([this.finished, this.#failed.catch(() => undefined), enough]);
    clearTimeout(timer);
  }

  explain(cause: unknown): LibvirtError {
    if (cause instanceof LibvirtError) return cause;
    return new LibvirtError(
      `${this.port.procedure}: aborted, since its data could not be read: ${reasonOf(cause)}`,
      {
        fault: 'caller',
        procedure: this.port.procedure,
        cause,
      },
    );
  }

  end(): void {
    this.#stopListening();
    this.port.release();
  }
}

function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Whoever waits hears of it; nobody has to.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
