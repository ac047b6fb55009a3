import { encodeFrame, FRAME_STATUS, FRAME_TYPE } from './wire/frame.js';
import { PROGRAM } from './wire/procedure.js';

/** Procedures of the keepalive program (virkeepaliveprotocol.x). */
export const KEEPALIVE = { PING: 1, PONG: 2 } as const;

/** How a silent connection is found out: after `count` unanswered questions, `interval` ms apart. */
export interface KeepaliveOptions {
  readonly interval: number;
  readonly count: number;
}

/** libvirt's own defaults. */
export const KEEPALIVE_DEFAULT: KeepaliveOptions = { interval: 5_000, count: 5 };

/** What a keepalive sees of its connection. */
export interface KeepaliveView {
  /** When something last arrived, by the monotonic clock, in ms. */
  lastReceived(): number;
  /** Whether the daemon may be unable to read: it executes five requests of a connection and leaves all others in the socket. */
  saturated(): boolean;
  ping(): void;
  dead(): void;
}

/** Asks a silent connection for a sign of life. Returns what ends it. */
export function keepAlive({ interval, count }: KeepaliveOptions, view: KeepaliveView): () => void {
  let unanswered = 0;
  let askedAt = 0;
  const timer = setInterval(() => {
    if (view.saturated() || view.lastReceived() > askedAt) unanswered = 0;
    if (unanswered >= count) {
      clearInterval(timer);
      view.dead();
      return;
    }
    if (performance.now() - view.lastReceived() < interval) return;
    unanswered++;
    askedAt = performance.now();
    view.ping();
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}

/** A ping or pong, built once: it has no serial and no body. */
export function keepaliveFrame(procedure: number): Buffer {
  return encodeFrame({
    program: PROGRAM.KEEPALIVE,
    procedure,
    type: FRAME_TYPE.MESSAGE,
    serial: 0,
    status: FRAME_STATUS.OK,
  });
}
