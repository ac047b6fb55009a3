import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { type Frame, FRAME_STATUS, FRAME_TYPE } from '../../src/wire/frame.js';
import { type Behaviour, type FakeClient, isCall } from '../fake-daemon.js';
import { failure } from '../failure.js';
import { connectedTo } from './connected.js';

const args = { dom: { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }, flags: 0 };

function say(client: FakeClient, frame: Frame, text: string): void {
  client.send({
    ...frame,
    type: FRAME_TYPE.STREAM,
    status: FRAME_STATUS.CONTINUE,
    write: (writer) => writer.bytes.write(text, writer.advance(text.length)),
  });
}

/** Says what it hears in capitals, takes leave of who takes leave, and hangs up at `bye`. */
function echo(heard: Frame[] = []): Behaviour {
  return (frame, client) => {
    if (isCall(frame, 'DOMAIN_OPEN_CONSOLE')) {
      client.reply(frame, 'DOMAIN_OPEN_CONSOLE', {});
      return;
    }
    heard.push(frame);
    const text = frame.body.toString();
    if (frame.status !== FRAME_STATUS.CONTINUE)
      client.send({ ...frame, body: Buffer.alloc(0), status: FRAME_STATUS.OK });
    else say(client, frame, text === 'bye' ? '' : text.toUpperCase());
  };
}

async function heardFrom(stream: Duplex): Promise<string> {
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  return chunk.toString();
}

test('flows both ways', async () => {
  const link = await connectedTo(echo());
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  stream.write('login: ');
  expect(await heardFrom(stream)).toBe('LOGIN: ');
  stream.destroy();
  await once(stream, 'close');
  expect(link.load.calls).toBe(0);
});

test('ending it takes leave, and reading ends as well', async () => {
  const heard: Frame[] = [];
  const link = await connectedTo(echo(heard));
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  stream.resume();
  stream.end('one');
  await Promise.all([once(stream, 'end'), once(stream, 'close')]);
  expect(heard.map(({ status, body }) => [status, body.toString()])).toEqual([
    [FRAME_STATUS.CONTINUE, 'one'],
    [FRAME_STATUS.OK, ''],
  ]);
  expect(link.load.calls).toBe(0);
});

test('leaving it aborts it', async () => {
  const heard: Frame[] = [];
  const link = await connectedTo(echo(heard));
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  stream.destroy();
  await once(stream, 'close');
  expect(heard.map(({ status }) => status)).toEqual([FRAME_STATUS.ERROR]);
});

test('where the host ends it, reading ends', async () => {
  const link = await connectedTo(echo());
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  stream.write('bye');
  stream.resume();
  await Promise.all([once(stream, 'end'), once(stream, 'close')]);
  expect(link.load.calls).toBe(0);
});

test('a refusal is told by the promise', async () => {
  const link = await connectedTo((frame, client) => client.refuse(frame, 55, 'domain is not running'));
  const error = await failure(link.converse('DOMAIN_OPEN_CONSOLE', args));
  expect(error).toMatchObject({ fault: 'host', codeName: 'VIR_ERR_OPERATION_INVALID' });
  expect(link.load.calls).toBe(0);
});

test('a host that does not answer is given up', async () => {
  const link = await connectedTo(() => undefined);
  const error = await failure(link.converse('DOMAIN_OPEN_CONSOLE', args, { deadline: 20 }));
  expect(error).toMatchObject({ fault: 'unknown-outcome' });
});

test('a signal that came before sends nothing', async () => {
  const link = await connectedTo(() => undefined);
  const error = await failure(link.converse('DOMAIN_OPEN_CONSOLE', args, { signal: AbortSignal.abort() }));
  expect(error.fault).toBe('caller');
  expect(link.load.calls).toBe(0);
});

test('a lost connection is an error of the stream', async () => {
  const link = await connectedTo((frame, client) => {
    if (frame.type === FRAME_TYPE.CALL) client.reply(frame, 'DOMAIN_OPEN_CONSOLE', {});
    else client.cut();
  });
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  stream.write('x');
  const [error] = (await once(stream, 'error')) as [unknown];
  expect(error).toMatchObject({ fault: 'unknown-outcome' });
});

test('what is said is held back while nobody reads', async () => {
  const packets = 64;
  const link = await connectedTo((frame, client) => {
    if (frame.type !== FRAME_TYPE.CALL) {
      client.send({ ...frame, status: FRAME_STATUS.OK });
      return;
    }
    client.reply(frame, 'DOMAIN_OPEN_CONSOLE', {});
    for (let packet = 0; packet < packets; packet++) say(client, frame, 'x'.repeat(65_536));
    say(client, frame, '');
  });
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(stream.readableLength).toBeLessThan(2 * 65_536 + 1);
  let read = 0;
  for await (const chunk of stream) read += (chunk as Buffer).length;
  expect(read).toBe(packets * 65_536);
});

test('what a listener throws is told as uncaught, and harms nothing else', async () => {
  const link = await connectedTo(echo());
  const stream = await link.converse('DOMAIN_OPEN_CONSOLE', args);
  const thrown: unknown[] = [];
  const later = jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
    try {
      callback();
    } catch (error) {
      thrown.push(error);
    }
  });
  const mistake = new Error('a mistake of the listener');
  stream.once('data', () => {
    throw mistake;
  });
  stream.write('one');
  while (thrown.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  later.mockRestore();
  expect(thrown).toEqual([mistake]);
  stream.write('two');
  expect(await heardFrom(stream)).toBe('TWO');
  stream.destroy();
  await once(stream, 'close');
  expect(link.closed).toBe(false);
});
