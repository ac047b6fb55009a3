import { channel } from 'node:diagnostics_channel';
import { lengthOf } from './stream/hole.js';
import type { StreamCall } from './stream/port.js';

/** The name of the diagnostics channel on which each call is told when it has ended. */
export const CALL_CHANNEL = 'virtform.libvirt.call';

/** One call, as the channel tells it; one with a stream when that has ended. */
export interface CallTrace {
  readonly uri: string;
  readonly procedure: string;
  /** Bytes on the wire, headers included; 0 received where no answer came. Of a stream, the bytes that it moved, without headers. */
  readonly sent: number;
  readonly received: number;
  readonly milliseconds: number;
  /** undefined where it went well. */
  readonly error: unknown;
}

/** Tells how a call ended. */
export type EndTrace = (bytes: { readonly sent: number; readonly received: number }, error?: unknown) => void;

const calls = channel(CALL_CHANNEL);
const untold: EndTrace = () => undefined;

/** Begins to time a call; costs nothing while nobody listens. */
export function traceCall(uri: string, procedure: string): EndTrace {
  if (!calls.hasSubscribers) return untold;
  const begun = performance.now();
  return ({ sent, received }, error) => {
    const trace: CallTrace = {
      uri,
      procedure,
      sent,
      received,
      milliseconds: performance.now() - begun,
      error,
    };
    calls.publish(trace);
  };
}

/** The same stream, timed; itself while nobody listens. */
export function traceStream(uri: string, call: StreamCall): StreamCall {
  if (!calls.hasSubscribers) return call;
  return {
    ...call,
    start: (handlers) => {
      const end = traceCall(uri, call.procedure);
      const bytes = { sent: 0, received: 0 };
      let failure: unknown;
      const port = call.start({
        ...handlers,
        data: (item) => {
          bytes.received += lengthOf(item);
          handlers.data(item);
        },
        failed: (error) => {
          failure = error;
          handlers.failed(error);
        },
      });
      return {
        ...port,
        send: (status, data) => {
          bytes.sent += data?.length ?? 0;
          port.send(status, data);
        },
        release: () => {
          end(bytes, failure);
          port.release();
        },
      };
    },
  };
}
