import { connect } from '../src/connect.js';
import { type FakeDaemon, fakeDaemon } from './fake-daemon.js';

let daemon: FakeDaemon | undefined;
afterEach(() => daemon?.stop());
jest.setTimeout(60_000);

const CALLS = 5_000;
const CONNECTIONS = 100;

test('many calls under one signal leave nothing behind', async () => {
  daemon = await fakeDaemon((frame, client) =>
    client.reply(frame, 'CONNECT_GET_HOSTNAME', { hostname: 'h' }),
  );
  const warnings: Error[] = [];
  const warn = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warn);
  const caller = await connect(daemon.uri, { keepalive: false });
  const controller = new AbortController();
  const burst = async (): Promise<void> => {
    const calls = Array.from({ length: 500 }, () =>
      caller.call('CONNECT_GET_HOSTNAME', {}, { signal: controller.signal }),
    );
    await Promise.all(calls);
  };
  for (let done = 0; done < CALLS; done += 500) await burst();
  process.off('warning', warn);
  // One timer each would still be there; so would a warning of too many listeners.
  const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout');
  expect(timers.length).toBeLessThan(10);
  expect(warnings).toEqual([]);
  await caller.close();
});

test('connections that are closed are gone', async () => {
  daemon = await fakeDaemon((frame, client) =>
    client.reply(frame, 'CONNECT_GET_HOSTNAME', { hostname: 'h' }),
  );
  const sockets = (): number =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'PipeWrap').length;
  const before = sockets();
  for (let round = 0; round < CONNECTIONS; round++) {
    const caller = await connect(daemon.uri);
    await caller.call('CONNECT_GET_HOSTNAME', {});
    await caller.close();
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(sockets()).toBeLessThan(before + 5);
});
