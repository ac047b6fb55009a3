import type { EventSubscription } from '../src/caller.js';
import { type Fault, LibvirtError } from '../src/errors.js';
import type { LibvirtEvent } from '../src/events.js';
import { lastingEvents } from '../src/lasting-events.js';

const change = { name: 'pool.refresh', pool: { name: 'p', uuid: 'u' } } as const;

/** Gives the event, then ends or throws. */
function subscription(end: LibvirtError | undefined, log: string[] = []): EventSubscription {
  return {
    ready: Promise.resolve(),
    close: async () => void log.push('close'),
    async *[Symbol.asyncIterator](): AsyncGenerator<LibvirtEvent> {
      yield change;
      if (end !== undefined) throw end;
    },
  };
}

function failed(fault: Fault): LibvirtError {
  return new LibvirtError(fault, { fault });
}

/** Answers with each in turn. */
function inTurn(...answers: readonly (EventSubscription | LibvirtError)[]): () => Promise<EventSubscription> {
  const left = [...answers];
  return async () => {
    const next = left.shift();
    if (next === undefined) throw new Error('asked once too often');
    if (next instanceof LibvirtError) throw next;
    return next;
  };
}

async function collect(events: EventSubscription): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const event of events) seen.push(event.name);
  return seen;
}

test('after a loss it goes on with another connection, and says so', async () => {
  const events = lastingEvents(
    inTurn(subscription(failed('connection')), failed('connection'), subscription(undefined)),
    10_000,
  );
  expect(await collect(events)).toEqual(['pool.refresh', 'reconnected', 'pool.refresh']);
});

test('what is refused is not tried again', async () => {
  const events = lastingEvents(inTurn(subscription(failed('connection')), failed('host')), 10_000);
  await expect(collect(events)).rejects.toMatchObject({ fault: 'host' });
  const refused = lastingEvents(inTurn(failed('unsupported')), 10_000);
  await expect(refused.ready).rejects.toMatchObject({ fault: 'unsupported' });
  await expect(collect(refused)).rejects.toMatchObject({ fault: 'unsupported' });
  await refused.close();
});

test('its patience ends', async () => {
  const events = lastingEvents(inTurn(subscription(failed('connection')), failed('connection')), 0);
  await expect(collect(events)).rejects.toMatchObject({ fault: 'connection' });
});

test('closing ends the tries', async () => {
  const log: string[] = [];
  const events = lastingEvents(inTurn(subscription(failed('connection'), log), failed('connection')), 60_000);
  const seen = collect(events);
  await events.ready;
  await new Promise((resolve) => setTimeout(resolve, 10));
  await events.close();
  expect(await seen).toEqual(['pool.refresh']);
});
