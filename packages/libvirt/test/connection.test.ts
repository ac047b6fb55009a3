import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import net from 'node:net';
import { Connection, type ConnectionOptions } from '../src/connection.js';
import { KEEPALIVE } from '../src/keepalive.js';
import { CALL_CHANNEL } from '../src/trace.js';
import { type Frame, FRAME_STATUS, FRAME_TYPE } from '../src/wire/frame.js';
import { PROGRAM } from '../src/wire/procedure.js';
import { procedures } from '../src/wire/procedures.js';
import { string } from '../src/wire/xdr.js';
import { XdrReader } from '../src/wire/xdr-reader.js';
import type { XdrWriter } from '../src/wire/xdr-writer.js';
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
afterEach(async () => {
  await daemon?.stop();
  daemon = undefined;
});

async function connected(
  behaviour: Behaviour,
  options: Partial<ConnectionOptions> = {},
  fake: Parameters<typeof fakeDaemon>[1] = {},
): Promise<{ connection: Connection; client: FakeClient }> {
  daemon = await fakeDaemon(behaviour, fake);
  const socket = net.connect(daemon.path);
  const connection = await Connection.open(socket, {
    uri: daemon.uri,
    name: 'test:///default',
    keepalive: false,
    ...options,
  });
  const [client] = daemon.clients;
  if (client === undefined) throw new Error('nobody connected');
  return { connection, client };
}

const lookup = { name: 'web' };
const found = { dom: { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 } };

const silent: Behaviour = () => undefined;

describe('greeting', () => {
  test('lists logins, then asks for keepalive and opens with the read-only flag', async () => {
    const { connection, client } = await connected(silent, {
      readOnly: true,
      keepalive: { interval: 5_000, count: 5 },
    });
    expect(client.frames.map(({ procedure }) => procedure)).toEqual([66, 60, 1]);
    const open = new XdrReader(client.frames[2]?.body ?? Buffer.alloc(0));
    expect(procedures.CONNECT_OPEN.args.read(open)).toEqual({ name: 'test:///default', flags: 1 });
    await connection.close();
  });

  test('a login that cannot be given is unsupported', async () => {
    const error = await failure(connected(silent, {}, { auth: [99] }));
    expect(error).toMatchObject({ fault: 'unsupported', message: expect.stringContaining('99') });
  });

  test('a daemon that hangs up on OPEN is a connection error: nothing was asked for yet', async () => {
    const server = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const socket = net.connect(address.port, '127.0.0.1');
    const error = await failure(Connection.open(socket, { uri: 'test:///default', name: 'test:///default' }));
    expect(error.fault).toBe('connection');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('calls', () => {
  test('answers go to their calls, in whatever order they come', async () => {
    const waiting: { name: string; answer: () => void }[] = [];
    const { connection } = await connected((frame, client) => {
      const name = string.read(new XdrReader(frame.body));
      waiting.push({
        name,
        answer: () => client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', { dom: { ...found.dom, name } }),
      });
      if (waiting.length === 3) for (const { answer } of waiting.reverse()) answer();
    });
    const names = ['a', 'b', 'c'];
    const answers = await Promise.all(
      names.map((name) => connection.call('DOMAIN_LOOKUP_BY_NAME', { name })),
    );
    expect(answers.map(({ dom }) => dom.name)).toEqual(names);
  });

  test("libvirt's error keeps all that it says", async () => {
    const { connection } = await connected((frame, client) => client.refuse(frame, 42, 'Domain not found'));
    const error = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    expect(error).toMatchObject({
      fault: 'host',
      code: 42,
      codeName: 'VIR_ERR_NO_DOMAIN',
      domain: 'VIR_FROM_QEMU',
      level: 2,
      str1: 'detail',
      int1: 7,
      int2: -1,
      procedure: 'DOMAIN_LOOKUP_BY_NAME',
      message: 'Domain not found',
    });
  });

  test('a call that is never answered ends at its deadline, and its late answer is let go', async () => {
    const late: (() => void)[] = [];
    const { connection } = await connected((frame, client) => {
      if (late.length === 0) late.push(() => client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found));
      else {
        late[0]?.();
        client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found);
      }
    });
    const error = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup, { deadline: 20 }));
    expect(error).toMatchObject({ fault: 'unknown-outcome', message: expect.stringContaining('20 ms') });
    expect(connection.load.calls).toBe(1);
    await expect(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)).resolves.toEqual(found);
    expect(connection.load.calls).toBe(0);
  });

  test('a signal gives up: before the call nothing is sent, afterwards the outcome is unknown', async () => {
    const { connection, client } = await connected(silent);
    const greeting = client.frames.length;
    const before = await failure(
      connection.call('DOMAIN_LOOKUP_BY_NAME', lookup, { signal: AbortSignal.abort('enough') }),
    );
    expect(before).toMatchObject({ fault: 'caller', cause: 'enough' });
    const controller = new AbortController();
    const call = connection.call('DOMAIN_LOOKUP_BY_NAME', lookup, { signal: controller.signal });
    controller.abort('enough');
    expect(await failure(call)).toMatchObject({ fault: 'unknown-outcome', cause: 'enough' });
    expect(client.frames.slice(greeting).length).toBeLessThanOrEqual(1);
  });

  test('a lost connection rejects everybody who waits: the outcome is unknown, later calls were not sent', async () => {
    const { connection } = await connected((_, client) => client.cut());
    const calls = [1, 2, 3].map(() => failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)));
    for (const error of await Promise.all(calls)) expect(error.fault).toBe('unknown-outcome');
    const later = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    expect(later.fault).toBe('connection');
  });

  test('closing rejects who waits as well', async () => {
    const { connection } = await connected(silent);
    const call = failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    await connection.close();
    expect((await call).fault).toBe('unknown-outcome');
  });

  test('while it closes nothing more is sent, and it takes leave once', async () => {
    const { connection, client } = await connected(silent);
    const closing = [connection.close(), connection.close()];
    const late = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    expect(late).toMatchObject({ fault: 'connection', message: expect.stringContaining('it was not sent') });
    await Promise.all(closing);
    expect(client.frames.filter((frame) => isCall(frame, 'CONNECT_CLOSE'))).toHaveLength(1);
    expect(client.frames.filter((frame) => isCall(frame, 'DOMAIN_LOOKUP_BY_NAME'))).toHaveLength(0);
  });

  test('arguments that cannot be sent are refused without sending', async () => {
    const { connection, client } = await connected(silent);
    const sent = client.frames.length;
    const error = await failure(connection.call('DOMAIN_LOOKUP_BY_UUID', { uuid: 'no uuid' }));
    expect(error).toMatchObject({
      fault: 'caller',
      message: expect.stringContaining('"no uuid" is not a UUID'),
    });
    expect(client.frames.length).toBe(sent);
    expect(connection.load.calls).toBe(0);
  });

  test('a procedure that is not on the list is refused without sending', async () => {
    const { connection, client } = await connected(silent, { allow: ['DOMAIN_GET_XML_DESC'] });
    const sent = client.frames.length;
    const error = await failure(connection.call('DOMAIN_DESTROY_FLAGS', { ...found, flags: 0 }));
    expect(error).toMatchObject({ fault: 'caller', procedure: 'DOMAIN_DESTROY_FLAGS' });
    expect(client.frames.length).toBe(sent);
  });

  test('NETWORK_UPDATE swaps command and section for daemons that take them the other way round', async () => {
    const { connection, client } = await connected((frame, peer) => peer.reply(frame, 'NETWORK_UPDATE', {}));
    const net = { name: 'n', uuid: found.dom.uuid };
    const update = { net, command: 3, section: 4, parentIndex: -1, xml: '<host/>', flags: 3 };
    await connection.call('NETWORK_UPDATE', update);
    const sent = client.frames.find((frame) => isCall(frame, 'NETWORK_UPDATE'));
    const read = procedures.NETWORK_UPDATE.args.read(new XdrReader(sent?.body ?? Buffer.alloc(0)));
    expect(read).toMatchObject({ command: 4, section: 3 });
  });
});

describe('an answer that cannot be read', () => {
  const answers: readonly (readonly [
    string,
    Partial<Frame> & { readonly write?: (writer: XdrWriter) => void },
  ])[] = [
    ['that is cut off', {}],
    ['that claims too long a name', { write: oneNumber(0x7fff_ffff) }],
    [
      'whose name is not UTF-8',
      {
        write: (writer) => {
          oneNumber(4)(writer);
          writer.bytes.fill(0xff, writer.advance(24));
        },
      },
    ],
    ['that is a cut-off error', { status: FRAME_STATUS.ERROR }],
  ];
  test.each(answers)('%s leaves its outcome unknown, and the other calls alone', async (_, answer) => {
    const { connection } = await connected((frame, client) => {
      const name = string.read(new XdrReader(frame.body));
      if (name === 'web') client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found);
      else client.send({ ...frame, ...answer, type: FRAME_TYPE.REPLY });
    });
    const broken = failure(connection.call('DOMAIN_LOOKUP_BY_NAME', { name: 'broken' }));
    await expect(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)).resolves.toEqual(found);
    expect(await broken).toMatchObject({
      fault: 'unknown-outcome',
      message: expect.stringContaining('cannot be read'),
    });
    expect(connection.closed).toBe(false);
  });
});

describe('what is not the protocol', () => {
  const cases: readonly (readonly [string, Behaviour])[] = [
    ['a frame that is too long', (_, client) => client.raw(Buffer.from([0x7f, 0xff, 0xff, 0xff]))],
    ['a frame that is too short', (_, client) => client.raw(Buffer.from([0, 0, 0, 4]))],
    [
      'an answer that names another procedure',
      (frame, client) => client.send({ serial: frame.serial, procedure: 1 }),
    ],
    [
      'a stream where there is none',
      (frame, client) => client.send({ ...frame, type: FRAME_TYPE.STREAM, status: FRAME_STATUS.OK }),
    ],
    ['silence and a hang-up', (_, client) => client.cut()],
  ];
  test.each(cases)('%s ends the connection, and the call with an unknown outcome', async (_, behaviour) => {
    const { connection } = await connected(behaviour);
    const error = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    expect(error.fault).toBe('unknown-outcome');
    expect(connection.closed).toBe(true);
  });

  test('an answer that comes twice counts once', async () => {
    const { connection } = await connected((frame, client) => {
      client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found);
      client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found);
    });
    await expect(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)).resolves.toEqual(found);
    await expect(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)).resolves.toEqual(found);
  });
});

describe('keepalive', () => {
  const keepalive = { interval: 10, count: 3 };

  test('answers a ping', async () => {
    const pongs: number[] = [];
    const { client } = await connected((frame) => {
      if (frame.program === PROGRAM.KEEPALIVE) pongs.push(frame.procedure);
    });
    const pong = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (pongs.length === 0) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
    client.send({ program: PROGRAM.KEEPALIVE, procedure: KEEPALIVE.PING, type: FRAME_TYPE.MESSAGE });
    await pong;
    expect(pongs).toEqual([KEEPALIVE.PONG]);
  });

  test('a daemon that gives no sign of life is given up', async () => {
    const { connection } = await connected(silent, { keepalive }, { keepalive: true });
    const error = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup));
    expect(error).toMatchObject({
      fault: 'unknown-outcome',
      message: expect.stringContaining('no sign of life'),
    });
  });

  test('a daemon that answers pings is waited for', async () => {
    let pings = 0;
    const { connection } = await connected(
      (frame, client) => {
        if (frame.program === PROGRAM.KEEPALIVE) {
          pings++;
          client.send({ ...frame, procedure: KEEPALIVE.PONG, type: FRAME_TYPE.MESSAGE });
          const call = client.frames.find((earlier) => isCall(earlier, 'DOMAIN_LOOKUP_BY_NAME'));
          if (pings > 2 * keepalive.count && call !== undefined)
            client.reply(call, 'DOMAIN_LOOKUP_BY_NAME', found);
        }
      },
      { keepalive },
      { keepalive: true },
    );
    await expect(connection.call('DOMAIN_LOOKUP_BY_NAME', lookup)).resolves.toEqual(found);
    await connection.close();
  });
});

test('a stream is told with the bytes that it moved', async () => {
  const { connection } = await connected((frame, client) => {
    if (isCall(frame, 'STORAGE_VOL_UPLOAD')) client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
    else if (frame.status === FRAME_STATUS.OK) client.send(frame);
  });
  const told: unknown[] = [];
  const listen = (message: unknown): void => void told.push(message);
  subscribe(CALL_CHANNEL, listen);
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(1_000);
    yield Buffer.alloc(500);
  }
  const args = { vol: { pool: 'p', name: 'v', key: '/p/v' }, offset: 0n, length: 0n, flags: 0 };
  await connection.upload('STORAGE_VOL_UPLOAD', args, source());
  unsubscribe(CALL_CHANNEL, listen);
  expect(told).toMatchObject([
    { procedure: 'STORAGE_VOL_UPLOAD', sent: 1_500, received: 0, error: undefined },
  ]);
});

test('who listens on the diagnostics channel is told of each call', async () => {
  const { connection } = await connected((frame, client) => {
    const name = string.read(new XdrReader(frame.body));
    if (name === 'web') client.reply(frame, 'DOMAIN_LOOKUP_BY_NAME', found);
    else client.refuse(frame, 42, 'Domain not found');
  });
  const told: unknown[] = [];
  const listen = (message: unknown): void => void told.push(message);
  subscribe(CALL_CHANNEL, listen);
  await connection.call('DOMAIN_LOOKUP_BY_NAME', lookup);
  const error = await failure(connection.call('DOMAIN_LOOKUP_BY_NAME', { name: 'gone' }));
  unsubscribe(CALL_CHANNEL, listen);
  await connection.call('DOMAIN_LOOKUP_BY_NAME', lookup);
  const common = {
    uri: connection.uri,
    procedure: 'DOMAIN_LOOKUP_BY_NAME',
    milliseconds: expect.any(Number),
  };
  expect(told).toEqual([
    { ...common, sent: 36, received: 56, error: undefined },
    { ...common, sent: 36, received: expect.any(Number), error },
  ]);
});
