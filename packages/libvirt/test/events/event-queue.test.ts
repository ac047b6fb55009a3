import { EventQueue, QUEUE_MAX } from '../../src/events/event-queue.js';
import { LibvirtError } from '../../src/errors.js';
import type { LibvirtEvent } from '../../src/events.js';

const refreshed = (name: string): LibvirtEvent => ({ name: 'pool.refresh', pool: { name, uuid: 'u' } });
const reconnected: LibvirtEvent = { name: 'reconnected' };

function queue(left: string[] = []): EventQueue {
  return new EventQueue(async () => void left.push('left'));
}

/** What is in it, in short. */
async function rest(events: EventQueue): Promise<readonly string[]> {
  const seen: string[] = [];
  events.end();
  for await (const event of events) seen.push(label(event));
  return seen;
}

function label(event: LibvirtEvent): string {
  if (event.name === 'pool.refresh') return event.pool.name;
  return event.name === 'missed' ? `missed ${event.count}` : event.name;
}

function full(): EventQueue {
  const events = queue();
  for (let number = 0; number < QUEUE_MAX; number++) events.push(refreshed(`${number}`));
  return events;
}

test('gives events in order, before and after they are asked for', async () => {
  const events = queue();
  events.push(refreshed('a'));
  events.push(refreshed('b'));
  const asked = [events.next(), events.next(), events.next(), events.next()];
  events.push(refreshed('c'));
  events.push(refreshed('d'));
  const given = (await Promise.all(asked)).map(({ value }) => value && label(value));
  expect(given).toEqual(['a', 'b', 'c', 'd']);
});

test('at its end, what came before is still given; nothing comes after', async () => {
  const events = queue();
  events.push(refreshed('a'));
  events.end();
  events.push(refreshed('b'));
  events.fail(new Error('too late'));
  expect(await rest(events)).toEqual(['a']);
});

test('an error comes behind what came before, once', async () => {
  const events = queue();
  const lost = new LibvirtError('lost', { fault: 'connection' });
  events.push(refreshed('a'));
  events.fail(lost);
  expect(await events.next()).toMatchObject({ done: false });
  await expect(events.next()).rejects.toBe(lost);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test('an error reaches who waits; who waits behind gets the end', async () => {
  const events = queue();
  const waiting = [events.next(), events.next()];
  events.fail(new Error('lost'));
  await expect(waiting[0]).rejects.toThrow('lost');
  expect(await waiting[1]).toEqual({ done: true, value: undefined });
});

test('leaving ends it for who waits, and forgets what was not taken', async () => {
  const left: string[] = [];
  const events = queue(left);
  const waiting = events.next();
  expect(await events.return()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await events.next()).toEqual({ done: true, value: undefined });
  expect(left).toEqual(['left']);
});

describe('a consumer that does not keep up', () => {
  test('is told how many events found no room, in their place', async () => {
    const events = full();
    events.push(refreshed('x'));
    events.push(refreshed('y'));
    const seen = await rest(events);
    expect(seen).toHaveLength(QUEUE_MAX + 1);
    expect(seen.slice(-2)).toEqual([`${QUEUE_MAX - 1}`, 'missed 2']);
  });

  test('gets events again when it has taken some', async () => {
    const events = full();
    events.push(refreshed('x'));
    for (let taken = 0; taken < 3; taken++) await events.next();
    events.push(refreshed('y'));
    events.push(refreshed('z'));
    events.push(refreshed('beyond'));
    expect((await rest(events)).slice(-4)).toEqual(['missed 1', 'y', 'z', 'missed 1']);
  });

  test('is told of a connection that is back, unless it learns anyway that events were missed', async () => {
    const told = full();
    told.push(reconnected);
    told.push(reconnected);
    told.push(refreshed('x'));
    told.push(reconnected);
    expect((await rest(told)).slice(QUEUE_MAX)).toEqual(['reconnected', 'missed 1']);
  });

  test('never has more than that in memory, however long it goes on', async () => {
    const events = full();
    for (let round = 0; round < 1_000; round++) {
      events.push(refreshed('x'));
      events.push(reconnected);
      events.push({ name: 'missed', count: 2 });
    }
    const seen = await rest(events);
    expect(seen.slice(QUEUE_MAX)).toEqual(['missed 3000']);
  });

  test('is told the reason where one of the events could not be read', async () => {
    const events = full();
    const error = new LibvirtError('cannot be read', { fault: 'unsupported' });
    events.push(refreshed('x'));
    events.push({ name: 'missed', count: 1, error });
    events.end();
    let last: LibvirtEvent | undefined;
    for await (const event of events) last = event;
    expect(last).toEqual({ name: 'missed', count: 2, error });
  });
});
