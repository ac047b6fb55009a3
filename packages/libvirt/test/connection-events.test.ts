import net from 'node:net';
import { connect } from '../src/connect.js';
import { Connection } from '../src/connection.js';
import type { LibvirtEvent } from '../src/events.js';
import type { ConnectionPool } from '../src/pool.js';
import { encodeFrame, type Frame, FRAME_TYPE } from '../src/wire/frame.js';
import { messages } from '../src/wire/procedures/messages.js';
import { type Message, PROGRAM } from '../src/wire/procedure.js';
import { type Behaviour, type FakeClient, type FakeDaemon, fakeDaemon, isCall } from './fake-daemon.js';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

let daemon: FakeDaemon | undefined;
let pool: ConnectionPool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await daemon?.stop();
});

/** Registers whoever asks, as callback 0, and answers reads. */
const registering: Behaviour = (frame, client) => {
  if (isCall(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY')) {
    client.reply(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { callbackID: 0 });
  } else if (isCall(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY')) {
    client.reply(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', {});
  } else client.reply(frame, 'DOMAIN_GET_XML_DESC', { xml: '<domain/>' });
};

async function connection(behaviour: Behaviour): Promise<{ caller: Connection; client: FakeClient }> {
  daemon = await fakeDaemon(behaviour);
  const caller = await Connection.open(net.connect(daemon.path), {
    uri: daemon.uri,
    name: 'test:///default',
  });
  return { caller, client: lastClient() };
}

async function connected(behaviour: Behaviour): Promise<ConnectionPool> {
  daemon = await fakeDaemon(behaviour);
  pool = await connect(daemon.uri, { keepalive: false });
  return pool;
}

function lastClient(): FakeClient {
  const client = daemon?.clients.at(-1);
  if (client === undefined) throw new Error('nobody is connected');
  return client;
}

function sendEvent<B>(client: FakeClient, { program, number, body }: Message<B>, value: B): void {
  client.send({
    program,
    procedure: number,
    type: FRAME_TYPE.MESSAGE,
    write: (writer) => body.write(writer, value),
  });
}

function started(client: FakeClient): void {
  const msg = { dom, event: 2, detail: 0 };
  sendEvent(client, messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE, { callbackID: 0, msg });
}

const isRegistration = (frame: Frame): boolean => isCall(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY');
const isDeregistration = (frame: Frame): boolean =>
  isCall(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function take(events: AsyncIterable<LibvirtEvent>, count: number): Promise<readonly LibvirtEvent[]> {
  const seen: LibvirtEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (seen.length === count) break;
  }
  return seen;
}

test('an event that cannot be read costs neither the connection nor its silence', async () => {
  const { caller, client } = await connection(registering);
  const events = caller.events({ events: ['domain.lifecycle'] });
  await events.ready;
  client.send({
    procedure: messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number,
    type: FRAME_TYPE.MESSAGE,
    // The callback id, and then a name that is longer than the frame.
    write: (writer) => writer.bytes.fill('\0\0\0\0\0\0\0\x99', writer.advance(8)),
  });
  started(client);
  expect(await take(events, 2)).toMatchObject([
    { name: 'missed', count: 1, error: { fault: 'unsupported' } },
    { name: 'domain.lifecycle', change: 'started', detail: 'booted' },
  ]);
  await expect(caller.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })).resolves.toEqual({ xml: '<domain/>' });
  await caller.close();
});

test.each([
  ['that this client does not know', { procedure: 7_777 }],
  ['of a program that it does not know', { program: 0x68000, procedure: 318 }],
  // REMOTE's procedure 6 is no event; QEMU's is.
  ['of a number that is an event in another program', { program: PROGRAM.REMOTE, procedure: 6 }],
])('a message %s is let go', async (_, message) => {
  const { caller, client } = await connection(registering);
  const events = caller.events({ events: ['domain.lifecycle'] });
  await events.ready;
  client.send({ ...message, type: FRAME_TYPE.MESSAGE });
  started(client);
  expect(await take(events, 1)).toMatchObject([{ name: 'domain.lifecycle' }]);
  await caller.close();
});

test('an event that arrives in one piece with the answer to its registration, and before it, is seen', async () => {
  const { caller } = await connection((frame, client) => {
    if (isRegistration(frame)) started(client);
    registering(frame, client);
  });
  expect(await take(caller.events({ events: ['domain.lifecycle'] }), 1)).toMatchObject([
    { change: 'started' },
  ]);
  await caller.close();
});

test('what the daemon did not answer by the deadline is told as such', async () => {
  const { caller } = await connection(() => undefined);
  const events = caller.events({ events: ['domain.lifecycle'] }, { deadline: 20 });
  await expect(events.ready).rejects.toMatchObject({ fault: 'unknown-outcome' });
  await caller.close();
});

describe('one connection', () => {
  test('that is lost ends its subscriptions with the loss', async () => {
    const { caller, client } = await connection(registering);
    const events = caller.events({ events: ['domain.lifecycle'] });
    await events.ready;
    const listening = events.listen(() => undefined);
    client.cut();
    await expect(listening).rejects.toMatchObject({ fault: 'connection' });
    await expect(caller.events({ events: ['domain.lifecycle'] }).ready).rejects.toMatchObject({
      fault: 'connection',
    });
  });

  test('that is closed here ends them without an error', async () => {
    const { caller } = await connection(registering);
    const events = caller.events({ events: ['domain.lifecycle'] });
    await events.ready;
    const listening = events.listen(() => undefined);
    await caller.close();
    await listening;
  });

  test('registers one event once, however many ask for it', async () => {
    const { caller, client } = await connection(registering);
    const events = Array.from({ length: 3 }, () => caller.events({ events: ['domain.lifecycle'] }));
    await Promise.all(events.map(({ ready }) => ready));
    started(client);
    const seen = await Promise.all(events.map((one) => take(one, 1)));
    expect(seen.flat().map(({ name }) => name)).toEqual(Array(3).fill('domain.lifecycle'));
    await until(() => client.frames.some(isDeregistration));
    expect(client.frames.filter(isRegistration)).toHaveLength(1);
    expect(client.frames.filter(isDeregistration)).toHaveLength(1);
    await caller.close();
  });
});

describe('a pool', () => {
  test('registers again after a loss, for whoever consumes in whatever way', async () => {
    const caller = await connected(registering);
    const events = caller.events({ events: ['domain.lifecycle'] });
    const heard: string[] = [];
    const listening = events.listen((event) => void heard.push(event.name));
    const iterating = take(events, 3);
    await events.ready;
    const first = lastClient();
    started(first);
    await until(() => heard.length === 1);
    first.cut();
    await until(() => heard.includes('reconnected'));
    started(lastClient());
    expect((await iterating).map(({ name }) => name)).toEqual([
      'domain.lifecycle',
      'reconnected',
      'domain.lifecycle',
    ]);
    await events.close();
    await listening;
    expect(heard).toEqual(['domain.lifecycle', 'reconnected', 'domain.lifecycle']);
  });

  test('that is closed ends its subscriptions without an error, at once', async () => {
    const caller = await connected(registering);
    const events = caller.events({ events: ['domain.lifecycle'] });
    await events.ready;
    const seen = take(events, 1);
    await caller.close();
    expect(await seen).toEqual([]);
    await expect(caller.events({ events: ['domain.lifecycle'] }).ready).rejects.toMatchObject({
      fault: 'connection',
    });
  });
});

test('a flood that nobody takes in is cut off, and the connection goes on', async () => {
  const { caller, client } = await connection(registering);
  const events = caller.events({ events: ['domain.lifecycle'] });
  await events.ready;
  const { number, body } = messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE;
  const header = {
    program: PROGRAM.REMOTE,
    procedure: number,
    type: FRAME_TYPE.MESSAGE,
    serial: 0,
    status: 0,
  };
  const value = { callbackID: 0, msg: { dom, event: 2, detail: 0 } };
  const frame = encodeFrame(header, (writer) => body.write(writer, value));
  for (let batch = 0; batch < 25; batch++) client.raw(Buffer.concat(Array<Buffer>(1_000).fill(frame)));
  await expect(caller.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })).resolves.toEqual({ xml: '<domain/>' });
  await events.close();
  const seen = await take(events, Infinity);
  expect(seen).toHaveLength(10_001);
  expect(seen.at(-1)).toEqual({ name: 'missed', count: 15_000 });
  await caller.close();
});
