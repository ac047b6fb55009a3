import type { Duplex } from 'node:stream';
import type { CallOptions, Caller, EventSubscription, StreamOptions } from './caller.js';
import { CallQueue } from './call-queue.js';
import type { Connection } from './connection.js';
import { LibvirtError } from './errors.js';
import type { EventRegistration } from './events.js';
import { lastingEvents } from './lasting-events.js';
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
  readonly open: (use: ConnectionUse) => Promise<Connection>;
}

/** Stream connections that are kept for the next stream. */
const IDLE_STREAMS_KEPT = 2;

/** Several connections to one host. Calls go where they are answered first; each stream has a connection to itself, and so have events. */
export class ConnectionPool implements Caller {
  readonly uri: string;
  readonly #open: (use: ConnectionUse) => Promise<Connection>;
  readonly #queue: CallQueue;
  readonly #deadline: number;
  #idleStreams: Connection[] = [];
  readonly #busyStreams = new Set<Connection>();
  #events: Promise<Connection> | undefined;
  #closed = false;

  private constructor(options: PoolOptions, first: Connection) {
    this.uri = options.uri;
    this.#open = options.open;
    this.#deadline = options.deadline;
    this.#queue = new CallQueue({
      open: () => this.#connection('calls'),
      max: options.connections,
      first,
    });
  }

  /** Opens the first connection, so that a host that cannot be reached is known at once; the others follow when there is work. */
  static async open(options: PoolOptions): Promise<ConnectionPool> {
    return new ConnectionPool(options, await options.open('calls'));
  }

  async call<P extends ProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions = {},
  ): Promise<ResultOf<P>> {
    this.#requireOpen(procedure);
    const { slow } = procedureNamed(procedure);
    const deadline = options.deadline ?? (slow ? SLOW_FACTOR : 1) * this.#deadline;
    return this.#queue.run({ procedure, slow, options: { ...options, deadline } }, (connection, limits) =>
      connection.call(procedure, args, limits),
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
    options?: StreamOptions,
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
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const events = await this.#events?.catch(() => undefined);
    const others = [...this.#idleStreams, ...this.#busyStreams, ...(events === undefined ? [] : [events])];
    await Promise.all([this.#queue.close(), ...others.map((connection) => connection.close())]);
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
    const idle = this.#idleStreams.filter((connection) => !connection.closed);
    const connection = idle.pop() ?? (await this.#connection('stream'));
    this.#idleStreams = idle;
    this.#busyStreams.add(connection);
    return connection;
  }

  #giveStream(connection: Connection): void {
    this.#busyStreams.delete(connection);
    if (connection.closed || this.#closed) return;
    if (this.#idleStreams.length < IDLE_STREAMS_KEPT) this.#idleStreams.push(connection);
    else void connection.close();
  }

  async #eventConnection(): Promise<Connection> {
    const present = await this.#events?.catch(() => undefined);
    if (present !== undefined && !present.closed) return present;
    this.#events = this.#connection('events');
    return this.#events;
  }

  #requireOpen(procedure: ProcedureName | undefined): void {
    if (this.#closed) throw this.#closedError(procedure);
  }

  #closedError(procedure: ProcedureName | undefined): LibvirtError {
    return new LibvirtError(`${procedure ?? 'a call'}: the connections to ${this.uri} were closed here`, {
      fault: 'connection',
      ...(procedure === undefined ? {} : { procedure }),
    });
  }
}
