import type { Duplex } from 'node:stream';
import type {
  CallOptions,
  Caller,
  DownloadOptions,
  EventSubscription,
  RawProcedure,
  StreamOptions,
} from './caller.js';
import { CallQueue } from './call-queue.js';
import type { Connection } from './connection.js';
import { LibvirtError } from './errors.js';
import type { EventRegistration } from './events.js';
import { lastingEvents } from './lasting-events.js';
import { SpareConnections } from './spare-connections.js';
import type { StreamItem } from './stream/hole.js';
import { SLOW_FACTOR } from './waiter.js';
import {
  type ArgsOf,
  type DownloadProcedure,
  type DuplexProcedure,
  procedureNamed,
  type ProcedureName,
  type ResultOf,
  type UploadProcedure,
} from './wire/procedures.js';

/** What a connection of the pool is for. A stream's reading is held back while its consumer is slow, so it has no keepalive. */
export type ConnectionUse = 'calls' | 'stream' | 'events';

/** How the pool gets its connections. */
export interface PoolOptions {
  readonly uri: string;
  /** How many connections calls are spread over. */
  readonly connections: number;
  /** Milliseconds for a call that should answer at once; ten times that for one that may wait. */
  readonly deadline: number;
  /** Milliseconds after which a connection without anything to do is closed; one for calls always stays. */
  readonly idle: number;
  /** Milliseconds for which calls wait for a lost host to come back. */
  readonly patience: number;
  /** Events come over a connection for calls: where one more would cost more than it is worth. */
  readonly eventsAmongCalls: boolean;
  readonly open: (use: ConnectionUse) => Promise<Connection>;
}

/** Several connections to one host. Calls go where they are answered first; each stream has a connection to itself, and so have events. */
export class ConnectionPool implements Caller {
  readonly uri: string;
  readonly #open: (use: ConnectionUse) => Promise<Connection>;
  readonly #queue: CallQueue;
  readonly #deadline: number;
  readonly #eventsAmongCalls: boolean;
  readonly #spareStreams: SpareConnections;
  readonly #busyStreams = new Set<Connection>();
  #events: Promise<Connection> | undefined;
  #closed = false;

  private constructor(options: PoolOptions, first: Connection) {
    this.uri = options.uri;
    this.#open = options.open;
    this.#deadline = options.deadline;
    this.#eventsAmongCalls = options.eventsAmongCalls;
    this.#spareStreams = new SpareConnections(options.idle);
    this.#queue = new CallQueue({
      open: () => this.#connection('calls'),
      max: options.connections,
      first,
      idle: options.idle,
      patience: options.patience,
    });
  }

  /** Opens the first connection, so that a host that cannot be reached is known at once; the others follow when there is work. */
  static async open(options: PoolOptions): Promise<ConnectionPool> {
    return new ConnectionPool(options, await options.open('calls'));
  }

  call<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions = {},
  ): Promise<ResultOf<P>> {
    const { slow } = procedureNamed(procedure);
    return this.#run(procedure, slow, options, (connection, limits) =>
      connection.call(procedure, args, limits),
    );
  }

  /** A procedure that the table does not have; its arguments and its result as XDR. */
  callRaw(procedure: RawProcedure, body: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    const { number, slow = true } = procedure;
    return this.#run(`procedure ${number}`, slow, options, (connection, limits) =>
      connection.callRaw(procedure, body, limits),
    );
  }

  async upload<P extends UploadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    source: AsyncIterable<StreamItem>,
    options?: StreamOptions,
  ): Promise<void> {
    const connection = await this.#takeStream(procedure);
    try {
      await connection.upload(procedure, args, source, options);
    } finally {
      this.#giveStream(connection);
    }
  }

  async *download<P extends DownloadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options?: DownloadOptions<P>,
  ): AsyncGenerator<StreamItem, void, undefined> {
    const connection = await this.#takeStream(procedure);
    try {
      yield* connection.download(procedure, args, options);
    } finally {
      this.#giveStream(connection);
    }
  }

  async converse<P extends DuplexProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options?: CallOptions,
  ): Promise<Duplex> {
    const connection = await this.#takeStream(procedure);
    try {
      const stream = await connection.converse(procedure, args, options);
      stream.once('close', () => this.#giveStream(connection));
      return stream;
    } catch (error) {
      this.#giveStream(connection);
      throw error;
    }
  }

  events(registration: EventRegistration, options?: CallOptions): EventSubscription {
    return lastingEvents(
      async () => (await this.#eventConnection()).events(registration, options),
      this.#deadline,
      options?.signal,
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const events = await this.#events?.catch(() => undefined);
    const others = [...this.#busyStreams, ...(events === undefined ? [] : [events])];
    await Promise.all([
      this.#queue.close(),
      this.#spareStreams.close(),
      ...others.map((connection) => connection.close()),
    ]);
  }

  #run<T>(
    procedure: string,
    slow: boolean,
    options: CallOptions,
    make: (connection: Connection, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (this.#closed) return Promise.reject(this.#closedError(procedure));
    const deadline = options.deadline ?? (slow ? SLOW_FACTOR : 1) * this.#deadline;
    return this.#queue.run({ procedure, slow, options: { ...options, deadline }, make });
  }

  async #connection(use: ConnectionUse): Promise<Connection> {
    this.#requireOpen(undefined);
    const connection = await this.#open(use);
    if (!this.#closed) return connection;
    await connection.close();
    throw this.#closedError(undefined);
  }

  async #takeStream(procedure: ProcedureName): Promise<Connection> {
    this.#requireOpen(procedure);
    const connection = this.#spareStreams.take() ?? (await this.#connection('stream'));
    if (this.#closed) {
      // In the turn between the two.
      void connection.close();
      throw this.#closedError(procedure);
    }
    this.#busyStreams.add(connection);
    return connection;
  }

  #giveStream(connection: Connection): void {
    this.#busyStreams.delete(connection);
    if (!this.#closed) this.#spareStreams.give(connection);
  }

  async #eventConnection(): Promise<Connection> {
    this.#requireOpen(undefined);
    if (this.#eventsAmongCalls) return this.#queue.borrow();
    const opening = this.#events;
    const present = await opening?.catch(() => undefined);
    if (present !== undefined && !present.closed) return present;
    // Another subscription, which waited as well, may have begun to open one.
    if (this.#events === opening || this.#events === undefined) this.#events = this.#connection('events');
    return this.#events;
  }

  #requireOpen(procedure: string | undefined): void {
    if (this.#closed) throw this.#closedError(procedure);
  }

  #closedError(procedure: string | undefined): LibvirtError {
    return new LibvirtError(`${procedure ?? 'a call'}: the connections to ${this.uri} were closed here`, {
      fault: 'connection',
      ...(procedure === undefined ? {} : { procedure }),
    });
  }
}
