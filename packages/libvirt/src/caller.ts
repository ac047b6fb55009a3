import type { Duplex } from 'node:stream';
import type { EventRegistration, LibvirtEvent } from './events.js';
import type { StreamItem } from './stream/hole.js';
import type {
  ArgsOf,
  DownloadProcedure,
  DuplexProcedure,
  ProcedureName,
  ResultOf,
  UploadProcedure,
} from './wire/procedures.js';

/** How one call is limited. */
export interface CallOptions {
  /**
   * Milliseconds until the call is given up. By default the connection's deadline, ten times that for a procedure that may wait for a
   * guest or for storage.
   */
  readonly deadline?: number;
  /** Gives the call up. A call that was sent already may still be carried out. */
  readonly signal?: AbortSignal;
}

/** How a stream is limited. Whole streams have no deadline: they take as long as there is progress. */
export interface StreamOptions {
  /** Milliseconds without any byte moving after which the stream is given up. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** Called with the bytes moved so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** How a download is limited, and who wants to know what the call itself answered. */
export interface DownloadOptions<P extends DownloadProcedure> extends StreamOptions {
  /** Called before the first bytes come. */
  readonly onReply?: (result: ResultOf<P>) => void;
}

/** A procedure by its numbers, for one that the table does not have: of another program, or of a daemon newer than this package. */
export interface RawProcedure {
  readonly program: number;
  readonly number: number;
  /** It changes nothing, so that a call without an answer can be tried again. false by default. */
  readonly reads?: boolean;
  /** It may wait for a guest or for storage. true by default. */
  readonly slow?: boolean;
}

/**
 * Events as they come, from the moment at which they are registered. Each iteration and each listener gets all of them; the first one
 * also those from before it began. When the last one leaves, the subscription is closed; so it is, without an error, when its
 * connection is closed here.
 *
 * - A connection that is lost: events may have been missed. A pool connects again and registers again, and says so with an event
 *   `reconnected`; a single connection rejects.
 * - A consumer that is 10,000 events behind: what comes then is let go, and an event `missed` stands in its place.
 * - `signal` ends the subscription with an error whenever it aborts; `deadline` is for each registration.
 */
export interface EventSubscription extends AsyncIterable<LibvirtEvent> {
  /**
   * Resolves once the daemon has registered all of them: what happens from then on is seen. Rejects where it refused one of them, or
   * where the object that they are to be of does not exist; nothing stays registered then.
   */
  readonly ready: Promise<void>;
  /**
   * Calls for each event, one after the other: a promise that the listener returns is waited for. Resolves when the subscription is
   * closed and rejects with what ended it otherwise, as the iteration does. A listener that throws ends only its own listening, which
   * rejects with that as its cause.
   */
  listen(listener: (event: LibvirtEvent) => void | Promise<void>): Promise<void>;
  /** Deregisters and ends the iteration. What came before is still given. */
  close(): Promise<void>;
}

/**
 * Something that carries calls to a libvirt host: one connection, a pool of them, or a simulated host.
 * Everything rejects with LibvirtError.
 */
export interface Caller {
  /** The URI as it was asked for. */
  readonly uri: string;
  call<P extends ProcedureName>(procedure: P, args: ArgsOf<P>, options?: CallOptions): Promise<ResultOf<P>>;
  /**
   * Calls and sends the source. Resolves when libvirt has taken it all; where the source throws, the stream is aborted and the call
   * rejects with that as its cause. What it gave must not be changed afterwards: it may still be on its way. libvirt takes a source that
   * is too short without a word: compare lengths. Holes are for a call whose flags ask for a sparse stream.
   */
  upload<P extends UploadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    source: AsyncIterable<StreamItem>,
    options?: StreamOptions,
  ): Promise<void>;
  /**
   * Calls when the iteration begins, and reads no faster than it is consumed. Leaving early aborts the stream. Holes come where the call's
   * flags ask for a sparse stream.
   */
  download<P extends DownloadProcedure>(
    procedure: P,
    args: ArgsOf<P>,
    options?: DownloadOptions<P>,
  ): AsyncIterable<StreamItem>;
  /** Calls, and gives a stream that flows both ways; resolves when the host has accepted it. */
  converse<P extends DuplexProcedure>(procedure: P, args: ArgsOf<P>, options?: CallOptions): Promise<Duplex>;
  events(registration: EventRegistration, options?: CallOptions): EventSubscription;
  /** Ends it. Calls still waiting reject as unknown outcome. */
  close(): Promise<void>;
}
