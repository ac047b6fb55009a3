import type { Connection } from './connection.js';
import { after } from './timer.js';

/** Connections kept for the next stream; opening one costs more than a small stream does. */
const KEPT = 2;

/** Connections that have nothing to do for the moment. */
export class SpareConnections {
  readonly #idle: number;
  /** The one given back last is the last. Each is closed when its time is over. */
  readonly #spare = new Map<Connection, NodeJS.Timeout | undefined>();

  /** `idle`: milliseconds for which one is kept. */
  constructor(idle: number) {
    this.#idle = idle;
  }

  /** One that can be used at once, where there is one. */
  take(): Connection | undefined {
    for (const connection of [...this.#spare.keys()].reverse()) {
      this.#forget(connection);
      if (!connection.closed) return connection;
    }
    return undefined;
  }

  /** Keeps one for later, or closes it where there are enough. */
  give(connection: Connection): void {
    if (connection.closed) return;
    if (this.#spare.size >= KEPT) {
      void connection.close();
      return;
    }
    const close = (): void => {
      this.#forget(connection);
      void connection.close();
    };
    const timer = after(this.#idle, close)?.unref();
    this.#spare.set(connection, timer);
  }

  async close(): Promise<void> {
    const connections = [...this.#spare.keys()];
    for (const connection of connections) this.#forget(connection);
    await Promise.all(connections.map((connection) => connection.close()));
  }

  #forget(connection: Connection): void {
    clearTimeout(this.#spare.get(connection));
    this.#spare.delete(connection);
  }
}
