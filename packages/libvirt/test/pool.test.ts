import net from 'node:net';
import { connect, type ConnectOptions } from '../src/connect.js';
import { Connection } from '../src/connection.js';
import { CallQueue } from '../src/call-queue.js';
import { ConnectionPool } from '../src/pool.js';
import { type Frame, FRAME_TYPE } from '../src/wire/frame.js';
import {
  type Behaviour,
  type FakeClient,
  type FakeDaemon,
  fakeDaemon,
  isCall,
  oneNumber,
} from './fake-daemon.js';
import { failure } from './failure.js';

let daemon: FakeDaemon | undefined;
let pool: ConnectionPool | undefined;
afterEach(async () => {
  await pool?.close();
  await daemon?.stop();
});

async function connected(
  behaviour: Behaviour,
  options: ConnectOptions = {},
): Promise<{ pool: ConnectionPool; daemon: FakeDaemon }> {
  daemon = await fakeDaemon(behaviour);
  pool = await connect(daemon.uri, { keepalive: false, ...options });
  return { pool, daemon };
}

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const read = (from: ConnectionPool): Promise<unknown> => from.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 });
const start = (from: ConnectionPool): Promise<unknown> =>
  from.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 });

async function until(condition: () => boolean): Promise<void> {
  for (const late = performance.now() + 4_000; !condition();) {
    if (performance.now() > late) throw new Error(`this did not come true: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Answers reads at once and holds starts back; tells how many of them each client has. */
function holding(): {
  readonly behaviour: Behaviour;
  readonly held: readonly { frame: Frame; client: FakeClient }[];
} {
  const held: { frame: Frame; client: FakeClient }[] = [];
  return {
    held,
    behaviour: (frame, client) => {
      if (isCall(frame, 'DOMAIN_GET_XML_DESC'))
        client.reply(frame, 'DOMAIN_GET_XML_DESC', { xml: '<domain/>' });
      else held.push({ frame, client });
    },
  };
}

test('one call needs one connection', async () => {
  const { pool: calls, daemon: fake } = await connected(holding().behaviour);
  for (let count = 0; count < 5; count++) await read(calls);
  expect(fake.clients).toHaveLength(1);
});

test('a burst of reads is spread over no more connections than allowed', async () => {
  const { pool: calls, daemon: fake } = await connected(holding().behaviour, { connections: 3 });
  await Promise.all(Array.from({ length: 300 }, () => read(calls)));
  expect(fake.clients.length).toBeGreaterThan(1);
  expect(fake.clients.length).toBeLessThanOrEqual(3);
});

test('calls that may wait never hold a read back', async () => {
  const { behaviour, held } = holding();
  const { pool: calls } = await connected(behaviour, { connections: 2 });
  const starts = Array.from({ length: 20 }, () => start(calls));
  await until(() => held.length === 8);
  await Promise.all(Array.from({ length: 50 }, () => read(calls)));
  expect(held).toHaveLength(8);
  // The rest follows as places become free, four to a connection.
  let answered = 0;
  while (answered < starts.length) {
    await until(() => held.length > answered);
    const next = held[answered++];
    next?.client.reply(next.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
  }
  await Promise.all(starts);
});

test('what found no place by its deadline was not sent', async () => {
  const { behaviour, held } = holding();
  const { pool: calls } = await connected(behaviour, { connections: 1 });
  const inFlight = Array.from({ length: 4 }, () => failure(start(calls)));
  await until(() => held.length === 4);
  const error = await failure(calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { deadline: 20 }));
  expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('not sent') });
  const controller = new AbortController();
  const given = failure(start(calls).then(() => undefined));
  const aborted = failure(
    calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { signal: controller.signal }),
  );
  controller.abort();
  expect((await aborted).fault).toBe('caller');
  await calls.close();
  expect((await given).fault).toBe('connection');
  for (const lost of await Promise.all(inFlight)) expect(lost.fault).toBe('unknown-outcome');
});

test('after a connection is lost, the next call opens another', async () => {
  let cuts = 0;
  const { pool: calls, daemon: fake } = await connected(
    (frame, client) => {
      if (cuts++ === 0) client.cut();
      else client.reply(frame, 'DOMAIN_GET_XML_DESC', { xml: '<domain/>' });
    },
    { connections: 1 },
  );
  expect((await failure(read(calls))).fault).toBe('unknown-outcome');
  await expect(read(calls)).resolves.toEqual({ xml: '<domain/>' });
  expect(fake.clients).toHaveLength(2);
});

describe('a host that is lost', () => {
  /** A daemon that can be away for a while: its socket refuses everybody meanwhile. */
  async function restarting(
    patience: number,
  ): Promise<{ calls: ConnectionPool; away: () => Promise<void>; back: () => void }> {
    const { behaviour } = holding();
    const { pool: calls, daemon: fake } = await connected(behaviour, { patience, connections: 2 });
    const away = async (): Promise<void> => {
      fake.away();
      // The first to notice.
      expect((await failure(read(calls))).fault).toBe('unknown-outcome');
    };
    return { calls, away, back: () => fake.back() };
  }

  test('is waited for, and the call that waited is made', async () => {
    const { calls, away, back } = await restarting(5_000);
    await away();
    const waiting = read(calls);
    setTimeout(back, 150);
    await expect(waiting).resolves.toEqual({ xml: '<domain/>' });
  });

  test('is given up after a while, and later calls are told at once', async () => {
    const { calls, away, back } = await restarting(150);
    await away();
    expect(await failure(read(calls))).toMatchObject({
      fault: 'connection',
      message: expect.stringMatching(/DOMAIN_GET_XML_DESC: .*it was not sent/),
    });
    const later = await failure(calls.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 }, { deadline: 60_000 }));
    expect(later).toMatchObject({ fault: 'connection', message: expect.stringContaining('cannot connect') });
    back();
    await expect(read(calls)).resolves.toEqual({ xml: '<domain/>' });
  });

  test('is not waited for beyond the deadline of a call', async () => {
    const { calls, away } = await restarting(60_000);
    await away();
    const error = await failure(calls.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 }, { deadline: 50 }));
    expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('50 ms') });
  });
});

test('a call that was given up gives its place free when its answer comes at last', async () => {
  const { behaviour, held } = holding();
  const { pool: calls } = await connected(behaviour, { connections: 1 });
  // Long enough that the calls are sent even where the machine has much else to do.
  const short = { deadline: 150 };
  const given = Array.from({ length: 4 }, () =>
    failure(calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, short)),
  );
  for (const error of await Promise.all(given)) expect(error.fault).toBe('unknown-outcome');
  const next = start(calls);
  for (const { frame, client } of held) client.reply(frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
  await until(() => held.length === 5);
  const last = held[4];
  last?.client.reply(last.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
  await next;
});

describe('calls that are never answered', () => {
  const givenUp = (from: ConnectionPool): Promise<unknown> =>
    failure(from.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { deadline: 150 }));

  test('do not keep their places for good', async () => {
    const { behaviour, held } = holding();
    const { pool: calls, daemon: fake } = await connected(behaviour, { connections: 1, deadline: 150 });
    await Promise.all(Array.from({ length: 4 }, () => givenUp(calls)));
    const next = calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { deadline: 60_000 });
    await until(() => held.length === 5);
    const last = held[4];
    last?.client.reply(last.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
    await next;
    await until(() => fake.clients[0]?.closed() === true);
    expect(fake.clients).toHaveLength(2);
  });

  test('neither do those that were aborted', async () => {
    const { behaviour, held } = holding();
    const { pool: calls } = await connected(behaviour, { connections: 1, deadline: 50 });
    const abort = new AbortController();
    const aborted = Array.from({ length: 4 }, () =>
      failure(calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { signal: abort.signal })),
    );
    await until(() => held.length === 4);
    abort.abort();
    await Promise.all(aborted);
    const next = calls.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, { deadline: 10_000 });
    await until(() => held.length === 5);
    const last = held[4];
    last?.client.reply(last.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
    await next;
  });

  test('are late before they are lost: a slow host keeps its connection', async () => {
    const { pool: calls, daemon: fake } = await connected(
      (frame, client) => void setTimeout(() => client.reply(frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom }), 300),
      { connections: 1 },
    );
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 4 }, () => givenUp(calls)));
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(fake.clients).toHaveLength(1);
  });

  test('take no more connections with them than there may be', async () => {
    const { behaviour, held } = holding();
    const { pool: calls, daemon: fake } = await connected(behaviour, { connections: 1, deadline: 150 });
    const long = { deadline: 60_000 };
    const later: Promise<unknown>[] = [];
    for (let round = 0; round < 3; round++) {
      later.push(failure(calls.call('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid }, long)));
      await Promise.all(Array.from({ length: 4 }, () => givenUp(calls)));
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(held.length).toBeGreaterThan(4);
    expect(fake.clients).toHaveLength(2);
    await calls.close();
    await Promise.all(later);
  });

  test('let the second of two calls that belong together be made', async () => {
    const { behaviour, held } = holding();
    daemon = await fakeDaemon(behaviour);
    const connection = await Connection.open(net.connect(daemon.path), {
      ...{ uri: daemon.uri, name: 'test:///default', keepalive: false, deadline: 10 },
    });
    const open = (): Promise<Connection> => Promise.reject(new Error('one is enough'));
    const queue = new CallQueue({ open, max: 1, first: connection, idle: Infinity, patience: 0 });
    const lost = (): Promise<unknown> =>
      failure(
        queue.run({
          ...{ procedure: 'a call', slow: true, options: { deadline: 10 } },
          make: (on, options) => on.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }, options),
        }),
      );
    const asked = connection.call('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid }, { deadline: 60_000 });
    await Promise.all(Array.from({ length: 4 }, lost));
    await until(() => connection.load.lost === 4);
    const together = asked.then(() => connection.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 }));
    const [one] = held;
    one?.client.reply(one.frame, 'DOMAIN_LOOKUP_BY_UUID', { dom });
    await expect(together).resolves.toEqual({ xml: '<domain/>' });
    await until(() => connection.closed);
    await queue.close();
  });

  test('leave a connection to the others that are under way on it', async () => {
    const { behaviour, held } = holding();
    const { pool: calls, daemon: fake } = await connected(behaviour, { connections: 1 });
    const first = start(calls);
    const others = Array.from({ length: 3 }, () => givenUp(calls));
    await Promise.all(others);
    await givenUp(calls);
    const [one] = held;
    expect(fake.clients[0]?.closed()).toBe(false);
    one?.client.reply(one.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
    await first;
    // Three lost, one answered: there is a place left.
    const next = start(calls);
    await until(() => held.length >= 5);
    const last = held.at(-1);
    last?.client.reply(last.frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
    await next;
    expect(fake.clients).toHaveLength(1);
  });
});

describe('connections without anything to do', () => {
  test('are closed after a while, but for one', async () => {
    const { pool: calls, daemon: fake } = await connected(holding().behaviour, { connections: 3, idle: 20 });
    await Promise.all(Array.from({ length: 300 }, () => read(calls)));
    expect(fake.clients.length).toBeGreaterThan(1);
    await until(() => fake.clients.filter((client) => !client.closed()).length === 1);
    await expect(read(calls)).resolves.toEqual({ xml: '<domain/>' });
    expect(fake.clients.filter((client) => !client.closed())).toHaveLength(1);
  });

  test('stay while a call is under way', async () => {
    const { behaviour, held } = holding();
    const { pool: calls, daemon: fake } = await connected(behaviour, { connections: 2, idle: 10 });
    const starts = Array.from({ length: 8 }, () => start(calls));
    await until(() => held.length === 8);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(fake.clients.filter((client) => !client.closed())).toHaveLength(2);
    for (const { frame, client } of held) client.reply(frame, 'DOMAIN_CREATE_WITH_FLAGS', { dom });
    await Promise.all(starts);
  });
});

test.each([
  [true, 1],
  [false, 2],
])('events among the calls: %s, so that there are %d connections', async (eventsAmongCalls, connections) => {
  const { behaviour } = holding();
  const fake = await fakeDaemon((frame, client) => {
    if (isCall(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY')) {
      client.reply(frame, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { callbackID: 1 });
    } else behaviour(frame, client);
  });
  daemon = fake;
  const opened = await ConnectionPool.open({
    ...{ uri: fake.uri, connections: 1, deadline: 1_000, idle: Infinity, patience: 0, eventsAmongCalls },
    open: () =>
      Connection.open(net.connect(fake.path), { uri: fake.uri, name: 'test:///default', keepalive: false }),
  });
  pool = opened;
  const subscribed = async (): Promise<void> => {
    const { ready } = opened.events({ events: ['domain.lifecycle'] });
    await ready;
  };
  // However many there are, and also where they begin at the same time.
  await Promise.all([subscribed(), subscribed(), subscribed()]);
  await read(opened);
  expect(fake.clients).toHaveLength(connections);
  fake.away();
  fake.back();
  await until(() => fake.clients.length > connections);
  await Promise.all([subscribed(), subscribed()]);
  expect(fake.clients.filter((client) => !client.closed()).length).toBeLessThanOrEqual(connections);
  await opened.close();
  await until(() => fake.clients.every((client) => client.closed()));
});

test('a procedure that the table does not have is called by its numbers', async () => {
  const { pool: calls } = await connected((frame, client) => {
    expect(frame).toMatchObject({ program: 0x8000, procedure: 7, body: Buffer.from([0, 0, 0, 5]) });
    client.send({ ...frame, type: FRAME_TYPE.REPLY, write: oneNumber(6) });
  });
  const answer = await calls.callRaw({ program: 0x8000, number: 7 }, Buffer.from([0, 0, 0, 5]));
  expect(answer).toEqual(Buffer.from([0, 0, 0, 6]));
});

test('one that is held to a list calls no procedure by its number', async () => {
  const { pool: calls } = await connected(holding().behaviour, { allow: ['DOMAIN_GET_XML_DESC'] });
  const error = await failure(calls.callRaw({ program: 0x2000_8086, number: 12 }, Buffer.alloc(0)));
  expect(error.fault).toBe('caller');
});

test('with the daemon gone for good, calls fail as not connected', async () => {
  const { pool: calls, daemon: fake } = await connected((_, client) => client.cut(), { patience: 0 });
  expect((await failure(read(calls))).fault).toBe('unknown-outcome');
  await fake.stop();
  daemon = undefined;
  expect((await failure(read(calls))).fault).toBe('connection');
});

test('nobody there is said with what to do', async () => {
  const error = await failure(connect('test+unix:///default?socket=/nowhere/sock'));
  expect(error).toMatchObject({ fault: 'connection' });
  expect(error.message).toMatch(/\/nowhere\/sock: .*ENOENT.*is the daemon running/);
});

test('a daemon that says nothing is given up at the deadline', async () => {
  daemon = await fakeDaemon(() => undefined, { auth: [] });
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  server.on('connection', (socket) => socket.on('error', () => undefined).resume());
  const error = await failure(connect(`test+tcp://127.0.0.1:${port}/default`, { deadline: 50 }));
  expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('within 50 ms') });
  await new Promise((resolve) => server.close(resolve));
});

test('after it is closed nothing is sent any more', async () => {
  const { pool: calls } = await connected(holding().behaviour);
  await calls.close();
  expect((await failure(read(calls))).fault).toBe('connection');
  await calls.close();
});
