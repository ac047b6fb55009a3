import { setTimeout as sleep } from 'node:timers/promises';
import { onAbort } from './abort.js';
import type { EventSubscription } from './caller.js';
import { reasonOf } from './cause.js';
import { LibvirtError } from './errors.js';
import { givenUp, isClosedHere } from './event-hub.js';
import { Subscription } from './events/subscription.js';

/** Milliseconds before the first try after a loss; each further one waits twice as long, up to the last. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Events that outlive their connection: when it is lost, another is opened and all is registered again, whether somebody consumes or
 * not, which an event `reconnected` tells, since others may have been missed. After `patience` ms without success it fails. The first
 * time there is one try: who asks for events is there to hear what is wrong with them.
 */
export function lastingEvents(
  subscribe: () => Promise<EventSubscription>,
  patience: number,
  signal?: AbortSignal,
): EventSubscription {
  const closing = new AbortController();
  let current: EventSubscription | undefined;
  const events = new Subscription(async () => {
    closing.abort();
    await current?.close();
  });

  const register = async (): Promise<EventSubscription> => {
    for (;;) {
      // A pool that is closed says so here.
      const subscription = await subscribe();
      current = subscription;
      // Connecting cannot be given up half-way.
      if (closing.signal.aborted) await subscription.close();
      try {
        await subscription.ready;
        return subscription;
      } catch (error) {
        // The pool had no more use for that very connection: another will do.
        if (closing.signal.aborted || !isClosedHere(error)) throw error;
      }
    }
  };

  // Between two connections nobody else looks at it.
  const ignore = onAbort(signal, () => {
    events.fail(givenUp(signal));
    closing.abort();
    void current?.close();
  });

  let pause = FIRST_PAUSE;
  const rest = async (): Promise<void> => {
    await sleep(pause, undefined, { signal: closing.signal });
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  };

  const registerAgain = async (): Promise<EventSubscription> => {
    const until = performance.now() + patience;
    for (;;) {
      try {
        return await register();
      } catch (error) {
        if (!isLost(error)) throw error;
        if (performance.now() + pause > until) throw outOfPatience(patience, error);
      }
      await rest();
    }
  };

  const run = async (): Promise<void> => {
    let subscription = await register();
    events.registered();
    for (;;) {
      const begun = performance.now();
      const ending = await passOn(subscription, events);
      if (closing.signal.aborted) return;
      // A host that takes connections only to drop them is asked less and less often.
      if (performance.now() - begun > LONGEST_PAUSE) pause = FIRST_PAUSE;
      if (ending === 'lost') await rest();
      subscription = await registerAgain();
      events.push({ name: 'reconnected' });
    }
  };

  let wasReady = false;
  events.ready.then(
    () => (wasReady = true),
    () => undefined,
  );
  run()
    .then(
      () => events.end(),
      (error: unknown) => {
        if (closing.signal.aborted || (wasReady && isClosedHere(error))) events.end();
        else events.fail(error);
      },
    )
    .finally(ignore);
  return events;
}

/** Resolves when the connection was lost, or closed on this side, as by a pool that has no more use for it or is closed itself. */
async function passOn(from: EventSubscription, to: Subscription): Promise<'lost' | 'closed'> {
  try {
    for await (const event of from) to.push(event);
    return 'closed';
  } catch (error) {
    if (!isLost(error)) throw error;
    return 'lost';
  }
}

/** Whether the connection is at fault, so that another may do better. */
function isLost(error: unknown): boolean {
  if (!(error instanceof LibvirtError) || isClosedHere(error)) return false;
  return error.fault === 'connection' || error.fault === 'unknown-outcome';
}

function outOfPatience(patience: number, cause: unknown): LibvirtError {
  return new LibvirtError(
    `events: the connection was lost, and for ${patience} ms none could be opened again: ${reasonOf(cause)}`,
    { fault: 'connection', cause },
  );
}
