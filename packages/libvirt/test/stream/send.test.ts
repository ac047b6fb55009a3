import type { StreamOptions } from '../../src/caller.js';
import type { StreamItem } from '../../src/stream/hole.js';
import { type Frame, FRAME_STATUS, FRAME_TYPE } from '../../src/wire/frame.js';
import { type Behaviour, isCall } from '../fake-daemon.js';
import { failure } from '../failure.js';
import { connectedTo, texts, volumeArgs } from './connected.js';

/** Takes an upload as libvirtd does; what was sent before the reply is lost. */
function volumeDaemon(received: Frame[]): Behaviour {
  let open = false;
  return (frame, client) => {
    if (isCall(frame, 'STORAGE_VOL_UPLOAD')) {
      setTimeout(() => {
        open = true;
        client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      }, 5);
    } else if (open) {
      received.push(frame);
      if (frame.status !== FRAME_STATUS.CONTINUE) client.send({ ...frame, status: FRAME_STATUS.OK });
    }
  };
}

test('sends its data after the reply, ends it, and waits for the last word', async () => {
  const received: Frame[] = [];
  const progress: number[] = [];
  const options: StreamOptions = { onProgress: (bytes) => progress.push(bytes) };
  const link = await connectedTo(volumeDaemon(received));
  await link.upload('STORAGE_VOL_UPLOAD', volumeArgs, texts('one', '', 'two'), options);
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
  const link = await connectedTo(volumeDaemon(received));
  const cause = new Error('disk gone');
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one');
    throw cause;
  };
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, source()));
  expect(error).toMatchObject({ fault: 'caller', cause, message: expect.stringContaining('disk gone') });
  expect(received.at(-1)?.status).toBe(FRAME_STATUS.ERROR);
});

test('a call that is refused sends nothing', async () => {
  const link = await connectedTo((frame, client) => client.refuse(frame, 50, 'no such volume'));
  const source = texts('one');
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, source));
  expect(error.codeName).toBe('VIR_ERR_NO_STORAGE_VOL');
  expect(await source.next()).toEqual({ done: true, value: undefined });
});

test('an error of the host ends it, also while the source takes its time', async () => {
  const link = await connectedTo((frame, client) => {
    if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
    else if (frame.status === FRAME_STATUS.CONTINUE) client.refuse(frame, 38, 'no space left on device');
  });
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one');
    await new Promise(() => undefined);
  };
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, source()));
  expect(error).toMatchObject({ fault: 'host', codeName: 'VIR_ERR_SYSTEM_ERROR' });
});

test('a host that takes nothing more is given up after the deadline', async () => {
  const link = await connectedTo((frame, client) => {
    if (frame.type !== FRAME_TYPE.CALL) return;
    client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
    client.pause();
  });
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(1_048_576);
  };
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, source(), { deadline: 50 }));
  expect(error).toMatchObject({
    fault: 'unknown-outcome',
    message: expect.stringContaining('nothing moved'),
  });
});

test('a lost connection leaves the outcome unknown', async () => {
  const link = await connectedTo((frame, client) => {
    if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
    else client.cut();
  });
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, texts('one', 'two')));
  expect(error.fault).toBe('unknown-outcome');
});

describe('holes', () => {
  async function* sparse(): AsyncGenerator<StreamItem> {
    yield Buffer.from('one');
    yield { hole: 5_000_000_000 };
    yield { hole: 0 };
    yield Buffer.from('two');
  }

  test('are sent as their length, and count as progress', async () => {
    const received: Frame[] = [];
    const progress: number[] = [];
    const link = await connectedTo(volumeDaemon(received));
    const options: StreamOptions = { onProgress: (bytes) => progress.push(bytes) };
    await link.upload('STORAGE_VOL_UPLOAD', { ...volumeArgs, flags: 1 }, sparse(), options);
    expect(received.map(({ type, status }) => [type, status])).toEqual([
      [FRAME_TYPE.STREAM, FRAME_STATUS.CONTINUE],
      [FRAME_TYPE.STREAM_HOLE, FRAME_STATUS.CONTINUE],
      [FRAME_TYPE.STREAM, FRAME_STATUS.CONTINUE],
      [FRAME_TYPE.STREAM, FRAME_STATUS.OK],
    ]);
    expect(received[1]?.body.readBigInt64BE(0)).toBe(5_000_000_000n);
    expect(received[1]?.body.readUInt32BE(8)).toBe(0);
    expect(progress).toEqual([3, 5_000_000_003, 5_000_000_006]);
  });

  test('that the host refuses come back as a second reply', async () => {
    const link = await connectedTo((frame, client) => {
      if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      else if (frame.type === FRAME_TYPE.STREAM_HOLE) client.refuse(frame, 38, 'no seeking in a pipe');
    });
    const error = await failure(link.upload('STORAGE_VOL_UPLOAD', { ...volumeArgs, flags: 1 }, sparse()));
    expect(error).toMatchObject({ fault: 'host', message: expect.stringContaining('no seeking') });
    expect(link.closed).toBe(false);
  });
});

test('where the host does not even confirm that it is given up, the connection ends', async () => {
  const link = await connectedTo(() => undefined);
  const error = await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, texts('one'), { deadline: 10 }));
  expect(error).toMatchObject({
    fault: 'unknown-outcome',
    message: expect.stringContaining('nothing moved for 10 ms'),
  });
  expect(link.closed).toBe(true);
});

test('where it does, the connection is as good as before', async () => {
  const link = await connectedTo((frame, client) => {
    if (frame.status === FRAME_STATUS.ERROR) client.send({ ...frame, status: FRAME_STATUS.OK });
  });
  await failure(link.upload('STORAGE_VOL_UPLOAD', volumeArgs, texts('one'), { deadline: 10 }));
  expect(link.closed).toBe(false);
});
