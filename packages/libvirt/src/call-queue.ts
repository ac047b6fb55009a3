import { onAbort } from './abort.js';
import type { CallOptions } from './caller.js';
import type { Connection } from './connection.js';
import { asLibvirtError, type Fault, LibvirtError } from './errors.js';
import { after, LONGEST_TIMER } from './timer.js';

/** What is asked of the queue. */
export interface QueuedCall<T> {
  /** As messages name it. */
  readonly procedure: string;
  /** It may wait for a guest or for storage. */
  readonly slow: boolean;
  readonly options: CallOptions & { readonly deadline: number };
  readonly make: (connection: Connection, options: CallOptions) => Promise<T>;
}

/** Where connections come from, and how long they are kept. */
export interface QueueOptions {
  readonly open: () => Promise<Connection>;
  readonly max: number;
  readonly first: Connection;
  /** Milliseconds after which a connection that has had nothing to do is closed; one always stays. */
  readonly idle: number;
  /** Milliseconds for which calls wait for a lost host to come back. */
  readonly patience: number;
}

type Load = Connection['load'];

/** A call for which no connection had room. */
interface Job {
  readonly slow: boolean;
  start(connection: Connection): void;
  fail(reason: string, fault: Fault, cause?: unknown): void;
}

/** The daemon executes five requests of a connection at once: with four that may wait, the fifth place stays free for reads. */
const SLOW_AT_ONCE = 4;
/** Calls in flight on a connection. More keeps the daemon no busier, and would leave nothing for the connections being opened. */
const IN_FLIGHT = 32;
/** Milliseconds between tries to open a connection: at first, and at most, where each try doubles them. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

/** Calls that wait for a connection with room for them, and the connections. */
export class CallQueue {
  readonly #options: QueueOptions;
  #connections: readonly Connection[] = [];
  /** Those that get no calls any more, and are closed when nothing can come of them. */
  readonly #retired = new Set<Connection>();
  /** How many calls each had been given at the last look, and since when, in ms of the monotonic clock. */
  readonly #seen = new WeakMap<Connection, { readonly started: number; readonly since: number }>();
  #opening = 0;
  /** The one that is being opened. */
  #coming: Promise<Connection> | undefined;
  /** Tries to open one that failed since the last that did not: when the first was, and how long to wait for the next. */
  #trouble: { readonly since: number; readonly pause: number } | undefined;
  #retry: NodeJS.Timeout | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #fast: Job[] = [];
  #slow: Job[] = [];
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#add(options.first);
  }

  /** Makes the call on the connection that has the least to do, or on the next with room. The deadline counts from now. */
  run<T>(call: QueuedCall<T>): Promise<T> {
    const waiting = call.slow ? this.#slow : this.#fast;
    const connection = waiting.length > 0 ? undefined : this.#withRoom(call.slow);
    if (connection === undefined) return this.#wait(call);
    return call.make(connection, call.options);
  }

  /** A connection for something that lasts, such as events: any that there is, or a new one for all who ask meanwhile. */
  borrow(): Promise<Connection> {
    const [first] = this.#connections;
    if (first !== undefined) return Promise.resolve(first);
    return this.#coming ?? this.#open();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#sweep);
    this.#failAll('the connections were closed here', 'connection');
    await Promise.all([...this.#connections, ...this.#retired].map((connection) => connection.close()));
  }

  #wait<T>({ procedure, slow, options, make }: QueuedCall<T>): Promise<T> {
    const { signal, deadline } = options;
    const since = performance.now();
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        ignore();
      };
      const job: Job = {
        slow,
        start: (connection) => {
          leave();
          // Whole milliseconds: Node keeps one list of timers for each length that there is.
          const left = Math.max(1, Math.ceil(deadline - (performance.now() - since)));
          make(connection, { ...options, deadline: left }).then(resolve, reject);
        },
        fail: (reason, fault, cause) => {
          leave();
          reject(new LibvirtError(`${procedure}: ${reason}; it was not sent`, { fault, procedure, cause }));
        },
      };
      const aborted = (): void => {
        this.#remove(job);
        job.fail('given up', 'caller', signal?.reason);
      };
      const late = (): void => {
        this.#remove(job);
        job.fail(`no connection was free within ${deadline} ms`, 'connection');
      };
      const timer = after(deadline, late);
      const ignore = onAbort(signal, aborted);
      if (signal?.aborted === true) {
        aborted();
        return;
      }
      (slow ? this.#slow : this.#fast).push(job);
      this.#grow();
    });
  }

  #withRoom(slow: boolean): Connection | undefined {
    let best: Connection | undefined;
    for (const connection of this.#connections) {
      const { load } = connection;
      if (slow ? load.slow >= SLOW_AT_ONCE : load.calls >= IN_FLIGHT) continue;
      if (best === undefined || isLess(load, best.load)) best = connection;
    }
    return best;
  }

  /** Starts what waits, as far as there is room. */
  #pump(): void {
    if (this.#fast.length === 0 && this.#slow.length === 0) return;
    this.#fast = this.#dispatch(this.#fast);
    this.#slow = this.#dispatch(this.#slow);
    this.#grow();
  }

  #dispatch(jobs: Job[]): Job[] {
    for (const [index, job] of jobs.entries()) {
      const connection = this.#withRoom(job.slow);
      if (connection === undefined) return jobs.slice(index);
      job.start(connection);
    }
    return [];
  }

  /** Opens connections for what waits. After one that could not be opened, tries are further and further apart. */
  #grow(): void {
    if (this.#closed || this.#retry !== undefined) return;
    const wanted = Math.ceil(this.#fast.length / IN_FLIGHT) + Math.ceil(this.#slow.length / SLOW_AT_ONCE);
    // Each connection that is lost to calls without an answer keeps workers of the daemon: others take over for so many, no more.
    const room = this.#retired.size <= this.#options.max ? this.#options.max - this.#connections.length : 0;
    while (this.#opening < Math.min(wanted, room)) {
      this.#open().then(
        () => undefined,
        (error: unknown) => this.#failedToOpen(asLibvirtError(error, 'connection', 'no connection')),
      );
    }
  }

  #open(): Promise<Connection> {
    const coming = this.#openOne().finally(() => {
      if (this.#coming === coming) this.#coming = undefined;
    });
    this.#coming = coming;
    return coming;
  }

  /** One more connection, for whatever waits by then. */
  async #openOne(): Promise<Connection> {
    this.#opening++;
    const connection = await this.#options.open().finally(() => this.#opening--);
    this.#trouble = undefined;
    this.#add(connection);
    this.#pump();
    return connection;
  }

  #failedToOpen(error: LibvirtError): void {
    const now = performance.now();
    const { since, pause } = this.#trouble ?? { since: now, pause: FIRST_PAUSE };
    this.#trouble = { since, pause: Math.min(2 * pause, LONGEST_PAUSE) };
    // The other connections will get to what waits; without any it waits for the host to come back, or gives up.
    const helpless = this.#connections.length === 0 && this.#opening === 0;
    if (helpless && (error.fault !== 'connection' || now + pause - since > this.#options.patience)) {
      this.#failAll(error.message, error.fault, error);
      return;
    }
    if (this.#retry !== undefined || this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#grow();
    }, pause);
  }

  #add(connection: Connection): Connection {
    this.#connections = [...this.#connections, connection];
    connection.onSettled(() => {
      this.#retire(connection);
      this.#pump();
    });
    // Opening takes a few turns, in which the queue may have been closed.
    if (this.#closed) void connection.close();
    connection.onClosed(() => {
      this.#retired.delete(connection);
      this.#connections = this.#connections.filter((other) => other !== connection);
      this.#pump();
    });
    if (this.#options.idle <= LONGEST_TIMER) {
      this.#sweep ??= setInterval(() => this.#closeIdle(), this.#options.idle / 2).unref();
    }
    return connection;
  }

  /** Calls that are never answered keep their places with the daemon: when they have all that may wait, another connection takes over. */
  #retire(connection: Connection): void {
    const { calls, lost } = connection.load;
    if (lost < SLOW_AT_ONCE && !this.#retired.has(connection)) return;
    this.#connections = this.#connections.filter((other) => other !== connection);
    this.#retired.add(connection);
    if (calls !== lost) return;
    // What was answered just now may be the first of two calls that belong together.
    setImmediate(() => {
      const { load } = connection;
      if (load.calls === load.lost) void connection.close();
    });
  }

  #closeIdle(): void {
    // The first one stays, so that the next call need not wait for one.
    const idle = this.#connections.slice(1).filter((connection) => this.#isIdle(connection));
    // No call may be given to one that says goodbye.
    this.#connections = this.#connections.filter((connection) => !idle.includes(connection));
    for (const connection of idle) void connection.close();
  }

  /** Looks at it, which costs a call less than noting the time of each. */
  #isIdle(connection: Connection): boolean {
    const { calls, started } = connection.load;
    const now = performance.now();
    const seen = this.#seen.get(connection);
    if (seen?.started === started) return calls === 0 && now - seen.since >= this.#options.idle;
    this.#seen.set(connection, { started, since: now });
    return false;
  }

  #remove(job: Job): void {
    this.#fast = this.#fast.filter((other) => other !== job);
    this.#slow = this.#slow.filter((other) => other !== job);
  }

  #failAll(reason: string, fault: Fault, cause?: unknown): void {
    const jobs = [...this.#fast, ...this.#slow];
    this.#fast = [];
    this.#slow = [];
    for (const job of jobs) job.fail(reason, fault, cause);
  }
}

function isLess(one: Load, other: Load): boolean {
  return one.slow < other.slow || (one.slow === other.slow && one.calls < other.calls);
}
