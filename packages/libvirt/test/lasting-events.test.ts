import type { TimerOptions } from 'node:timers';
import type { EventSubscription } from '../src/caller.js';
import { type Fault, LibvirtError } from '../src/errors.js';
import { Subscription } from '../src/events/subscription.js';
import type { LibvirtEvent } from '../src/events.js';
import { lastingEvents } from '../src/lasting-events.js';

/** How long it waited, in ms. The waits themselves are short here. */
const pauses: number[] = [];
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown, options: TimerOptions) => {
    pauses.push(ms);
    return setShortTimeout(1, value, options);
  },
}));
const { setTimeout: setShortTimeout } =
  jest.requireActual<typeof import('node:timers/promises')>('node:timers/promises');

const refreshed = (name: string): LibvirtEvent => ({ name: 'pool.refresh', pool: { name, uuid: 'u' } });
const label = (event: LibvirtEvent): string => (event.name === 'pool.refresh' ? event.pool.name : event.name);

/** As the connection says it: what is lost has a cause. */
function failed(fault: Fault): LibvirtError {
  return new LibvirtError(fault, { fault, cause: new Error('EPIPE') });
}
/** As a pool says it that was closed. */
const closedHere = new LibvirtError('the connections were closed here', { fault: 'connection' });

/** What one connection does with a subscription: it is registered, unless it fails; the test says what comes then. */
function connection(failure?: LibvirtError): { readonly events: Subscription; readonly log: string[] } {
  const log: string[] = [];
  const events = new Subscription(async () => void log.push('closed'));
  if (failure === undefined) events.registered();
  else events.fail(failure);
  return { events, log };
}

interface Host {
  readonly subscribe: () => Promise<EventSubscription>;
  readonly tries: () => number;
}

/** Answers each try with the next; without another, it is not asked again. */
function host(...answers: readonly (EventSubscription | LibvirtError)[]): Host {
  let tries = 0;
  return {
    tries: () => tries,
    subscribe: async () => {
      const answer = answers[tries++];
      if (answer === undefined) throw new Error('asked once too often');
      if (answer instanceof LibvirtError) throw answer;
      return answer;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** All events, or so many, after which they are left. */
async function collect(events: AsyncIterable<LibvirtEvent>, count = Infinity): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const event of events) {
    seen.push(label(event));
    if (seen.length === count) break;
  }
  return seen;
}

const PATIENCE = 10_000;

test('after a loss it goes on with another connection, and says so, to all who consume', async () => {
  const [one, other] = [connection(), connection()];
  const { subscribe } = host(
    one.events,
    failed('connection'),
    connection(failed('unknown-outcome')).events,
    other.events,
  );
  const events = lastingEvents(subscribe, PATIENCE);
  const heard: string[] = [];
  const listening = events.listen((event) => void heard.push(label(event)));
  const iterating = collect(events);
  await events.ready;
  one.events.push(refreshed('a'));
  one.events.fail(failed('connection'));
  await until(() => heard.includes('reconnected'));
  other.events.push(refreshed('b'));
  await until(() => heard.includes('b'));
  await events.close();
  await listening;
  expect(heard).toEqual(['a', 'reconnected', 'b']);
  expect(await iterating).toEqual(heard);
});

test('it does so while nobody consumes', async () => {
  const [one, other] = [connection(), connection()];
  const { subscribe, tries } = host(one.events, other.events);
  const events = lastingEvents(subscribe, PATIENCE);
  await events.ready;
  one.events.push(refreshed('a'));
  one.events.fail(failed('connection'));
  await until(() => tries() === 2);
  other.events.push(refreshed('b'));
  expect(await collect(events, 3)).toEqual(['a', 'reconnected', 'b']);
  expect(other.log).toEqual(['closed']);
});

test('a connection that was closed under it, as one that idled, is a loss too', async () => {
  const [one, other] = [connection(), connection()];
  const events = lastingEvents(host(one.events, other.events).subscribe, PATIENCE);
  await events.ready;
  one.events.end();
  expect(await collect(events, 1)).toEqual(['reconnected']);
});

describe('ready', () => {
  test('waits for the registration', async () => {
    const events = new Subscription(async () => undefined);
    const lasting = lastingEvents(host(events).subscribe, PATIENCE);
    let isReady = false;
    void lasting.ready.then(() => (isReady = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isReady).toBe(false);
    events.registered();
    await lasting.ready;
    await lasting.close();
  });

  test.each(['connection', 'unknown-outcome', 'unsupported', 'host', 'caller'] as const)(
    'rejects where the first try fails, as the iteration does, and there is no other: %s',
    async (fault) => {
      for (const answer of [failed(fault), connection(failed(fault)).events]) {
        const { subscribe, tries } = host(answer);
        const events = lastingEvents(subscribe, PATIENCE);
        await expect(events.ready).rejects.toMatchObject({ fault });
        await expect(collect(events)).rejects.toMatchObject({ fault });
        await expect(events.listen(() => undefined)).rejects.toMatchObject({ fault });
        await events.close();
        expect(tries()).toBe(1);
      }
    },
  );

  test('is not kept from by a pool that has no more use for the very connection', async () => {
    const { subscribe, tries } = host(connection(closedHere).events, connection().events);
    const events = lastingEvents(subscribe, PATIENCE);
    await events.ready;
    await events.close();
    expect(tries()).toBe(2);
  });

  test('rejects where the pool was closed before', async () => {
    const events = lastingEvents(host(closedHere).subscribe, PATIENCE);
    await expect(events.ready).rejects.toBe(closedHere);
  });
});

describe('its end', () => {
  test('what is refused after a loss is not tried again', async () => {
    const one = connection();
    const gone = new LibvirtError('no such domain', { fault: 'host', code: 42 });
    const { subscribe, tries } = host(one.events, connection(gone).events);
    const events = lastingEvents(subscribe, PATIENCE);
    await events.ready;
    one.events.push(refreshed('a'));
    one.events.fail(failed('connection'));
    const seen: string[] = [];
    await expect(events.listen((event) => void seen.push(label(event)))).rejects.toBe(gone);
    expect(seen).toEqual(['a']);
    expect(tries()).toBe(2);
  });

  test('its patience ends, and it says so', async () => {
    const one = connection();
    const events = lastingEvents(host(one.events, failed('connection')).subscribe, 0);
    await events.ready;
    one.events.fail(failed('connection'));
    await expect(collect(events)).rejects.toMatchObject({
      fault: 'connection',
      message: expect.stringMatching(/for 0 ms none could be opened again: connection/),
      cause: expect.objectContaining({ fault: 'connection' }),
    });
  });

  test('closing ends the tries', async () => {
    const one = connection();
    const { subscribe, tries } = host(one.events, failed('connection'));
    const events = lastingEvents(subscribe, 60_000);
    await events.ready;
    const seen = collect(events);
    one.events.push(refreshed('a'));
    one.events.fail(failed('connection'));
    await until(() => tries() === 2);
    await events.close();
    expect(await seen).toEqual(['a']);
  });

  test('closing while it connects closes what comes of that', async () => {
    for (const before of [0, 1]) {
      const one = connection();
      const late = connection();
      let connected: (events: EventSubscription) => void = () => undefined;
      let tries = 0;
      const events = lastingEvents(async () => {
        if (tries++ < before) return one.events;
        return new Promise((resolve) => (connected = resolve));
      }, PATIENCE);
      if (before === 1) {
        await events.ready;
        one.events.fail(failed('connection'));
      }
      await until(() => tries === before + 1);
      const seen = collect(events);
      await events.close();
      expect(await seen).toEqual([]);
      connected(late.events);
      await until(() => late.log.length > 0);
      if (before === 0) await expect(events.ready).rejects.toMatchObject({ fault: 'caller' });
    }
  });

  test('a pool that is closed ends it without an error', async () => {
    const one = connection();
    const { subscribe, tries } = host(one.events, closedHere);
    const events = lastingEvents(subscribe, PATIENCE);
    await events.ready;
    const seen = collect(events);
    one.events.end();
    expect(await seen).toEqual([]);
    expect(tries()).toBe(2);
  });

  test('an abort ends it at once, also while there is no connection', async () => {
    const one = connection();
    const abort = new AbortController();
    const connecting = new Promise<never>(() => undefined);
    let tries = 0;
    const subscribe = (): Promise<EventSubscription> =>
      tries++ === 0 ? Promise.resolve(one.events) : connecting;
    const events = lastingEvents(subscribe, PATIENCE, abort.signal);
    await events.ready;
    one.events.fail(failed('connection'));
    await until(() => tries === 2);
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(collect(events)).rejects.toMatchObject({ fault: 'caller', cause: reason });
  });

  test('an error that is no loss is passed on', async () => {
    const one = connection();
    const aborted = new LibvirtError('given up by the signal', { fault: 'caller' });
    const events = lastingEvents(host(one.events).subscribe, PATIENCE);
    await events.ready;
    one.events.fail(aborted);
    await expect(collect(events)).rejects.toBe(aborted);
  });
});

test('a host that takes connections only to drop them is asked less and less often', async () => {
  pauses.length = 0;
  const events = lastingEvents(async () => {
    const { events: dropped } = connection();
    setImmediate(() => dropped.fail(failed('connection')));
    return dropped;
  }, PATIENCE);
  await until(() => pauses.length === 8);
  await events.close();
  expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});
