import { setTimeout as sleep } from 'node:timers/promises';
import { isHole, lengthOf, type StreamItem } from '../../src/stream/hole.js';
import { type Frame, FRAME_STATUS, FRAME_TYPE } from '../../src/wire/frame.js';
import { type Behaviour, type FakeClient, isCall } from '../fake-daemon.js';
import { failure } from '../failure.js';
import { connectedTo, volumeArgs } from './connected.js';

async function collect(source: AsyncIterable<StreamItem>): Promise<string> {
  let all = '';
  for await (const item of source) all += isHole(item) ? `<${item.hole}>` : Buffer.from(item).toString();
  return all;
}

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
  const link = await connectedTo(behaviour);
  expect(await collect(link.download('STORAGE_VOL_DOWNLOAD', volumeArgs))).toBe('onetwo');
  expect(received.map(({ status }) => status)).toEqual([FRAME_STATUS.OK]);
  expect(link.load.calls).toBe(0);
});

test('leaving early aborts it', async () => {
  const { behaviour, received } = giving('one', 'two');
  const link = await connectedTo(behaviour);
  for await (const chunk of link.download('STORAGE_VOL_DOWNLOAD', volumeArgs)) {
    expect(isHole(chunk) ? chunk : Buffer.from(chunk).toString()).toBe('one');
    break;
  }
  expect(received.map(({ status }) => status)).toEqual([FRAME_STATUS.ERROR]);
  expect(link.load.calls).toBe(0);
});

test('reads no faster than it is consumed', async () => {
  const sent = { bytes: 0 };
  const link = await connectedTo((frame, client) => {
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
  for await (const chunk of link.download('STORAGE_VOL_DOWNLOAD', volumeArgs)) {
    if (consumed === 0) await sleep(50);
    consumed += lengthOf(chunk);
  }
  expect(consumed).toBe(sent.bytes);
});

test('a host that sends nothing more is given up after the deadline', async () => {
  const link = await connectedTo((frame, client) => client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {}));
  const error = await failure(collect(link.download('STORAGE_VOL_DOWNLOAD', volumeArgs, { deadline: 20 })));
  expect(error.fault).toBe('unknown-outcome');
});

describe('holes', () => {
  const hole = (frame: Frame, bytes: bigint): Parameters<FakeClient['send']>[0] => ({
    ...frame,
    type: FRAME_TYPE.STREAM_HOLE,
    status: FRAME_STATUS.CONTINUE,
    write: (writer) => {
      const at = writer.advance(12);
      writer.bytes.writeBigInt64BE(bytes, at);
      writer.bytes.writeUInt32BE(0, at + 8);
    },
  });
  const end = (frame: Frame): Parameters<FakeClient['send']>[0] => ({
    ...frame,
    type: FRAME_TYPE.STREAM,
    status: FRAME_STATUS.CONTINUE,
  });

  test('come as their length, also one at the end', async () => {
    const link = await connectedTo((frame, client) => {
      if (!isCall(frame, 'STORAGE_VOL_DOWNLOAD')) {
        client.send({ ...frame, status: FRAME_STATUS.OK });
        return;
      }
      client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {});
      client.send(hole(frame, 4_096n));
      client.send({ ...end(frame), write: (writer) => writer.bytes.write('one', writer.advance(3)) });
      client.send(hole(frame, 5_000_000_000n));
      client.send(end(frame));
    });
    expect(await collect(link.download('STORAGE_VOL_DOWNLOAD', { ...volumeArgs, flags: 1 }))).toBe(
      '<4096>one<5000000000>',
    );
  });

  test.each([-1n, 1n << 60n])('of %d bytes are not the protocol', async (bytes) => {
    const link = await connectedTo((frame, client) => {
      client.reply(frame, 'STORAGE_VOL_DOWNLOAD', {});
      client.send(hole(frame, bytes));
    });
    const error = await failure(collect(link.download('STORAGE_VOL_DOWNLOAD', volumeArgs)));
    expect(error.fault).toBe('unknown-outcome');
    expect(link.closed).toBe(true);
  });
});
