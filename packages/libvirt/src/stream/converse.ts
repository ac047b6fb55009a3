import { Duplex } from 'node:stream';
import { LibvirtError } from '../errors.js';
import { FRAME_STATUS } from '../wire/frame.js';
import { isHole, type StreamItem } from './hole.js';
import type { StreamCall } from './port.js';
import { PACKET } from './send.js';
import { type Limits, Session } from './session.js';

/**
 * Opens a stream that flows both ways, as of a console. Resolves when the host has accepted it; from then on it may stay silent as long as
 * it likes. `end()` tells the host that nothing more comes, `destroy()` leaves at once; where the host ends it, with a guest that stops,
 * reading ends.
 */
export async function converse(call: StreamCall, limits: Limits): Promise<Duplex> {
  const stream = new Conversation(call, limits);
  try {
    await stream.session.progress(stream.session.replied);
    stream.accepted = true;
    return stream;
  } catch (cause) {
    const error = stream.session.explain(cause);
    stream.destroy();
    throw error;
  }
}

class Conversation extends Duplex {
  readonly session: Session;
  /** Until then a failure is told by the promise alone: nobody can listen yet. */
  accepted = false;
  #paused = false;
  /** The other side has said its last word, or has failed: there is nobody to take leave of. */
  #over = false;

  constructor(call: StreamCall, limits: Limits) {
    // Where the host has ended it there is nobody to write to.
    super({ allowHalfOpen: false });
    this.session = new Session(
      call,
      limits,
      (item) => this.#take(item),
      (error) => {
        this.#over = true;
        if (this.accepted) this.destroy(error);
      },
    );
  }

  override _read(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.session.port.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const { port } = this.session;
    for (let at = 0; at < chunk.length; at += PACKET) {
      port.send(FRAME_STATUS.CONTINUE, chunk.subarray(at, at + PACKET));
    }
    const drained = port.drained();
    if (drained === undefined) done();
    else this.session.progress(drained).then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    this.session.port.send(FRAME_STATUS.OK);
    this.session.progress(this.session.finished).then(() => {
      this.#over = true;
      // The daemon has closed both ways by then.
      this.push(null);
      done();
    }, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#paused) this.session.port.resume();
    const leave = this.#over ? Promise.resolve() : this.session.abort();
    void leave.then(() => {
      this.session.end();
      done(error);
    });
  }

  #take(item: StreamItem): void {
    if (this.destroyed || this.readableEnded) return;
    if (isHole(item)) {
      this.destroy(new LibvirtError('a hole in a stream that is not sparse', { fault: 'host' }));
    } else if (item.length === 0) {
      this.push(null);
    } else if (!this.#give(item) && !this.#paused) {
      this.#paused = true;
      this.session.port.pause();
    }
  }

  /** What a listener throws is its own matter, and told as every uncaught exception is; the connection is none the worse for it. */
  #give(item: Uint8Array): boolean {
    try {
      return this.push(item);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
      return true;
    }
  }
}
