import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcedureName } from '@virtform/libvirt';
import { procedures } from '@virtform/libvirt';
import { encodeHeader, type Frame, FRAME_TYPE, FrameDecoder } from '../../packages/libvirt/src/wire/frame.js';

/**
 * What happens to a frame instead of being passed on:
 *
 * - `drop`: it never arrives; what follows does.
 * - `double`: it arrives twice.
 * - `delay`: it and all that follows arrive `ms` later.
 * - `hold`: it and all that follows wait for `until`; `reached` is called when it comes.
 * - `stall`: it and all that follows never arrive, while the connection stays open.
 * - `deaf`: the same, and nothing more is read from who sent it, so that the buffers in between fill up.
 * - `split`: it arrives byte by byte.
 * - `cut`: both sides lose the connection; `after` so many of its bytes have arrived.
 */
export type Fault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'double' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'hold'; readonly reached: () => void; readonly until: Promise<void> }
  | { readonly kind: 'stall' }
  | { readonly kind: 'deaf' }
  | { readonly kind: 'split' }
  | { readonly kind: 'cut'; readonly after: number };

export type Direction = 'request' | 'reply';

/** Which frame it happens to: the `nth` (from 0) in one direction, of all or of those of a procedure. */
export interface Trouble {
  readonly direction: Direction;
  readonly procedure?: ProcedureName;
  readonly type?: keyof typeof FRAME_TYPE;
  readonly nth?: number;
  readonly fault: Fault;
}

export interface ProxyOptions {
  /** The daemon's socket. */
  readonly target: string;
  readonly troubles?: readonly Trouble[];
  /** Milliseconds that each way takes, as to a host that is far. */
  readonly latency?: number;
  /** Passes on no more than so many bytes at a time: 1 splits everything at every byte. */
  readonly pieces?: number;
}

export interface Proxy {
  /** To connect to instead of the daemon's socket. */
  readonly socket: string;
  /** Connections taken so far. */
  readonly taken: () => number;
  /** Frames that came so far, in one direction, of all connections. */
  readonly frames: (direction: Direction) => number;
  /** The calls that came so far, of all connections, in order. */
  readonly calls: () => readonly SentCall[];
  /** Cuts all connections there are. */
  cut(): void;
  stop(): Promise<void>;
}

/** A call as it went over the wire. */
export interface SentCall {
  /** Counts connections from 0. */
  readonly connection: number;
  readonly program: number;
  readonly procedure: number;
  readonly body: Buffer;
}

/** Stands between client and daemon and knows the frames that go through. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'libvirt-proxy-'));
  const socket = path.join(folder, 'sock');
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  const seen = new Map<Trouble | Direction, number>();
  const calls: SentCall[] = [];
  let taken = 0;
  const server = net.createServer({ allowHalfOpen: false }, (client) => {
    const connection = taken++;
    const called = ({ type, program, procedure, body }: Frame): void => {
      if (type === FRAME_TYPE.CALL) calls.push({ connection, program, procedure, body });
    };
    const daemon = net.connect(options.target);
    const pair = [client, daemon] as const;
    pairs.add(pair);
    const cut = (): void => {
      for (const side of pair) side.destroy();
      pairs.delete(pair);
    };
    for (const side of pair) side.on('error', cut).on('close', cut);
    relay(client, daemon, 'request', { ...options, cut, seen, called });
    relay(daemon, client, 'reply', { ...options, cut, seen });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const cutAll = (): void => {
    for (const pair of pairs) for (const side of pair) side.destroy();
    pairs.clear();
  };
  return {
    socket,
    taken: () => taken,
    frames: (direction) => seen.get(direction) ?? 0,
    calls: () => calls,
    cut: cutAll,
    stop: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

interface Relay extends ProxyOptions {
  readonly called?: (frame: Frame) => void;
  readonly cut: () => void;
  readonly seen: Map<Trouble | Direction, number>;
}

/** Passes one direction on, frame by frame and in order. */
function relay(from: net.Socket, to: net.Socket, direction: Direction, options: Relay): void {
  const decoder = new FrameDecoder();
  let line: Promise<void> = Promise.resolve();
  let stalled = false;
  const write = (bytes: Buffer, pieces = options.pieces ?? bytes.length): void => {
    for (let at = 0; at < bytes.length; at += pieces) to.write(bytes.subarray(at, at + pieces));
  };
  const pass = async (frame: Frame): Promise<void> => {
    options.called?.(frame);
    if (stalled || to.destroyed) return;
    const bytes = Buffer.concat([encodeHeader(frame, frame.body.length), frame.body]);
    const fault = faultFor(frame, direction, options);
    switch (fault?.kind) {
      case 'drop':
        return;
      case 'stall':
        stalled = true;
        return;
      case 'deaf':
        stalled = true;
        from.pause();
        return;
      case 'split':
        write(bytes, 1);
        return;
      case 'cut':
        to.write(bytes.subarray(0, fault.after));
        await sleep(5);
        options.cut();
        return;
      case 'delay':
        await sleep(fault.ms);
        write(bytes);
        return;
      case 'hold':
        fault.reached();
        await fault.until;
        write(bytes);
        return;
      case 'double':
        write(bytes);
        write(bytes);
        return;
      case undefined:
        write(bytes);
    }
  };
  from.on('data', (chunk: Buffer) => {
    const arrived = performance.now();
    decoder.push(chunk, (frame) => {
      line = line.then(async () => {
        const early = arrived + (options.latency ?? 0) - performance.now();
        // A timer takes whole milliseconds, and would drop the fraction.
        if (early > 0) await sleep(Math.ceil(early));
        await pass(frame);
      });
    });
    // The daemon's own backpressure has to reach the client.
    if (to.writableNeedDrain) {
      from.pause();
      to.once('drain', () => stalled || from.resume());
    }
  });
}

function faultFor(frame: Frame, direction: Direction, { troubles = [], seen }: Relay): Fault | undefined {
  const count = (of: Trouble | Direction): number => {
    const before = seen.get(of) ?? 0;
    seen.set(of, before + 1);
    return before;
  };
  count(direction);
  // Every trouble counts for itself, also behind one that strikes.
  const striking = troubles.filter(
    (trouble) => concerns(trouble, frame, direction) && count(trouble) === (trouble.nth ?? 0),
  );
  return striking[0]?.fault;
}

function concerns(
  { direction: wanted, procedure, type }: Trouble,
  frame: Frame,
  direction: Direction,
): boolean {
  if (wanted !== direction) return false;
  if (procedure === undefined) return true;
  const { program, number } = procedures[procedure];
  return (
    frame.program === program &&
    frame.procedure === number &&
    frame.type === FRAME_TYPE[type ?? (direction === 'request' ? 'CALL' : 'REPLY')]
  );
}
