import type { Effects } from '../effects/effects.js';
import type { Backend, StateLock } from './backend.js';
import { StateError } from './errors.js';
import { describeLock, LockInfo, LockRequest } from './lock-info.js';

export interface LockOptions {
  /** ms to wait for somebody else's lock; 0 does not wait. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** Called once, when it turns out that there is something to wait for. */
  readonly waiting?: (holder: LockInfo | undefined) => void;
}

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;

/**
 * Takes the lock of a state, waiting for whoever holds it.
 *
 * @throws StateError `locked`, which names the holder, once the time is up; the signal's reason when that comes first
 */
export async function acquireLock(
  backend: Backend,
  workspace: string,
  request: LockRequest,
  options: LockOptions,
  effects: Pick<Effects, 'clock' | 'random'>,
): Promise<StateLock> {
  const info = describeLock(request, backend.place(workspace), effects);
  const deadline = effects.clock.now() + options.timeout;
  let told = false;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const attempt = await backend.tryLock(workspace, info);
    if (attempt.outcome === 'locked') return attempt.lock;
    const left = deadline - effects.clock.now();
    if (left <= 0) throw lockedError(backend.place(workspace), attempt.holder, options.timeout);
    if (!told) options.waiting?.(attempt.holder);
    told = true;
    await effects.clock.sleep(Math.min(pause, left), options.signal);
  }
}

function lockedError(place: string, holder: LockInfo | undefined, timeout: number): StateError {
  const waited = timeout > 0 ? ` after ${timeout / 1000} s of waiting` : '';
  return new StateError(
    'locked',
    `The state ${place} is locked${waited}: ${describeHolder(holder)}.`,
    'Wait until that run is done, or let this one wait with -lock-timeout=60s. ' +
      (holder === undefined
        ? 'If no run is left, end the process that still has the file open.'
        : `A lock that its process left behind on a server has to be taken away there; its ID is ${holder.id}.`),
  );
}

/** Who holds a lock and since when, in one line. */
export function describeHolder(holder: LockInfo | undefined): string {
  if (holder === undefined) return 'the holder left no description';
  const text = `held by ${holder.who} for ${holder.operation} since ${holder.created}, ID ${holder.id}`;
  return holder.info === '' ? text : `${text} (${holder.info})`;
}
