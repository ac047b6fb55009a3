import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamOptions } from '../src/caller.js';
import { Connection } from '../src/connection.js';
import { LibvirtError } from '../src/errors.js';
import { type Frame, FRAME_STATUS, FRAME_TYPE } from '../src/wire/frame.js';
import { type Behaviour, type FakeDaemon, fakeDaemon, isCall } from './fake-daemon.js';

let daemon: FakeDaemon | undefined;
let connection: Connection | undefined;
afterEach(async () => {
  await connection?.close();
  await daemon?.stop();
});

const vol = { pool: 'p', name: 'v', key: '/p/v' };
const args = { vol, offset: 0n, length: 0n, flags: 0 };

async function connected(behaviour: Behaviour): Promise<Connection> {
  daemon = await fakeDaemon(behaviour);
  connection = await Connection.open(net.connect(daemon.path), {
    uri: daemon.uri,
    name: 'test:///default',
    keepalive: false,
  });
  return connection;
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function failure(promise: Promise<unknown>): Promise<LibvirtError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LibvirtError)) throw new Error(`no LibvirtError: ${String(error)}`);
  return error;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Takes an upload as libvirtd does; what was sent before the reply is lost. */
function volumeDaemon(received: Frame[]): Behaviour {
  let open = false;
  return (frame, client) => {
    if (isCall(frame, 'STORAGE_VOL_UPLOAD')) {
      setTimeout(() => {
        open = true;
        client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      }, 5);
    } else if (frame.type === FRAME_TYPE.STREAM && open) {
      received.push(frame);
      if (frame.status !== FRAME_STATUS.CONTINUE) client.send({ ...frame, status: FRAME_STATUS.OK });
    }
  };
}

describe('upload', () => {
  test('sends its data after the reply, ends it, and waits for the last word', async () => {
    const received: Frame[] = [];
    const progress: number[] = [];
    const options: StreamOptions = { onProgress: (bytes) => progress.push(bytes) };
    const link = await connected(volumeDaemon(received));
    await link.upload('STORAGE_VOL_UPLOAD', args, chunks('one', '', 'two'), options);
    expect(received.map(({ status, body }) => [status, body.toString()])).toEqual([
      [FRAME_STATUS.CONTINUE, 'one'],
      [FRAME_STATUS.CONTINUE, 'two'],
      [FRAME_STATUS.OK, ''],
    ]);
    expect(progress).toEqual([3, 6]);
    expect(link.load.calls).toBe(0);
  });

  test('a source that fails aborts it', async () => {
    const received: Frame[] = [];
    const link = await connected(volumeDaemon(received));
    const cause = new Error('disk gone');
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one');
      throw cause;
    };
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', args, source()));
    expect(error).toMatchObject({ fault: 'caller', cause, message: expect.stringContaining('disk gone') });
    expect(received.at(-1)?.status).toBe(FRAME_STATUS.ERROR);
  });

  test('a call that is refused sends nothing', async () => {
    const link = await connected((frame, client) => client.refuse(frame, 50, 'no such volume'));
    const source = chunks('one');
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', args, source));
    expect(error.codeName).toBe('VIR_ERR_NO_STORAGE_VOL');
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });

  test('an error of the host ends it, also while the source takes its time', async () => {
    const link = await connected((frame, client) => {
      if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      else if (frame.status === FRAME_STATUS.CONTINUE) client.refuse(frame, 38, 'no space left on device');
    });
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one');
      await new Promise(() => undefined);
    };
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', args, source()));
    expect(error).toMatchObject({ fault: 'host', codeName: 'VIR_ERR_SYSTEM_ERROR' });
  });

  test('a host that takes nothing more is given up after the deadline', async () => {
    const link = await connected((frame, client) => {
      if (frame.type !== FRAME_TYPE.CALL) return;
      client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      client.pause();
    });
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(1_048_576);
    };
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', args, source(), { deadline: 50 }));
    expect(error).toMatchObject({
      fault: 'unknown-outcome',
      message: expect.stringContaining('nothing moved'),
    });
  });

  test('a lost connection leaves the outcome unknown', async () => {
    const link = await connected((frame, client) => {
      if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      else client.cut();
    });
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', args, chunks('one', 'two')));
    expect(error.fault).toBe('unknown-outcome');
  });
});

describe('download', () => {
  /** Gives these chunks, and the end. */
  function giving(...texts: readonly string[]): { behaviour: Behaviour; received: Frame[] } {
    const received: Frame[] = [];
    const behaviour: Behaviour = (frame, client) => {
      if (isCall(frame, 'STORAGE_VOL_DOWNLOAD')) {
        client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {});
        for (const text of [...texts, '']) {
          client.send({
            ...frame,
            type: FRAME_TYPE.STREAM,
            status: FRAME_STATUS.CONTINUE,
            write: (writer) => {
              const at = writer.advance(text.length);
              writer.bytes.write(text, at);
            },
          });
        }
      } else if (frame.type === FRAME_TYPE.STREAM) {
        received.push(frame);
        client.send({ ...frame, status: FRAME_STATUS.OK });
      }
    };
    return { behaviour, received };
  }

  test('gives everything, then says OK so that the daemon lets go of it', async () => {
    const { behaviour, received } = giving('one', 'two');
    const link = await connected(behaviour);
    expect(await collect(link.download('STORAGE_VOL_DOWNLOAD', args))).toBe('onetwo');
    expect(received.map(({ status }) => status)).toEqual([FRAME_STATUS.OK]);
    expect(link.load.calls).toBe(0);
  });

  test('leaving early aborts it', async () => {
    const { behaviour, received } = giving('one', 'two');
    const link = await connected(behaviour);
    for await (const chunk of link.download('STORAGE_VOL_DOWNLOAD', args)) {
      expect(Buffer.from(chunk).toString()).toBe('one');
      break;
    }
    expect(received.map(({ status }) => status)).toEqual([FRAME_STATUS.ERROR]);
    expect(link.load.calls).toBe(0);
  });

  test('reads no faster than it is consumed', async () => {
    const sent = { bytes: 0 };
    const link = await connected((frame, client) => {
      if (!isCall(frame, 'STORAGE_VOL_DOWNLOAD')) {
        client.send({ ...frame, status: FRAME_STATUS.OK });
        return;
      }
      client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {});
      for (let packet = 0; packet < 64; packet++) {
        client.send({
          ...frame,
          type: FRAME_TYPE.STREAM,
          status: FRAME_STATUS.CONTINUE,
          write: (writer) => void writer.advance(1_048_576),
        });
        sent.bytes += 1_048_576;
      }
      client.send({ ...frame, type: FRAME_TYPE.STREAM, status: FRAME_STATUS.CONTINUE });
    });
    let consumed = 0;
    for await (const chunk of link.download('STORAGE_VOL_DOWNLOAD', args)) {
      if (consumed === 0) await sleep(50);
      consumed += chunk.length;
    }
    expect(consumed).toBe(sent.bytes);
  });

  test('a host that sends nothing more is given up after the deadline', async () => {
    const link = await connected((frame, client) => client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {}));
    const error = await failure(collect(link.download('STORAGE_VOL_DOWNLOAD', args, { deadline: 20 })));
    expect(error.fault).toBe('unknown-outcome');
  });
});
