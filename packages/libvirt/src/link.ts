import type { Duplex } from 'node:stream';
import { type Frame, FrameDecoder } from './wire/frame.js';

/** What a link tells its owner. */
export interface LinkHandlers {
  frame(frame: Frame): void;
  /** Once, when nothing can be sent or received any more; with the reason where it was not our own end. */
  closed(reason: Error | undefined): void;
}

/** Above this many bytes a batch of frames is handed to the socket as it is; below, one copy is cheaper than many buffers. */
const COPY_BELOW = 65_536;

/** Milliseconds that the last bytes get to leave. */
const LAST_WORDS = 1_000;

/** Bytes that may wait to be sent before `drained` does: enough that the socket is never idle, little enough to hold in memory. */
export const UNSENT_MAX = 2 * 1_048_576;

/** Frames over a byte stream: what is written in one turn leaves in one write, what arrives is cut into frames. */
export class Link {
  readonly #socket: Duplex;
  readonly #handlers: LinkHandlers;
  readonly #decoder = new FrameDecoder();
  readonly #apart: boolean;
  readonly #take: (frame: Frame) => void;
  #batch: Uint8Array[] = [];
  #batchBytes = 0;
  /** Frames that wait for the one before them to be written, where they go one by one. */
  readonly #line: (readonly Uint8Array[])[] = [];
  #writing = false;
  #closed = false;
  /** Bytes given to `send` and not taken by the system yet. */
  #unsent = 0;
  #waitingForDrain: (() => void)[] = [];
  /** When the last bytes arrived, by the monotonic clock, in ms. */
  lastReceived = performance.now();

  /**
   * `apart`: every frame is a write of its own, begun when the one before is done. libvirtd over TLS reads one frame and then waits for
   * the socket: a second one in the same TLS record lies unread until more arrives.
   */
  constructor(socket: Duplex, handlers: LinkHandlers, apart = false) {
    this.#socket = socket;
    this.#apart = apart;
    this.#handlers = handlers;
    this.#take = (frame) => {
      if (!this.#closed) handlers.frame(frame);
    };
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    // One that was read from before stays paused otherwise.
    socket.resume();
    socket.on('error', (error) => this.destroy(error));
    socket.on('end', () => this.destroy(new Error('the other side closed the connection')));
    socket.on('close', () => this.destroy(new Error('the connection was closed')));
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(...parts: readonly Uint8Array[]): void {
    if (this.#closed) return;
    for (const part of parts) this.#unsent += part.length;
    if (this.#apart) {
      this.#line.push(parts);
      this.#writeNext();
      return;
    }
    if (this.#batch.length === 0) process.nextTick(() => this.#flush());
    for (const part of parts) {
      this.#batch.push(part);
      this.#batchBytes += part.length;
    }
  }

  /** Resolves when more may be sent; undefined while little waits. */
  drained(): Promise<void> | undefined {
    this.#flush();
    if (this.#closed || this.#unsent <= UNSENT_MAX) return undefined;
    return new Promise<void>((resolve) => this.#waitingForDrain.push(resolve));
  }

  /** Stops reading, so that the other side has to wait. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.lastReceived = performance.now();
    this.#socket.resume();
  }

  /** Ends the link; with a reason, at once and without a goodbye. */
  destroy(reason?: Error): void {
    if (this.#closed) return;
    this.#flush();
    this.#closed = true;
    if (reason === undefined) this.#end();
    else this.#socket.destroy();
    this.#releaseDrain();
    this.#handlers.closed(reason);
  }

  /** Lets the last words leave; a peer that does not take them must not keep the socket open for good. */
  #end(): void {
    const force = setTimeout(() => this.#socket.destroy(), LAST_WORDS);
    this.#socket.once('close', () => clearTimeout(force));
    this.#socket.end(() => this.#socket.destroy());
  }

  #flush(): void {
    if (this.#batch.length === 0 || this.#closed) return;
    const batch = this.#batch;
    const bytes = this.#batchBytes;
    this.#batch = [];
    this.#batchBytes = 0;
    const parts = batch.length > 1 && bytes < COPY_BELOW ? [Buffer.concat(batch, bytes)] : batch;
    this.#write(parts, () => this.#sent(bytes));
  }

  #write(parts: readonly Uint8Array[], done: () => void): void {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) {
      this.#socket.write(first, done);
      return;
    }
    this.#socket.cork();
    for (const [index, part] of parts.entries()) {
      this.#socket.write(part, index === parts.length - 1 ? done : undefined);
    }
    this.#socket.uncork();
  }

  #sent(bytes: number): void {
    this.#unsent -= bytes;
    if (this.#unsent <= UNSENT_MAX) this.#releaseDrain();
  }

  #writeNext(): void {
    if (this.#writing || this.#closed) return;
    const parts = this.#line.shift();
    if (parts === undefined) return;
    this.#writing = true;
    this.#write(parts, () => {
      this.#writing = false;
      this.#sent(parts.reduce((bytes, part) => bytes + part.length, 0));
      this.#writeNext();
    });
  }

  #receive(chunk: Buffer): void {
    this.lastReceived = performance.now();
    try {
      this.#decoder.push(chunk, this.#take);
    } catch (cause) {
      this.destroy(new Error('what arrived is not the libvirt protocol', { cause }));
    }
  }

  #releaseDrain(): void {
    const waiting = this.#waitingForDrain;
    this.#waitingForDrain = [];
    for (const resolve of waiting) resolve();
  }
}
