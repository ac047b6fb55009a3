import type { Duplex } from 'node:stream';
import type {
  CallOptions,
  Caller,
  DownloadOptions,
  EventSubscription,
  RawProcedure,
  StreamOptions,
} from './caller.js';
import type { Login } from './auth/login.js';
import { reasonOf } from './cause.js';
import { asLibvirtError, LibvirtError } from './errors.js';
import { EventHub } from './event-hub.js';
import { registrationCalls } from './event-registration.js';
import type { EventRegistration } from './events.js';
import { Exchange, type ExchangeLoad } from './exchange.js';
import { FEATURE_NETWORK_UPDATE_ORDER, greet } from './handshake.js';
import { KEEPALIVE_DEFAULT, keepAlive, type KeepaliveOptions } from './keepalive.js';
import { PendingCall, type PendingCallOptions } from './pending-call.js';
import { converse } from './stream/converse.js';
import type { StreamItem } from './stream/hole.js';
import type { StreamCall } from './stream/port.js';
import { receive } from './stream/receive.js';
import { send } from './stream/send.js';
import { traceCall, traceStream } from './trace.js';
import { type Called, calledBy, DEADLINE, SLOW_FACTOR } from './waiter.js';
import {
  type ArgsOf,
  type DownloadProcedure,
  type DuplexProcedure,
  procedureNamed,
  type ProcedureName,
  type ResultOf,
  type UploadProcedure,
} from './wire/procedures.js';
import type { XdrReader } from './wire/xdr-reader.js';
import type { XdrWriter } from './wire/xdr-writer.js';

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
  /** How to log in where the daemon asks for it; without it, only polkit is asked. */
  readonly login?: Login;
  /** Every frame is written by itself, which libvirtd needs over TLS. */
  readonly framesApart?: boolean;
}

/** Milliseconds that a daemon gets to answer a goodbye. */
const CLOSE_DEADLINE = 1_000;
/** The daemon executes five requests of a connection at once; the others wait in the socket, and keepalive's with them. */
const EXECUTED_AT_ONCE = 5;

/** One connection to one daemon: calls in flight told apart by their serial, events, streams. Used once: after it is lost, open another. */
export class Connection implements Caller {
  readonly uri: string;
  readonly #exchange: Exchange;
  readonly #events: EventHub;
  readonly #allowed: ReadonlySet<string> | undefined;
  readonly #deadline: number;
  #stopKeepalive: () => void = () => undefined;
  #closing: Promise<void> | undefined;
  #networkUpdateOrder: Promise<boolean> | undefined;
  readonly #onClosed: (() => void)[] = [];
  #onSettled: () => void = () => undefined;

  private constructor(socket: Duplex, options: ConnectionOptions) {
    this.uri = options.uri;
    this.#allowed = options.allow === undefined ? undefined : new Set(options.allow);
    this.#deadline = options.deadline ?? DEADLINE;
    this.#events = new EventHub(registrationCalls(this));
    this.#exchange = new Exchange(options.uri, socket, options.framesApart ?? false, {
      message: (frame) => this.#events.deliver(frame),
      settled: () => this.#onSettled(),
      closed: (failure) => {
        this.#stopKeepalive();
        this.#events.fail(failure);
        for (const callback of this.#onClosed) callback();
      },
    });
  }

  /** Greets the daemon and opens the URI. Takes over the socket, also where it rejects. */
  static async open(socket: Duplex, options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(socket, options);
    try {
      await connection.#greet(options);
      return connection;
    } catch (cause) {
      connection.#exchange.destroy();
      if (cause instanceof LibvirtError && cause.fault !== 'unknown-outcome') throw cause;
      // Nothing was asked for yet whose outcome could matter: what counts is why the connection was lost.
      const root = cause instanceof LibvirtError ? (cause.cause ?? cause) : cause;
      throw new LibvirtError(`cannot open ${options.uri}: ${reasonOf(root)}`, { fault: 'connection', cause });
    }
  }

  /** What is in flight. */
  get load(): ExchangeLoad {
    return this.#exchange.load;
  }

  get closed(): boolean {
    return this.#exchange.closed;
  }

  /** Calls back once it is closed, whoever did it. */
  onClosed(callback: () => void): void {
    this.#onClosed.push(callback);
  }

  call<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions = {},
  ): Promise<ResultOf<P>> {
    const refusal = this.#refusal(procedure);
    if (refusal !== undefined) return Promise.reject(refusal);
    if (procedure === 'NETWORK_UPDATE') return this.#updateNetwork(procedure, args, options);
    return this.#request(procedure, args, options);
  }

  /** A procedure that the table does not have; its arguments and its result as XDR. A connection that is held to a list refuses it. */
  callRaw(procedure: RawProcedure, body: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    const { program, number, reads = false, slow = true } = procedure;
    const name = `procedure ${number} of program 0x${program.toString(16)}`;
    const refusal = this.#refusal(name);
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#send(
      { procedure: name, program, number, reads, slow },
      (writer) => {
        writer.bytes.set(body, writer.advance(body.length));
      },
      (reader) => reader.rest(),
      options,
    );
  }

  async upload<P extends UploadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    source: AsyncIterable<StreamItem>,
    options: StreamOptions = {},
  ): Promise<void> {
    await send(this.#stream(procedure, args), source, { deadline: this.#deadline, ...options });
  }

  async *download<P extends DownloadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options: DownloadOptions<P> = {},
  ): AsyncGenerator<StreamItem, void, undefined> {
    yield* receive(this.#stream(procedure, args, options.onReply), { deadline: this.#deadline, ...options });
  }

  async converse<P extends DuplexProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions = {},
  ): Promise<Duplex> {
    return converse(this.#stream(procedure, args), { deadline: this.#deadline, ...options });
  }

  events(registration: EventRegistration, options: CallOptions = {}): EventSubscription {
    return this.#events.subscribe(registration, options);
  }

  /** Calls back each time that there is one call fewer in flight, or one more is lost. One at most can ask for it. */
  onSettled(callback: () => void): void {
    this.#onSettled = callback;
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return (this.#closing ??= this.#sayGoodbye());
  }

  async #sayGoodbye(): Promise<void> {
    try {
      await this.#request('CONNECT_CLOSE', {}, { deadline: CLOSE_DEADLINE });
    } catch {
      // A goodbye that is not answered is one, too.
    }
    this.#exchange.destroy();
  }

  async #greet({
    uri,
    name,
    readOnly = false,
    keepalive = KEEPALIVE_DEFAULT,
    signal,
    login,
  }: ConnectionOptions): Promise<void> {
    const limits: CallOptions = signal === undefined ? {} : { signal };
    const greeting = await greet((procedure, args) => this.#request(procedure, args, limits), {
      uri,
      name,
      readOnly,
      keepalive: keepalive !== false,
      login,
    });
    if (keepalive === false || !greeting.keepalive) return;
    this.#stopKeepalive = keepAlive(keepalive, {
      lastReceived: () => this.#exchange.lastReceived,
      saturated: () => this.#isSaturated(),
      ping: () => this.#exchange.ping(),
      dead: () =>
        this.#exchange.destroy(
          new Error(
            `no sign of life from ${uri} for ${keepalive.count} questions, ${keepalive.interval} ms apart`,
          ),
        ),
    });
  }

  /**
   * Whether the daemon may be busy rather than dead: it executes five requests of a connection, and reads nothing else meanwhile. Those
   * that may wait can take any time; reads wait for a job lock at most (30 s), so that they excuse no more silence than their deadline.
   */
  #isSaturated(): boolean {
    const { calls, slow } = this.load;
    if (slow >= EXECUTED_AT_ONCE) return true;
    return calls >= EXECUTED_AT_ONCE && performance.now() - this.#exchange.lastReceived < this.#deadline;
  }

  /** Why the procedure must not be called here. */
  #refusal(procedure: string): LibvirtError | undefined {
    if (this.#allowed === undefined || this.#allowed.has(procedure)) return undefined;
    return new LibvirtError(`${procedure} is not on the list of procedures that this connection may call`, {
      fault: 'caller',
      procedure,
    });
  }

  /** What was said after the goodbye would have no known outcome. */
  #closingError(procedure: string): LibvirtError | undefined {
    if (this.#closing === undefined) return undefined;
    return new LibvirtError(`${procedure}: the connection to ${this.uri} is being closed; it was not sent`, {
      fault: 'connection',
      procedure,
    });
  }

  #stream<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    onReply?: (result: ResultOf<P>) => void,
  ): StreamCall {
    const refusal = this.#refusal(procedure) ?? this.#closingError(procedure);
    if (refusal !== undefined) throw refusal;
    return traceStream(this.uri, this.#exchange.startStream(procedure, args, onReply));
  }

  #request<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions,
  ): Promise<ResultOf<P>> {
    const entry = procedureNamed(procedure);
    return this.#send(
      calledBy(procedure, entry),
      (writer) => entry.args.write(writer, args),
      (reader) => entry.result.read(reader),
      options,
    );
  }

  #send<R>(
    called: Called,
    write: (writer: XdrWriter) => void,
    read: (reader: XdrReader) => R,
    { deadline, signal }: CallOptions,
  ): Promise<R> {
    const { procedure, slow } = called;
    const closing = this.#closingError(procedure);
    if (closing !== undefined) return Promise.reject(closing);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        const cause: unknown = signal.reason;
        reject(
          new LibvirtError(`${procedure}: given up before it was sent`, {
            fault: 'caller',
            procedure,
            cause,
          }),
        );
        return;
      }
      const options: PendingCallOptions<R> = {
        called,
        deadline: deadline ?? (slow ? SLOW_FACTOR * this.#deadline : this.#deadline),
        grace: this.#deadline,
        signal,
        read,
        trace: traceCall(this.uri, procedure),
      };
      const call = new PendingCall(options, resolve, reject);
      try {
        this.#exchange.start(call, write);
      } catch (error) {
        call.fail(asLibvirtError(error, 'caller', procedure));
      }
    });
  }

  async #updateNetwork<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions,
  ): Promise<ResultOf<P>> {
    const named = await this.#hasNetworkUpdateOrder(options);
    return this.#request(procedure, named ? args : swapNetworkUpdate(args), options);
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

function swapNetworkUpdate<A extends object>(args: A): A {
  return 'command' in args && 'section' in args
    ? { ...args, command: args.section, section: args.command }
    : args;
}
