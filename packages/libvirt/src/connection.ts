import type { Duplex } from 'node:stream';
import type { CallOptions, Caller, EventSubscription, StreamOptions } from './caller.js';
import { reasonOf } from './cause.js';
import { LibvirtError, readRemoteError } from './errors.js';
import { EventHub } from './event-hub.js';
import { registrationCalls } from './event-registration.js';
import type { EventRegistration } from './events.js';
import { FEATURE_NETWORK_UPDATE_ORDER, greet } from './handshake.js';
import {
  KEEPALIVE,
  KEEPALIVE_DEFAULT,
  keepAlive,
  keepaliveFrame,
  type KeepaliveOptions,
} from './keepalive.js';
import { Link } from './link.js';
import { receive, send, type StartStream } from './stream.js';
import { traceCall } from './trace.js';
import { DEADLINE, settleOnce, SLOW_FACTOR, unknownOutcome, type Waiter } from './waiter.js';
import {
  encodeFrame,
  encodeHeader,
  type Frame,
  FRAME_STATUS,
  FRAME_TYPE,
  HEADER_LENGTH,
} from './wire/frame.js';
import { PROGRAM } from './wire/procedure.js';
import {
  type ArgsOf,
  type DownloadProcedure,
  procedureNamed,
  type ProcedureName,
  type ResultOf,
  type UploadProcedure,
} from './wire/procedures.js';
import { XdrError } from './wire/xdr.js';
import { XdrReader } from './wire/xdr-reader.js';

/** How a connection behaves. */
export interface ConnectionOptions {
  /** The URI as it was asked for, in messages. */
  readonly uri: string;
  /** The URI that the daemon opens: `qemu:///system`. One connection has one, for good. */
  readonly name: string;
  /** OPEN's flag 1: libvirt itself refuses every change, on every transport. */
  readonly readOnly?: boolean;
  /** The only procedures that may be called; any other rejects before anything is sent. */
  readonly allow?: readonly ProcedureName[];
  /** false: no keepalive, as for a connection whose reading is held back. */
  readonly keepalive?: KeepaliveOptions | false;
  /** Milliseconds for a call that should answer at once; ten times that for one that may wait. 60,000 by default. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** Every frame is written by itself, which libvirtd needs over TLS. */
  readonly framesApart?: boolean;
}

/** Milliseconds that a daemon gets to answer a goodbye. */
const CLOSE_DEADLINE = 1_000;
/** The daemon executes five requests of a connection at once; the others wait in the socket, and keepalive's with them. */
const EXECUTED_AT_ONCE = 5;

const NOTHING = new Uint8Array(0);
const PING = keepaliveFrame(KEEPALIVE.PING);
const PONG = keepaliveFrame(KEEPALIVE.PONG);

/** One connection to one daemon: calls in flight told apart by their serial, events, streams. Used once: after it is lost, open another. */
export class Connection implements Caller {
  readonly uri: string;
  readonly #link: Link;
  readonly #waiters = new Map<number, Waiter>();
  readonly #events: EventHub;
  readonly #allowed: ReadonlySet<ProcedureName> | undefined;
  readonly #deadline: number;
  #serial = 0;
  #slow = 0;
  #failure: LibvirtError | undefined;
  #stopKeepalive: () => void = () => undefined;
  #networkUpdateOrder: Promise<boolean> | undefined;
  readonly #onClosed: (() => void)[] = [];

  private constructor(socket: Duplex, options: ConnectionOptions) {
    this.uri = options.uri;
    this.#allowed = options.allow === undefined ? undefined : new Set(options.allow);
    this.#deadline = options.deadline ?? DEADLINE;
    this.#events = new EventHub(registrationCalls(this));
    const handlers = {
      frame: (frame: Frame): void => this.#receive(frame),
      closed: (reason: Error | undefined): void => this.#closed(reason),
    };
    this.#link = new Link(socket, handlers, options.framesApart);
  }

  /** Greets the daemon and opens the URI. Takes over the socket, also where it rejects. */
  static async open(socket: Duplex, options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(socket, options);
    try {
      await connection.#greet(options);
      return connection;
    } catch (cause) {
      connection.#link.destroy();
      if (cause instanceof LibvirtError && cause.fault !== 'unknown-outcome') throw cause;
      // Nothing was asked for yet whose outcome could matter.
      throw new LibvirtError(`cannot open ${options.uri}: ${reasonOf(cause)}`, {
        fault: 'connection',
        cause,
      });
    }
  }

  /** Calls whose answer is still to come, and how many of them may wait. */
  get load(): { readonly calls: number; readonly slow: number } {
    return { calls: this.#waiters.size, slow: this.#slow };
  }

  get closed(): boolean {
    return this.#link.closed;
  }

  /** Calls back once it is closed, whoever did it. */
  onClosed(callback: () => void): void {
    this.#onClosed.push(callback);
  }

  async call<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions = {},
  ): Promise<ResultOf<P>> {
    this.#refuse(procedure);
    if (procedure === 'NETWORK_UPDATE' && !(await this.#hasNetworkUpdateOrder(options))) {
      return this.#request(procedure, swapNetworkUpdate(args), options);
    }
    return this.#request(procedure, args, options);
  }

  async upload<P extends UploadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    source: AsyncIterable<Uint8Array>,
    options: StreamOptions = {},
  ): Promise<void> {
    await send(this.#startStream(procedure, args), source, { deadline: this.#deadline, ...options });
  }

  download<P extends DownloadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options: StreamOptions = {},
  ): AsyncIterable<Uint8Array> {
    return receive(this.#startStream(procedure, args), { deadline: this.#deadline, ...options });
  }

  events(registration: EventRegistration, options: CallOptions = {}): EventSubscription {
    return this.#events.subscribe(registration, options);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    try {
      await this.#request('CONNECT_CLOSE', {}, { deadline: CLOSE_DEADLINE });
    } catch {
      // A goodbye that is not answered is one, too.
    }
    this.#link.destroy();
  }

  async #greet({
    uri,
    name,
    readOnly = false,
    keepalive = KEEPALIVE_DEFAULT,
    signal,
  }: ConnectionOptions): Promise<void> {
    const limits: CallOptions = signal === undefined ? {} : { signal };
    const greeting = await greet((procedure, args) => this.#request(procedure, args, limits), {
      name,
      readOnly,
      keepalive: keepalive !== false,
    });
    if (keepalive === false || !greeting.keepalive) return;
    this.#stopKeepalive = keepAlive(keepalive, {
      lastReceived: () => this.#link.lastReceived,
      saturated: () => this.#waiters.size >= EXECUTED_AT_ONCE,
      ping: () => this.#link.send(PING),
      dead: () =>
        this.#link.destroy(
          new Error(
            `no sign of life from ${uri} for ${keepalive.count} questions, ${keepalive.interval} ms apart`,
          ),
        ),
    });
  }

  /** Throws where the procedure must not, or cannot, be called here. */
  #refuse(procedure: ProcedureName): void {
    if (this.#allowed !== undefined && !this.#allowed.has(procedure)) {
      throw new LibvirtError(`${procedure} is not on the list of procedures that this connection may call`, {
        fault: 'caller',
        procedure,
      });
    }
  }

  async #request<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    { deadline, signal }: CallOptions,
  ): Promise<ResultOf<P>> {
    if (signal?.aborted === true) {
      throw new LibvirtError(`${procedure}: given up before it was sent`, {
        fault: 'caller',
        procedure,
        cause: signal.reason,
      });
    }
    const { result, slow } = procedureNamed(procedure);
    const limit = deadline ?? (slow ? SLOW_FACTOR * this.#deadline : this.#deadline);
    return new Promise((resolve, reject) => {
      const endTrace = traceCall(this.uri, procedure);
      const bytes = { sent: 0, received: 0 };
      const settle = settleOnce<ResultOf<P>>(
        procedure,
        signal === undefined ? { deadline: limit } : { deadline: limit, signal },
        (value) => {
          endTrace(bytes);
          resolve(value);
        },
        (error) => {
          endTrace(bytes, error);
          reject(error);
        },
      );
      try {
        const { sent } = this.#start(procedure, args, {
          reply: (frame) => {
            bytes.received = HEADER_LENGTH + frame.body.length;
            const reader = new XdrReader(frame.body);
            if (frame.status === FRAME_STATUS.OK) settle.resolve(result.read(reader));
            else settle.reject(readRemoteError(reader, procedure));
            return false;
          },
          fail: (error) => settle.reject(error),
        });
        bytes.sent = sent;
      } catch (error) {
        settle.reject(error);
      }
    });
  }

  /** Sends a call and remembers who waits for its frames. */
  #start<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    handlers: Pick<Waiter, 'reply' | 'stream' | 'fail'>,
  ): { readonly serial: number; readonly sent: number } {
    if (this.#link.closed) {
      throw new LibvirtError(`${procedure}: the connection to ${this.uri} is closed`, {
        fault: 'connection',
        procedure,
        cause: this.#failure,
      });
    }
    const entry = procedureNamed(procedure);
    const { program, number, slow } = entry;
    const serial = this.#nextSerial();
    const header = { program, procedure: number, type: FRAME_TYPE.CALL, serial, status: FRAME_STATUS.OK };
    const frame = encode(procedure, () => encodeFrame(header, (writer) => entry.args.write(writer, args)));
    this.#waiters.set(serial, { procedure, program, number, slow, ...handlers });
    if (slow) this.#slow++;
    this.#link.send(frame);
    return { serial, sent: frame.length };
  }

  #startStream<P extends ProcedureName>(procedure: P, args: ArgsOf<P>): StartStream {
    const { program, number } = procedureNamed(procedure);
    return (handlers) => {
      this.#refuse(procedure);
      const { serial } = this.#start(procedure, args, {
        reply: ({ status, body }) => {
          if (status === FRAME_STATUS.OK) handlers.replied();
          else handlers.failed(readRemoteError(new XdrReader(body), procedure));
          return status === FRAME_STATUS.OK;
        },
        stream: ({ status, body }) => {
          if (status === FRAME_STATUS.CONTINUE) handlers.data(body);
          else if (status === FRAME_STATUS.OK) handlers.finished();
          else handlers.failed(readRemoteError(new XdrReader(body), procedure));
        },
        fail: (error) => handlers.failed(error),
      });
      return {
        procedure,
        send: (status, data = NOTHING) => {
          const header = { program, procedure: number, type: FRAME_TYPE.STREAM, serial, status };
          this.#link.send(encodeHeader(header, data.length), data);
        },
        drained: () => this.#link.drained(),
        pause: () => this.#link.pause(),
        resume: () => this.#link.resume(),
        release: () => this.#forget(serial),
      };
    };
  }

  #nextSerial(): number {
    // 32 bits wide; 0 is that of messages.
    this.#serial = this.#serial >= 0xffff_ffff ? 1 : this.#serial + 1;
    return this.#waiters.has(this.#serial) ? this.#nextSerial() : this.#serial;
  }

  #forget(serial: number): void {
    const waiter = this.#waiters.get(serial);
    if (waiter === undefined) return;
    this.#waiters.delete(serial);
    if (waiter.slow) this.#slow--;
  }

  #receive(frame: Frame): void {
    if (frame.version !== 1) throw new XdrError(`a frame of version ${frame.version}`);
    if (frame.program === PROGRAM.KEEPALIVE) {
      if (frame.procedure === KEEPALIVE.PING) this.#link.send(PONG);
      return;
    }
    if (frame.type === FRAME_TYPE.MESSAGE) {
      this.#events.deliver(frame);
      return;
    }
    const waiter = this.#waiters.get(frame.serial);
    // Its call was given up, or has its answer already.
    if (waiter === undefined) return;
    if (waiter.program !== frame.program || waiter.number !== frame.procedure) {
      throw new XdrError(`an answer to ${waiter.procedure} that names procedure ${frame.procedure}`);
    }
    if (frame.type === FRAME_TYPE.REPLY) {
      if (!waiter.reply(frame)) this.#forget(frame.serial);
    } else if (frame.type === FRAME_TYPE.STREAM && waiter.stream !== undefined) {
      waiter.stream(frame);
    } else {
      throw new XdrError(`an answer to ${waiter.procedure} of the unexpected type ${frame.type}`);
    }
  }

  #closed(reason: Error | undefined): void {
    this.#stopKeepalive();
    const why = reason === undefined ? 'it was closed here' : reason.message;
    this.#failure = new LibvirtError(`the connection to ${this.uri} is gone: ${why}`, {
      fault: 'connection',
      cause: reason,
    });
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    this.#slow = 0;
    for (const waiter of waiters) {
      waiter.fail(
        unknownOutcome(waiter.procedure, `the connection to ${this.uri} was lost (${why})`, reason),
      );
    }
    this.#events.fail(this.#failure);
    for (const callback of this.#onClosed) callback();
  }

  /** Daemons before libvirt 7.2 take the two the other way round. */
  #hasNetworkUpdateOrder(options: CallOptions): Promise<boolean> {
    this.#networkUpdateOrder ??= this.#request(
      'CONNECT_SUPPORTS_FEATURE',
      { feature: FEATURE_NETWORK_UPDATE_ORDER },
      options,
    ).then(({ supported }) => supported !== 0);
    return this.#networkUpdateOrder;
  }
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

function swapNetworkUpdate<A extends object>(args: A): A {
  return 'command' in args && 'section' in args
    ? { ...args, command: args.section, section: args.command }
    : args;
}
