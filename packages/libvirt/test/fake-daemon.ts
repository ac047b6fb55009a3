import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { remoteError } from '../src/wire/objects.js';
import { encodeFrame, type Frame, FRAME_STATUS, FRAME_TYPE, FrameDecoder } from '../src/wire/frame.js';
import { PROGRAM } from '../src/wire/procedure.js';
import { type ProcedureName, procedures, type ResultOf, procedureNamed } from '../src/wire/procedures.js';
import { uint } from '../src/wire/xdr.js';
import type { XdrWriter } from '../src/wire/xdr-writer.js';

/** One client of the fake daemon. */
export interface FakeClient {
  /** What it sent, in order. */
  readonly frames: readonly Frame[];
  reply<P extends ProcedureName>(to: Frame, procedure: P, result: ResultOf<P>): void;
  refuse(to: Frame, code: number, message: string): void;
  send(frame: Partial<Frame> & { readonly write?: (writer: XdrWriter) => void }): void;
  raw(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  cut(): void;
  closed(): boolean;
}

/** What the daemon does with a frame that is no greeting. */
export type Behaviour = (frame: Frame, client: FakeClient) => void;

export interface FakeDaemon {
  readonly path: string;
  readonly uri: string;
  readonly clients: readonly FakeClient[];
  /** Cuts everybody off, and nobody can connect until it is back. */
  away(): void;
  back(): void;
  /** Resolves when every client that has come has gone again. */
  allGone(): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on a real unix socket and greets as libvirtd does; everything else is the test's. */
export async function fakeDaemon(
  behaviour: Behaviour,
  { keepalive = false, auth = [0] }: { readonly keepalive?: boolean; readonly auth?: readonly number[] } = {},
): Promise<FakeDaemon> {
  const folder = mkdtempSync(path.join(tmpdir(), 'libvirt-fake-'));
  const socketPath = path.join(folder, 'sock');
  const clients: FakeClient[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    const frames: Frame[] = [];
    const client = fakeClient(socket, frames);
    clients.push(client);
    const decoder = new FrameDecoder();
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      decoder.push(chunk, (frame) => {
        frames.push(frame);
        if (!greet(frame, client, keepalive, auth)) behaviour(frame, client);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    path: socketPath,
    uri: `test+unix:///default?socket=${socketPath}`,
    clients,
    away: () => {
      renameSync(socketPath, `${socketPath}.away`);
      for (const socket of sockets) socket.destroy();
    },
    back: () => renameSync(`${socketPath}.away`, socketPath),
    allGone: async () => {
      for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function fakeClient(socket: net.Socket, frames: readonly Frame[]): FakeClient {
  const client: FakeClient = {
    frames,
    reply: (to, procedure, result) => {
      const { result: type } = procedureNamed(procedure);
      client.send({ ...to, type: FRAME_TYPE.REPLY, write: (writer) => type.write(writer, result) });
    },
    refuse: (to, code, message) => {
      const error = { code, domain: 10, message, level: 2, str1: 'detail', int1: 7, int2: -1 };
      const type = to.type === FRAME_TYPE.STREAM ? FRAME_TYPE.STREAM : FRAME_TYPE.REPLY;
      const write = (writer: XdrWriter): void => remoteError.write(writer, error);
      client.send({ ...to, type, status: FRAME_STATUS.ERROR, write });
    },
    send: ({
      program = PROGRAM.REMOTE,
      procedure = 0,
      type = FRAME_TYPE.REPLY,
      serial = 0,
      status = 0,
      write,
    }) => client.raw(encodeFrame({ program, procedure, type, serial, status }, write)),
    raw: (bytes) => void socket.write(bytes),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    cut: () => void socket.destroy(),
    closed: () => socket.destroyed,
  };
  return client;
}

function greet(frame: Frame, client: FakeClient, keepalive: boolean, auth: readonly number[]): boolean {
  if (frame.program !== PROGRAM.REMOTE) return false;
  switch (frame.procedure) {
    case procedures.AUTH_LIST.number:
      client.reply(frame, 'AUTH_LIST', { types: auth });
      return true;
    case procedures.CONNECT_SUPPORTS_FEATURE.number:
      client.reply(frame, 'CONNECT_SUPPORTS_FEATURE', { supported: keepalive ? 1 : 0 });
      return true;
    case procedures.CONNECT_OPEN.number:
      client.reply(frame, 'CONNECT_OPEN', {});
      return true;
    case procedures.CONNECT_CLOSE.number:
      client.reply(frame, 'CONNECT_CLOSE', {});
      return true;
    default:
      return false;
  }
}

/** Whether a frame calls that procedure. */
export function isCall(frame: Frame, procedure: ProcedureName): boolean {
  const { program, number } = procedures[procedure];
  return frame.type === FRAME_TYPE.CALL && frame.program === program && frame.procedure === number;
}

/** The first number in a frame's body. */
export function firstNumber(frame: Frame): number {
  return frame.body.readUInt32BE(0);
}

/** Writes one number. */
export function oneNumber(value: number): (writer: XdrWriter) => void {
  return (writer) => uint.write(writer, value);
}
