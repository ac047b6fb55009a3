interface Watched {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

/** By signal: who wants to know. */
const watched = new WeakMap<AbortSignal, Watched>();

/**
 * Calls back when the signal aborts. However many do so on one signal, it has one listener: hundreds of calls share theirs, and Node warns
 * of a leak at eleven.
 *
 * @returns what takes it back
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const { callbacks } = watched.get(signal) ?? watch(signal);
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) unwatch(signal);
  };
}

function watch(signal: AbortSignal): Watched {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    unwatch(signal);
    for (const callback of [...callbacks]) callback();
  };
  const entry: Watched = { callbacks, listener };
  watched.set(signal, entry);
  signal.addEventListener('abort', listener);
  return entry;
}

function unwatch(signal: AbortSignal): void {
  const entry = watched.get(signal);
  if (entry === undefined) return;
  watched.delete(signal);
  signal.removeEventListener('abort', entry.listener);
}
