import type { Duplex } from 'node:stream';
import { reasonOf } from './cause.js';
import { Deadlines } from './deadlines.js';
import { LibvirtError, readRemoteError } from './errors.js';
import { KEEPALIVE, keepaliveFrame } from './keepalive.js';
import { Link } from './link.js';
import type { StreamCall } from './stream/port.js';
import { calledBy, unknownOutcome, type Waiter } from './waiter.js';
import { encodeFrame, encodeHeader, type Frame, FRAME_STATUS, FRAME_TYPE } from './wire/frame.js';
import { PROGRAM } from './wire/procedure.js';
import { type ArgsOf, procedureNamed, type ProcedureName, type ResultOf } from './wire/procedures.js';
import { hyper, struct, uint } from './wire/xdr.js';
import { XdrError } from './wire/xdr-error.js';
import { XdrReader } from './wire/xdr-reader.js';
import type { XdrWriter } from './wire/xdr-writer.js';

/** What an exchange tells its owner. */
export interface ExchangeHandlers {
  /** What the daemon sends by itself. */
  message(frame: Frame): void;
  /** One call fewer is in flight, or one more is lost. */
  settled(): void;
  /** Once, after all who waited were told. */
  closed(failure: LibvirtError): void;
}

/** How an exchange stands. */
export interface ExchangeLoad {
  /** Calls whose answer is still to come, those given up included. */
  readonly calls: number;
  /** Those of them that may wait for a guest or for storage. */
  readonly slow: number;
  /** Those whose answer should have come long ago: twice their time at least. They keep a place with the daemon, perhaps for good. */
  readonly lost: number;
  /** Calls since the beginning. */
  readonly started: number;
}

const NOTHING = new Uint8Array(0);
/** virNetStreamHole: what a STREAM_HOLE frame carries; libvirt knows no flags yet. */
const streamHole = struct({ length: hyper, flags: uint });
const PING = keepaliveFrame(KEEPALIVE.PING);
const PONG = keepaliveFrame(KEEPALIVE.PONG);

/** Calls in flight over one socket: sends each with a serial of its own and gives the frames that come back to who waits for them. */
export class Exchange {
  readonly #uri: string;
  readonly #link: Link;
  readonly #handlers: ExchangeHandlers;
  readonly #waiters = new Map<number, Waiter>();
  readonly #deadlines: Deadlines<Waiter>;
  readonly #lost = new Set<Waiter>();
  #serial = 0;
  #slow = 0;
  #started = 0;
  #failure: LibvirtError | undefined;

  constructor(uri: string, socket: Duplex, framesApart: boolean, handlers: ExchangeHandlers) {
    this.#uri = uri;
    this.#handlers = handlers;
    // Not where it is declared: esbuild makes functions of arrows for the command's bundle, and in an initializer loses their `this`.
    this.#deadlines = new Deadlines<Waiter>(
      () => this.#waiters.values(),
      (waiter) => this.#expire(waiter),
    );
    this.#link = new Link(
      socket,
      { frame: (frame) => this.#receive(frame), closed: (reason) => this.#closed(reason) },
      framesApart,
    );
  }

  get load(): ExchangeLoad {
    return { calls: this.#waiters.size, slow: this.#slow, lost: this.#lost.size, started: this.#started };
  }

  get closed(): boolean {
    return this.#link.closed;
  }

  /** When something last arrived, by the monotonic clock, in ms. */
  get lastReceived(): number {
    return this.#link.lastReceived;
  }

  /** Asks for a sign of life. */
  ping(): void {
    this.#link.send(PING);
  }

  /** Ends it; with a reason, at once and without a goodbye. */
  destroy(reason?: Error): void {
    this.#link.destroy(reason);
  }

  /** Sends a call and remembers who waits for its frames. Returns its serial. */
  start(waiter: Waiter, write: (writer: XdrWriter) => void): number {
    const { procedure, program, number, slow } = waiter.called;
    if (this.#link.closed) {
      throw new LibvirtError(`${procedure}: the connection to ${this.#uri} is closed`, {
        fault: 'connection',
        procedure,
        cause: this.#failure,
      });
    }
    const serial = this.#nextSerial();
    const header = { program, procedure: number, type: FRAME_TYPE.CALL, serial, status: FRAME_STATUS.OK };
    const frame = encode(procedure, () => encodeFrame(header, write));
    this.#waiters.set(serial, waiter);
    this.#started++;
    if (slow) this.#slow++;
    this.#deadlines.watch(waiter.expires);
    this.#link.send(frame);
    waiter.sent(frame.length);
    return serial;
  }

  /** The same for a call that a stream belongs to. */
  startStream<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    onReply: (result: ResultOf<P>) => void = () => undefined,
  ): StreamCall {
    const entry = procedureNamed(procedure);
    const start: StreamCall['start'] = (handlers) => {
      const refuse = (body: Buffer): void => handlers.failed(readRemoteError(new XdrReader(body), procedure));
      const waiter: Waiter = {
        called: calledBy(procedure, entry),
        // A stream has a deadline for each of its steps.
        expires: Infinity,
        expire: () => undefined,
        sent: () => undefined,
        reply: ({ status, body }) => {
          // An error while holes are sent comes as a second reply.
          if (status === FRAME_STATUS.OK) {
            onReply(entry.result.read(new XdrReader(body)));
            handlers.replied();
          } else refuse(body);
          return status === FRAME_STATUS.OK;
        },
        stream: ({ type, status, body }) => {
          if (status === FRAME_STATUS.ERROR) refuse(body);
          else if (status === FRAME_STATUS.OK) handlers.finished();
          else if (type === FRAME_TYPE.STREAM_HOLE) handlers.data({ hole: readHole(body) });
          else handlers.data(body);
        },
        fail: (error) => handlers.failed(error),
      };
      const serial = this.start(waiter, (writer) => entry.args.write(writer, args));
      const header = { program: entry.program, procedure: entry.number, serial };
      return {
        send: (status, data = NOTHING) => {
          this.#link.send(encodeHeader({ ...header, type: FRAME_TYPE.STREAM, status }, data.length), data);
        },
        sendHole: (bytes) => {
          const hole = { ...header, type: FRAME_TYPE.STREAM_HOLE, status: FRAME_STATUS.CONTINUE };
          this.#link.send(
            encodeFrame(hole, (writer) => streamHole.write(writer, { length: BigInt(bytes), flags: 0 })),
          );
        },
        drained: () => this.#link.drained(),
        pause: () => this.#link.pause(),
        resume: () => this.#link.resume(),
        release: () => this.#forget(serial),
        destroy: (reason) => this.#link.destroy(reason),
      };
    };
    return { procedure, reads: entry.reads, start };
  }

  #nextSerial(): number {
    // 32 bits wide; 0 is that of messages.
    this.#serial = this.#serial >= 0xffff_ffff ? 1 : this.#serial + 1;
    return this.#waiters.has(this.#serial) ? this.#nextSerial() : this.#serial;
  }

  #expire(waiter: Waiter): void {
    waiter.expire();
    if (waiter.expires !== Infinity) return;
    this.#lost.add(waiter);
    this.#handlers.settled();
  }

  #forget(serial: number): void {
    const waiter = this.#waiters.get(serial);
    if (waiter === undefined) return;
    this.#waiters.delete(serial);
    this.#lost.delete(waiter);
    if (waiter.called.slow) this.#slow--;
    this.#handlers.settled();
  }

  #receive(frame: Frame): void {
    if (frame.version !== 1) throw new XdrError(`a frame of version ${frame.version}`);
    if (frame.program === PROGRAM.KEEPALIVE) {
      if (frame.procedure === KEEPALIVE.PING) this.#link.send(PONG);
      return;
    }
    if (frame.type === FRAME_TYPE.MESSAGE) {
      this.#handlers.message(frame);
      return;
    }
    const waiter = this.#waiters.get(frame.serial);
    // Its call was given up, or has its answer already.
    if (waiter === undefined) return;
    const { procedure, program, number } = waiter.called;
    if (program !== frame.program || number !== frame.procedure) {
      throw new XdrError(`an answer to ${procedure} that names procedure ${frame.procedure}`);
    }
    if (frame.type === FRAME_TYPE.REPLY) {
      if (!waiter.reply(frame)) this.#forget(frame.serial);
    } else if (isStream(frame.type) && waiter.stream !== undefined) {
      waiter.stream(frame);
    } else {
      throw new XdrError(`an answer to ${procedure} of the unexpected type ${frame.type}`);
    }
  }

  #closed(reason: Error | undefined): void {
    const why = reason === undefined ? 'it was closed here' : reason.message;
    this.#failure = new LibvirtError(`the connection to ${this.#uri} is gone: ${why}`, {
      fault: 'connection',
      cause: reason,
    });
    this.#deadlines.stop();
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    this.#lost.clear();
    this.#slow = 0;
    for (const waiter of waiters) {
      waiter.fail(unknownOutcome(waiter.called, `the connection to ${this.#uri} was lost (${why})`, reason));
    }
    this.#handlers.closed(this.#failure);
  }
}

function isStream(type: number): boolean {
  return type === FRAME_TYPE.STREAM || type === FRAME_TYPE.STREAM_HOLE;
}

function readHole(body: Buffer): number {
  const { length } = streamHole.read(new XdrReader(body));
  if (length < 0n || length > Number.MAX_SAFE_INTEGER) throw new XdrError(`a hole of ${length} bytes`);
  return Number(length);
}

function encode<T>(procedure: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw new LibvirtError(`${procedure}: its arguments cannot be sent: ${reasonOf(cause)}`, {
      fault: 'caller',
      procedure,
      cause,
    });
  }
}
