import net from 'node:net';
import { Connection } from '../../src/connection.js';
import { type Behaviour, type FakeDaemon, fakeDaemon } from '../fake-daemon.js';

let daemon: FakeDaemon | undefined;
let connection: Connection | undefined;

/** A connection to a fake daemon that behaves like that; both are gone after the test. */
export async function connectedTo(behaviour: Behaviour): Promise<Connection> {
  daemon = await fakeDaemon(behaviour);
  connection = await Connection.open(net.connect(daemon.path), {
    uri: daemon.uri,
    name: 'test:///default',
    keepalive: false,
  });
  return connection;
}

afterEach(async () => {
  await connection?.close();
  await daemon?.stop();
  connection = undefined;
  daemon = undefined;
});

/** Arguments of an upload or a download. */
export const volumeArgs = {
  vol: { pool: 'p', name: 'v', key: '/p/v' },
  offset: 0n,
  length: 0n,
  flags: 0,
} as const;

/** A source that gives these texts. */
export async function* texts(...all: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of all) yield Buffer.from(text);
}
