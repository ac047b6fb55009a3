import type { Task } from './tasks.js';

/** What becomes of a task. */
export type TaskOutcome = 'done' | 'failed';

export interface Schedule {
  /** How many tasks are busy at a time; at least one. */
  readonly parallelism: number;
  /** Whether a task takes far longer than most: such a one begins before others that could, or that go on, and runs beside them. */
  readonly isSlow: (task: Task) => boolean;
  /** Carries one out; must not reject. */
  readonly run: (task: Task, place: Place) => Promise<TaskOutcome>;
  /** Told where nothing can be done but to wait for what is saved. */
  readonly hurry: () => void;
  /** Told of each task that will not be begun, and why. */
  readonly skip: (task: Task, because: string) => void;
  /** Nothing new starts. */
  readonly stop?: AbortSignal | undefined;
  /** Does not wait for what runs. */
  readonly kill?: AbortSignal | undefined;
}

/** The place of a task among those that are busy. */
export interface Place {
  /** Gives it up: nothing is left but to wait until the state is saved. What the task frees is free. */
  idle(): void;
  /**
   * Lends it to the next while something is awaited that others await as well, so that more of them are there to share it. Fewer do so at
   * a time than there are places: one after the other stays one after the other.
   */
  lend<T>(awaited: Promise<T>): Promise<T>;
}

/**
 * Runs tasks side by side, each once its milestones are reached. A failure stops what waits for it and nothing else.
 *
 * What waits for the state to be saved leaves its place to the next: a save takes longer the more the state holds, and takes along all
 * that is done by then.
 *
 * @returns the tasks that were still running when it was killed
 */
export async function runTasks(tasks: readonly Task[], schedule: Schedule): Promise<readonly Task[]> {
  const board = createBoard(tasks, schedule.isSlow);
  const running = new Set<Task>();
  const returning: (() => void)[] = [];
  let busy = 0;
  let lent = 0;
  let news = makeNews();
  void whenAborted(schedule.kill).then(() => news.tell());

  const lend = async <T>(awaited: Promise<T>): Promise<T> => {
    if (lent >= schedule.parallelism - 1) return awaited;
    lent += 1;
    busy -= 1;
    news.tell();
    try {
      return await awaited;
    } finally {
      await new Promise<void>((taken) => {
        returning.push(taken);
        news.tell();
      });
    }
  };
  const takeBack = (taken: () => void): void => {
    lent -= 1;
    busy += 1;
    taken();
  };

  const start = (task: Task): void => {
    let isBusy = true;
    busy += 1;
    const leave = (): void => {
      if (isBusy) busy -= 1;
      isBusy = false;
      news.tell();
    };
    const idle = (): void => {
      board.free(task);
      leave();
    };
    running.add(task);
    void schedule.run(task, { idle, lend }).then((outcome) => {
      running.delete(task);
      if (outcome === 'done') board.finish(task);
      else for (const waiting of board.fail(task)) schedule.skip(waiting.task, waiting.because);
      leave();
    });
  };

  for (;;) {
    const stopped = schedule.stop?.aborted === true || schedule.kill?.aborted === true;
    while (busy < schedule.parallelism) {
      const slow = stopped ? undefined : board.nextSlow();
      const taken = slow === undefined ? returning.shift() : undefined;
      const task = stopped || taken !== undefined ? undefined : (slow ?? board.next());
      if (taken !== undefined) takeBack(taken);
      else if (task !== undefined) start(task);
      else break;
    }
    if (busy < schedule.parallelism && running.size > busy + lent) schedule.hurry();
    if (running.size === 0 || schedule.kill?.aborted === true) break;
    await news.told;
    news = makeNews();
  }
  for (const task of board.rest()) schedule.skip(task, 'the run was stopped');
  return [...running];
}

/** Something that is waited for, again and again. */
interface News {
  readonly told: Promise<void>;
  tell(): void;
}

function makeNews(): News {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return { told, tell };
}

interface Board {
  /** The next of the slow tasks that may start, in the order of the plan. */
  nextSlow(): Task | undefined;
  /** The same of the others. */
  next(): Task | undefined;
  /** What it frees is free. */
  free(task: Task): void;
  finish(task: Task): void;
  /** Everything that can now never start. */
  fail(task: Task): readonly { readonly task: Task; readonly because: string }[];
  /** What was neither started nor given up. */
  rest(): readonly Task[];
}

/** Who waits for what. Each task and each milestone is touched once for each edge, however many tasks there are. */
function createBoard(tasks: readonly Task[], isSlow: Schedule['isSlow']): Board {
  const unfinished = new Map<string, number>();
  for (const task of tasks) {
    for (const milestone of milestonesOf(task))
      unfinished.set(milestone, (unfinished.get(milestone) ?? 0) + 1);
  }
  const waiters = new Map<string, Task[]>();
  const open = new Map<Task, number>();
  const slow = createQueue<Task>();
  const others = createQueue<Task>();
  const ready = new Set<Task>();
  const makeReady = (task: Task): void => {
    ready.add(task);
    (isSlow(task) ? slow : others).push(task);
  };
  /** One that was given up while it could begin is passed over. */
  const take = (queue: Queue<Task>): Task | undefined => {
    for (;;) {
      const task = queue.shift();
      if (task === undefined || ready.delete(task)) return task;
    }
  };
  for (const task of tasks) {
    const missing = [...new Set(task.awaits)].filter((milestone) => unfinished.has(milestone));
    for (const milestone of missing) {
      const known = waiters.get(milestone);
      if (known === undefined) waiters.set(milestone, [task]);
      else known.push(task);
    }
    if (missing.length === 0) makeReady(task);
    else open.set(task, missing.length);
  }

  const giveUp = (failed: Task): readonly { readonly task: Task; readonly because: string }[] => {
    const given: { task: Task; because: string }[] = [];
    const spread = [failed];
    for (const done of spread) {
      for (const task of milestonesOf(done).flatMap((milestone) => waiters.get(milestone) ?? [])) {
        if (!open.delete(task) && !ready.delete(task)) continue;
        given.push({ task, because: `${failed.id} failed` });
        spread.push(task);
      }
    }
    return given;
  };

  const reach = (milestone: string): void => {
    const left = (unfinished.get(milestone) ?? 0) - 1;
    unfinished.set(milestone, left);
    if (left > 0) return;
    for (const task of waiters.get(milestone) ?? []) {
      const missing = open.get(task);
      if (missing === undefined) continue;
      if (missing > 1) open.set(task, missing - 1);
      else {
        open.delete(task);
        makeReady(task);
      }
    }
  };
  const freed = new Set<Task>();
  const free = (task: Task): void => {
    if (freed.has(task)) return;
    freed.add(task);
    task.frees.forEach(reach);
  };

  return {
    nextSlow: () => take(slow),
    next: () => take(others),
    free,
    finish(task) {
      free(task);
      task.serves.forEach(reach);
    },
    fail: giveUp,
    rest: () => [...[...slow.rest(), ...others.rest()].filter((task) => ready.has(task)), ...open.keys()],
  };
}

function milestonesOf({ serves, frees }: Task): readonly string[] {
  return [...serves, ...frees];
}

interface Queue<T> {
  push(item: T): void;
  shift(): T | undefined;
  rest(): readonly T[];
}

/** First in, first out, in constant time. */
function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let begun = 0;
  return {
    push: (item) => items.push(item),
    shift: () => {
      const item = items[begun];
      if (item !== undefined) begun += 1;
      return item;
    },
    rest: () => items.slice(begun),
  };
}

/** Resolves when the signal fires; never where there is none. */
function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
