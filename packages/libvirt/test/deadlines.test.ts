import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines, type Expiring } from '../src/deadlines.js';

/** Someone who waits for so many ms, and notes when that is over. */
function waiter(ms: number): Waiting {
  return { expires: performance.now() + ms, over: false };
}

interface Waiting extends Expiring {
  expires: number;
  over: boolean;
}

const note = (one: Waiting): void => {
  one.over = true;
  one.expires = Infinity;
};

test('each ends in its time, whoever came first', async () => {
  const [long, short, never] = [waiter(60), waiter(10), waiter(Infinity)];
  const all = [long, short, never];
  const deadlines = new Deadlines(() => all, note);
  for (const { expires } of all) deadlines.watch(expires);
  while (!short.over) await sleep(1);
  expect(long.over).toBe(false);
  while (!long.over) await sleep(1);
  expect(never.over).toBe(false);
});

test('one timer serves all who come later', () => {
  const set = jest.spyOn(globalThis, 'setTimeout');
  const deadlines = new Deadlines(() => [], note);
  for (let count = 0; count < 100; count++) deadlines.watch(performance.now() + 60_000 + count);
  expect(set).toHaveBeenCalledTimes(1);
  deadlines.stop();
  set.mockRestore();
});

test('after the end it watches nothing', async () => {
  const short = waiter(1);
  const deadlines = new Deadlines(() => [short], note);
  deadlines.stop();
  deadlines.watch(short.expires);
  await sleep(10);
  expect(short.over).toBe(false);
});

test('an answer that came while the process stood still counts', async () => {
  const answered = waiter(5);
  const all = new Set([answered]);
  const deadlines = new Deadlines(() => all, note);
  deadlines.watch(answered.expires);
  const [one, other] = await socketPair();
  one.on('data', () => all.delete(answered));
  other.write('the answer');
  for (const until = performance.now() + 20; performance.now() < until;);
  await sleep(10);
  expect(answered.over).toBe(false);
  one.destroy();
  other.destroy();
});

test.each([Infinity, 2 ** 31, 2 ** 40])('a deadline of %d ms is none that is over at once', async (ms) => {
  const patient = waiter(ms);
  const deadlines = new Deadlines(() => [patient], note);
  const warned: string[] = [];
  const warn = (warning: Error): void => void warned.push(warning.name);
  process.on('warning', warn);
  deadlines.watch(patient.expires);
  await sleep(10);
  expect(patient.over).toBe(false);
  deadlines.stop();
  process.off('warning', warn);
  expect(warned).toEqual([]);
});

/** Two ends of one socket of the system. */
async function socketPair(): Promise<readonly [net.Socket, net.Socket]> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const client = net.connect(port, '127.0.0.1');
  const [accepted] = (await once(server, 'connection')) as [net.Socket];
  server.close();
  return [client, accepted];
}
