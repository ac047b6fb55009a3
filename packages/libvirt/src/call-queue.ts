import { onAbort } from './abort.js';
import type { CallOptions } from './caller.js';
import type { Connection } from './connection.js';
import { asLibvirtError, LibvirtError } from './errors.js';
import type { ProcedureName } from './wire/procedures.js';

/** What is asked of the queue. */
export interface QueuedCall {
  readonly procedure: ProcedureName;
  /** It may wait for a guest or for storage. */
  readonly slow: boolean;
  readonly options: CallOptions & { readonly deadline: number };
}

/** Where connections come from. */
export interface QueueOptions {
  readonly open: () => Promise<Connection>;
  readonly max: number;
  readonly first: Connection;
}

type Load = Connection['load'];

interface Job {
  readonly call: QueuedCall;
  start(connection: Connection): void;
  fail(error: LibvirtError): void;
}

/** The daemon executes five requests of a connection at once: with four that may wait, the fifth place stays free for reads. */
const SLOW_AT_ONCE = 4;
/** Calls in flight on a connection. More keeps the daemon no busier, and would leave nothing for the connections being opened. */
const IN_FLIGHT = 32;
/** Milliseconds after a connection could not be opened until the next try, while others still work. */
const OPEN_PAUSE = 1_000;

/** Calls that wait for a connection with room for them, and the connections. */
export class CallQueue {
  readonly #open: () => Promise<Connection>;
  readonly #max: number;
  #connections: readonly Connection[];
  #opening = 0;
  #openNotBefore = 0;
  #fast: Job[] = [];
  #slow: Job[] = [];

  constructor({ open, max, first }: QueueOptions) {
    this.#open = open;
    this.#max = max;
    this.#connections = [];
    this.#add(first);
  }

  /** Makes the call on the next connection with room. The deadline counts from now. */
  run<T>(call: QueuedCall, make: (connection: Connection, limits: CallOptions) => Promise<T>): Promise<T> {
    const { procedure, options } = call;
    const since = performance.now();
    return new Promise<T>((resolve, reject) => {
      let waiting = true;
      let ignore = (): void => undefined;
      let timer: NodeJS.Timeout | undefined;
      const leave = (): void => {
        waiting = false;
        clearTimeout(timer);
        ignore();
      };
      const job: Job = {
        call,
        start: (connection) => {
          leave();
          const deadline = Math.max(1, options.deadline - (performance.now() - since));
          make(connection, { ...options, deadline }).then(
            (value) => {
              resolve(value);
              this.#pump();
            },
            (error: unknown) => {
              job.fail(asLibvirtError(error, 'connection', procedure));
              this.#pump();
            },
          );
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const stillWaiting = (): boolean => waiting;
      const giveUp = (reason: string, fault: 'caller' | 'connection', cause?: unknown): void => {
        this.#remove(job);
        job.fail(new LibvirtError(`${procedure}: ${reason}; it was not sent`, { fault, procedure, cause }));
      };
      const abort = (): void => giveUp('given up', 'caller', options.signal?.reason);
      if (options.signal?.aborted === true) {
        abort();
        return;
      }
      (call.slow ? this.#slow : this.#fast).push(job);
      this.#pump();
      if (!stillWaiting()) return;
      ignore = onAbort(options.signal, abort);
      if (options.deadline !== Infinity) {
        timer = setTimeout(
          () => giveUp(`no connection was free within ${options.deadline} ms`, 'connection'),
          options.deadline,
        );
      }
    });
  }

  async close(): Promise<void> {
    this.#failAll(new LibvirtError('the connections were closed here', { fault: 'connection' }));
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  #pump(): void {
    if (this.#fast.length === 0 && this.#slow.length === 0) return;
    this.#fast = this.#dispatch(this.#fast, ({ calls }) => calls < IN_FLIGHT);
    this.#slow = this.#dispatch(this.#slow, ({ slow }) => slow < SLOW_AT_ONCE);
    this.#grow();
  }

  /** Gives each job to the connection that has the least to do; returns those for which there was no room. */
  #dispatch(jobs: Job[], hasRoom: (load: Load) => boolean): Job[] {
    for (const [index, job] of jobs.entries()) {
      let best: Connection | undefined;
      for (const connection of this.#connections) {
        if (!hasRoom(connection.load)) continue;
        if (best === undefined || isLess(connection.load, best.load)) best = connection;
      }
      if (best === undefined) return jobs.slice(index);
      job.start(best);
    }
    return [];
  }

  #grow(): void {
    const wanted = Math.ceil(this.#fast.length / IN_FLIGHT) + Math.ceil(this.#slow.length / SLOW_AT_ONCE);
    const pausing = this.#connections.length > 0 && performance.now() < this.#openNotBefore;
    while (!pausing && this.#opening < wanted && this.#connections.length + this.#opening < this.#max) {
      this.#opening++;
      this.#open().then(
        (connection) => {
          this.#opening--;
          this.#add(connection);
          this.#pump();
        },
        (error: unknown) => {
          this.#opening--;
          this.#openNotBefore = performance.now() + OPEN_PAUSE;
          // The others will get to it; without any, there is nothing to wait for.
          if (this.#connections.length === 0 && this.#opening === 0)
            this.#failAll(asLibvirtError(error, 'connection', 'no connection'));
        },
      );
    }
  }

  #add(connection: Connection): void {
    this.#connections = [...this.#connections, connection];
    connection.onClosed(() => {
      this.#connections = this.#connections.filter((other) => other !== connection);
      this.#pump();
    });
  }

  #remove(job: Job): void {
    this.#fast = this.#fast.filter((other) => other !== job);
    this.#slow = this.#slow.filter((other) => other !== job);
  }

  #failAll(error: LibvirtError): void {
    const jobs = [...this.#fast, ...this.#slow];
    this.#fast = [];
    this.#slow = [];
    for (const job of jobs) job.fail(error);
  }
}

function isLess(one: Load, other: Load): boolean {
  return one.slow < other.slow || (one.slow === other.slow && one.calls < other.calls);
}
