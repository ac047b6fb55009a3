import type { LibvirtError } from '../errors.js';
import type { StreamItem } from './hole.js';

/** What a connection tells a stream. */
export interface StreamHandlers {
  /** The call was accepted; only from now on may data be sent. */
  replied(): void;
  /** Bytes or a hole; no bytes at all are the end of what the other side has to say. */
  data(item: StreamItem): void;
  /** The other side has taken or given everything, or has confirmed an abort. */
  finished(): void;
  failed(error: LibvirtError): void;
}

/** What a stream asks of its connection. */
export interface StreamPort {
  send(status: number, data?: Uint8Array): void;
  /** So many bytes of nothing; only where the call asked for a sparse stream: any other daemon hangs up. */
  sendHole(bytes: number): void;
  /** Resolves when more may be sent; undefined while little waits. */
  drained(): Promise<void> | undefined;
  /** Holds back, or no longer holds back, what the other side sends. */
  pause(): void;
  resume(): void;
  /** Forgets the stream: later frames of it are let go. */
  release(): void;
  /** Ends the connection, and with it all that is under way on it. */
  destroy(reason: Error): void;
}

/** Makes the call that a stream belongs to. */
export interface StreamCall {
  readonly procedure: string;
  readonly reads: boolean;
  start(handlers: StreamHandlers): StreamPort;
}
