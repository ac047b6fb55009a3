/** A signal that fires when something is over, or with the one that it follows. */
export interface OwnSignal {
  readonly signal: AbortSignal;
  /** Says that it is over. */
  readonly end: () => void;
}

const followers = new WeakMap<AbortSignal, Set<AbortController>>();

/** Why a signal fired that was only told that it is over: one for all, since each error of its own would take a stack along. */
const OVER = new Error('it is over');

/**
 * A signal that follows another until it is over. Tasks and steps come and go by the thousand, and all follow the one that ends a run: it has
 * a single listener for them, and `AbortSignal.any` would keep a note of each for as long as it lives.
 */
export function ownSignal(leader: AbortSignal): OwnSignal {
  const controller = new AbortController();
  const all = followers.get(leader) ?? follow(leader);
  if (leader.aborted) controller.abort(leader.reason);
  else all.add(controller);
  return {
    signal: controller.signal,
    end: () => {
      all.delete(controller);
      controller.abort(OVER);
    },
  };
}

function follow(leader: AbortSignal): Set<AbortController> {
  const all = new Set<AbortController>();
  followers.set(leader, all);
  leader.addEventListener(
    'abort',
    () => {
      for (const controller of [...all]) controller.abort(leader.reason);
      all.clear();
    },
    { once: true },
  );
  return all;
}
