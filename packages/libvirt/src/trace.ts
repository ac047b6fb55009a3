import { channel } from 'node:diagnostics_channel';

/** The name of the diagnostics channel on which each call is told when it has ended. */
export const CALL_CHANNEL = 'virtform.libvirt.call';

/** One call, as the channel tells it. */
export interface CallTrace {
  readonly uri: string;
  readonly procedure: string;
  /** Bytes on the wire, headers included; 0 received where no answer came. */
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
