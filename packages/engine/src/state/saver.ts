import { join } from 'node:path';
import type { ClockEffects, FileEffects } from '../effects/effects.js';
import type { StateLock } from './backend.js';
import { withNextSerial } from './edit.js';
import { reasonOf, StateError } from './errors.js';
import type { StateCodec } from './codec.js';
import type { State } from './state.js';

/** Where an apply's changes go while it runs. */
export interface Saver {
  /** The state with every recorded edit, written or not. */
  readonly state: State;
  /**
   * Makes an edit and resolves once a state that contains it is durable, and what was recorded before.
   *
   * @param when `soon`: its write may wait a little, so that more is written at once. It is for what the host itself tells whoever looks,
   * should it never come to be written
   * @throws StateError where that write failed; the edit stays recorded, and the next write tries again
   */
  record(edit: (state: State) => State, when?: 'now' | 'soon'): Promise<void>;
  /** Writes at once what may wait: somebody has nothing else to do until it is written. */
  hurry(): void;
  /**
   * Waits for what is being written, and tries once more where the last write failed. Does not release the lock.
   *
   * @throws StateError that says where the state is: in `errored.tfstate`, or in `StateSaveError.content`
   */
  close(): Promise<void>;
}

/** The last state could be written neither to its place nor to a file beside it. */
export class StateSaveError extends StateError {
  constructor(
    message: string,
    action: string,
    /** The state as it should have been written, for the terminal; undefined where `errored.tfstate` has it. */
    readonly content: string | undefined,
    options?: ErrorOptions,
  ) {
    super('storage', message, action, options);
    this.name = 'StateSaveError';
  }
}

export interface SaverOptions {
  readonly lock: StateLock;
  readonly codec: StateCodec;
  /** What the lock's file holds, or a new state with serial 0 where it holds none. */
  readonly state: State;
  readonly files: FileEffects;
  readonly clock: ClockEffects;
  /** Where `errored.tfstate` goes: the folder that the command runs in. */
  readonly folder: string;
}

/** ms for which an edit waits at most whose write may wait. */
const SOON = 100;

/**
 * Starts saving. A write begins as soon as there is something to write and takes everything with it that was recorded by then
 * (group commit), so nothing waits longer than for the write under way and its own.
 */
export function startSaver({ lock, codec, state: initial, files, clock, folder }: SaverOptions): Saver {
  let wanted = initial;
  let written = initial;
  let writing: Promise<void> | undefined;
  /** That all that was recorded so far is durable, or could not be made so: who waits is told in the order in which things were done. */
  let recorded: Promise<unknown> = Promise.resolve();
  /** What those wait for whose writes may wait. */
  let pause: { readonly over: Promise<void>; end(): void } | undefined;

  const startPause = (): Promise<void> => {
    const hurried = new AbortController();
    const over = clock
      .sleep(SOON, hurried.signal)
      .catch(() => undefined)
      .finally(() => (pause = undefined));
    pause = { over, end: () => hurried.abort() };
    return over;
  };

  const writeOnce = async (): Promise<void> => {
    // Edits that were recorded in the same turn share the write.
    await Promise.resolve();
    const base = wanted;
    const next = withNextSerial(written, base);
    if (next !== written) await lock.write(await codec.encode(next));
    written = next;
    // What was recorded meanwhile stands on `base`, whose content `next` has.
    wanted = wanted === base ? next : wanted;
  };

  const startWrite = (): Promise<void> => {
    const run = writeOnce().finally(() => {
      if (writing === run) writing = undefined;
    });
    writing = run;
    return run;
  };

  const write = async (): Promise<void> => {
    // The write under way was begun before this edit; whether it fails is for those who wait for it.
    await writing?.catch(() => undefined);
    await (writing ?? startWrite());
  };

  const save = async (when: 'now' | 'soon'): Promise<void> => {
    if (when === 'soon') await (pause?.over ?? startPause());
    // What is written now takes along what may wait.
    else pause?.end();
    await write();
  };

  const saveElsewhere = async (cause: unknown): Promise<never> => {
    const place = lock.info.path;
    const content = codec.print(withNextSerial(written, wanted));
    const file = join(folder, 'errored.tfstate');
    const message =
      cause instanceof StateError
        ? cause.message
        : `The last state could not be written to ${place}: ${reasonOf(cause)}.`;
    try {
      await files.overwrite(file, Buffer.from(content, 'utf8'), 0o600);
    } catch (error) {
      // Half a state must not look like one that can be put back.
      await files.remove(file).catch(() => undefined);
      throw new StateSaveError(
        `${message} Nor could ${file}: ${reasonOf(error)}.`,
        `Keep the state printed here in a file, mend what is wrong with ${place}, then copy that file to it.`,
        content,
        { cause },
      );
    }
    throw new StateSaveError(
      `${message} It is in ${file}.`,
      `Mend what is wrong with ${place}, then copy ${file} to it.`,
      undefined,
      { cause },
    );
  };

  return {
    get state() {
      return wanted;
    },
    async record(edit, when = 'now') {
      wanted = edit(wanted);
      const earlier = recorded;
      const saved = save(when);
      recorded = Promise.allSettled([earlier, saved]);
      await earlier;
      await saved;
    },
    hurry: () => pause?.end(),
    async close() {
      pause?.end();
      await write().catch(saveElsewhere);
    },
  };
}
