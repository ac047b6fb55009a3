import { Subscription } from '../../src/events/subscription.js';
import { LibvirtError } from '../../src/errors.js';
import type { LibvirtEvent } from '../../src/events.js';

const refreshed = (name: string): LibvirtEvent => ({ name: 'pool.refresh', pool: { name, uuid: 'u' } });
const label = (event: LibvirtEvent): string => (event.name === 'pool.refresh' ? event.pool.name : event.name);
const lost = new LibvirtError('lost', { fault: 'connection' });

function open(): { readonly events: Subscription; readonly log: string[] } {
  const log: string[] = [];
  const events = new Subscription(async () => void log.push('left'));
  events.registered();
  return { events, log };
}

async function collect(events: AsyncIterable<LibvirtEvent>): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const event of events) seen.push(label(event));
  return seen;
}

/** Lets everything that can happen now happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a listener is told every event, one after the other, and its listening ends with the subscription', async () => {
  const { events, log } = open();
  const seen: string[] = [];
  const listening = events.listen((event) => void seen.push(label(event)));
  events.push(refreshed('a'));
  events.push(refreshed('b'));
  await events.close();
  await listening;
  expect(seen).toEqual(['a', 'b']);
  expect(log).toEqual(['left']);
});

test('a promise that a listener returns is waited for', async () => {
  const { events } = open();
  const log: string[] = [];
  const listening = events.listen(async (event) => {
    log.push(`begin ${label(event)}`);
    await settled();
    log.push(`end ${label(event)}`);
  });
  events.push(refreshed('a'));
  events.push(refreshed('b'));
  events.end();
  await listening;
  expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b']);
});

test('what ends the subscription ends the listening with the same error', async () => {
  const { events } = open();
  const listening = events.listen(() => undefined);
  const iterating = collect(events);
  events.fail(lost);
  await expect(listening).rejects.toBe(lost);
  await expect(iterating).rejects.toBe(lost);
});

test.each([
  [
    'throws',
    (): void => {
      throw new Error('boom');
    },
  ],
  ['rejects', (): Promise<void> => Promise.reject(new Error('boom'))],
])('a listener that %s is told so itself; the others go on', async (_, fails) => {
  const { events, log } = open();
  const others = [collect(events), collect(events)];
  const seen: string[] = [];
  const other = events.listen((event) => void seen.push(label(event)));
  const failing = events.listen(fails);
  events.push(refreshed('a'));
  await expect(failing).rejects.toMatchObject({
    name: 'LibvirtError',
    fault: 'caller',
    message: expect.stringMatching(/listener failed at pool.refresh: boom/),
    cause: expect.objectContaining({ message: 'boom' }),
  });
  events.push(refreshed('b'));
  expect(log).toEqual([]);
  await events.close();
  expect([...(await Promise.all(others)), seen]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  await other;
});

test('the first consumer also gets what came before it, each later one what comes then', async () => {
  const { events } = open();
  events.push(refreshed('a'));
  const first = collect(events);
  await settled();
  events.push(refreshed('b'));
  const second = collect(events);
  events.push(refreshed('c'));
  events.end();
  expect(await first).toEqual(['a', 'b', 'c']);
  expect(await second).toEqual(['c']);
});

test('it is closed when the last consumer leaves, not before', async () => {
  const { events, log } = open();
  const [one, other] = [events[Symbol.asyncIterator](), events[Symbol.asyncIterator]()];
  await one.return();
  expect(log).toEqual([]);
  await other.return();
  expect(log).toEqual(['left']);
  await events.close();
  expect(log).toEqual(['left']);
});

test('leaving does not wait for another event', async () => {
  const { events, log } = open();
  const iterator = events[Symbol.asyncIterator]();
  const next = iterator.next();
  await iterator.return();
  expect(await next).toMatchObject({ done: true });
  expect(log).toEqual(['left']);
});

test('who comes after the end finds it there', async () => {
  const ended = open().events;
  await ended.close();
  expect(await collect(ended)).toEqual([]);
  expect(await collect(ended)).toEqual([]);
  const failed = open().events;
  failed.fail(lost);
  await expect(collect(failed)).rejects.toBe(lost);
  await expect(failed.listen(() => undefined)).rejects.toBe(lost);
});

describe('ready', () => {
  test('resolves when all is registered', async () => {
    const events = new Subscription(async () => undefined);
    const log: string[] = [];
    void events.ready.then(() => log.push('ready'));
    await settled();
    expect(log).toEqual([]);
    events.registered();
    await settled();
    expect(log).toEqual(['ready']);
  });

  test('rejects with what went wrong before', async () => {
    const events = new Subscription(async () => undefined);
    events.fail(lost);
    await expect(events.ready).rejects.toBe(lost);
  });

  test('rejects where it is closed before', async () => {
    const events = new Subscription(async () => undefined);
    await events.close();
    await expect(events.ready).rejects.toMatchObject({ fault: 'caller' });
  });
});
