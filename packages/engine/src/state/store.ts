import type { Effects } from '../effects/effects.js';
import type { Backend, StateLock } from './backend.js';
import type { StateCodec } from './codec.js';
import {
  checkPush,
  type Edited,
  listState,
  removeFromState,
  replaceProvider,
  setTainted,
  showInState,
} from './commands.js';
import { newState, withNextSerial } from './edit.js';
import { StateError } from './errors.js';
import { describeLock, type LockInfo } from './lock-info.js';
import { acquireLock } from './lock.js';
import { type Move, moveBetween, moveInState } from './move.js';
import type { State, StateInstance, StateResource } from './state.js';
import { formatUuid } from './uuid.js';

/** How a command takes the lock of a state. */
export interface StateAccess {
  /** What others see who wait, in Terraform's names: `state-mv`, `taint`. */
  readonly operation: string;
  /** false does without a lock. */
  readonly lock?: boolean;
  /** ms to wait for somebody else's lock; 0 does not wait. */
  readonly lockTimeout?: number;
  readonly waiting?: (holder: LockInfo | undefined) => void;
  readonly signal?: AbortSignal;
}

/** A change of what is stored that touches no host. Addresses are texts as on a command line. */
export type StateEdit =
  | { readonly edit: 'move'; readonly from: string; readonly to: string }
  | { readonly edit: 'remove'; readonly targets: readonly string[] }
  | { readonly edit: 'taint'; readonly address: string; readonly tainted: boolean }
  | { readonly edit: 'replace-provider'; readonly from: string; readonly to: string };

/** What an edit did, or would do. */
export interface StateEdited {
  /** The instances or resources that it touched. */
  readonly addresses: readonly string[];
  /** For a move: where they are now, in the same order. */
  readonly destinations: readonly string[];
}

/** One instance of a state. */
export interface ShownInstance {
  readonly state: State;
  readonly resource: StateResource;
  readonly instance: StateInstance;
}

/** The states of one unit: what commands do with them beside plan and apply. */
export interface StateStore {
  /** The workspace that is worked in. */
  readonly workspace: string;
  /** For messages: a path or a URL. */
  readonly place: string;
  /** The addresses that targets mean, all without any. @throws StateError `none`, `address` */
  list(targets: readonly string[], id?: string): Promise<readonly string[]>;
  /** The one instance at an address, and the state that it is in. @throws StateError `address` */
  show(address: string): Promise<ShownInstance>;
  /** The state as text, byte for byte as it is or would be on disk; undefined where there is none. */
  pull(): Promise<string | undefined>;
  /**
   * Puts a state in the place of the one that is stored, under the lock.
   *
   * @param force leaves out the comparison of lineage and serial
   * @throws StateError `format` for a text that is no state, `conflict` where it must not take that place
   */
  push(text: string, from: string, force: boolean, access: StateAccess): Promise<void>;
  /**
   * Edits what is stored, under the lock: with the next serial, and with what was there kept beside it.
   *
   * @param dryRun only says what it would do
   * @throws StateError `address` where an address means nothing, or nothing that this can be done with
   */
  edit(edit: StateEdit, access: StateAccess, dryRun?: boolean): Promise<StateEdited>;
  /**
   * Moves what an address means into another state, under the locks of both. That state is written first: cut off in between, both
   * hold it, and neither has lost it.
   *
   * @throws StateError `address` as for `edit`
   */
  moveInto(
    destination: StateStore,
    move: { readonly from: string; readonly to: string },
    access: StateAccess,
    dryRun?: boolean,
  ): Promise<StateEdited>;
  /** The state under its lock, for a change of two states at once. */
  locked<Result>(access: StateAccess, work: (held: HeldState) => Promise<Result>): Promise<Result>;
  /** The state without its lock, empty where there is none. */
  read(): Promise<State>;
  /** Breaks the lock with this ID. @throws StateError `locked` */
  forceUnlock(id: string): Promise<void>;
  /** Every workspace, `default` among them. */
  workspaces(): Promise<readonly string[]>;
  /** Makes the workspace, empty or with this state. @throws StateError `workspace` where it is there */
  createWorkspace(access: StateAccess, content?: string): Promise<void>;
  /**
   * Removes the workspace with its state.
   *
   * @param force also where the state holds objects, which are forgotten
   * @throws StateError `workspace` where it is not there, is `default`, or holds objects
   */
  removeWorkspace(force: boolean, access: StateAccess): Promise<void>;
}

/** A state whose lock is held. */
export interface HeldState {
  /** Empty where none is stored. */
  readonly state: State;
  /** Stores another in its place, with the next serial, where it says something else. */
  replace(state: State): Promise<void>;
}

/** What a store works with. */
export interface StoreOptions {
  readonly backend: Backend;
  readonly workspace: string;
  readonly codec: StateCodec;
  readonly effects: Pick<Effects, 'clock' | 'random'>;
  /** The version of the tool, as lock infos tell it to others. */
  readonly version: string;
}

/** Opens the states of a backend. Nothing is read before something is asked for. */
export function stateStore({ backend, workspace, codec, effects, version }: StoreOptions): StateStore {
  const place = backend.place(workspace);
  const parse = (content: Buffer | undefined): State | undefined =>
    content === undefined ? undefined : codec.read(content, place);
  const read = async (): Promise<State | undefined> => parse(await backend.read(workspace));
  const existing = async (): Promise<State> => (await read()) ?? empty();
  const empty = (): State => newState(formatUuid(effects.random.bytes(16), 4));

  const locked = async <Result>(
    access: StateAccess,
    work: (lock: StateLock) => Promise<Result>,
  ): Promise<Result> => {
    const lock = await takeLock(backend, workspace, access, { effects, version });
    const result = await work(lock).catch(async (error: unknown) => {
      // A lock that cannot be given back must not hide why the work failed.
      await lock.release().catch(() => undefined);
      throw error;
    });
    await lock.release();
    return result;
  };
  const write = async (lock: StateLock, state: State): Promise<void> =>
    lock.write(await codec.encode(state), keptName(effects));
  const heldState = async (lock: StateLock): Promise<HeldState> => {
    const state = parse(await lock.read()) ?? empty();
    return {
      state,
      async replace(next) {
        const after = withNextSerial(state, next);
        if (after !== state) await write(lock, after);
      },
    };
  };

  return {
    workspace,
    place,
    async list(targets, id) {
      const state = await read();
      if (state !== undefined) return listState(state, targets, id);
      throw new StateError(
        'none',
        `There is no state in ${place}.`,
        '"virtform apply" writes it; -state=FILE names a file elsewhere.',
      );
    },
    async show(address) {
      const state = await existing();
      return { state, ...showInState(state, address) };
    },
    async pull() {
      const state = await read();
      return state === undefined ? undefined : codec.print(state);
    },
    push: (text, from, force, access) =>
      locked(access, async (lock) => {
        const pushed = codec.parse(text, from);
        if (pushed === undefined) {
          throw new StateError('format', `${from} is empty, which is no state.`, 'Name a state file.');
        }
        const current = parse(await lock.read());
        if (!force) checkPush(current, pushed);
        await write(lock, pushed);
      }),
    async edit(edit, access, dryRun = false) {
      if (dryRun) return outcome(applyEdit(await existing(), edit));
      return locked(access, async (lock) => {
        const held = await heldState(lock);
        const edited = applyEdit(held.state, edit);
        await held.replace(edited.state);
        return outcome(edited);
      });
    },
    locked: (access, work) => locked(access, async (lock) => work(await heldState(lock))),
    read: existing,
    async moveInto(destination, { from, to }, access, dryRun = false) {
      if (dryRun) return moved(moveBetween(await existing(), await destination.read(), from, to).moves);
      return locked(access, async (lock) => {
        const held = await heldState(lock);
        return destination.locked(access, async (other) => {
          const { source, target, moves } = moveBetween(held.state, other.state, from, to);
          await other.replace(target);
          await held.replace(source);
          return moved(moves);
        });
      });
    },
    forceUnlock: (id) => backend.forceUnlock(workspace, id),
    workspaces: () => backend.workspaces(),
    async createWorkspace(access, content) {
      if ((await backend.workspaces()).includes(workspace)) {
        throw new StateError(
          'workspace',
          `The workspace "${workspace}" is there already.`,
          `"virtform workspace select ${workspace}" goes to it.`,
        );
      }
      // The lock makes the place; a workspace without a state holds nothing.
      await locked(access, async (lock) => {
        if (content === undefined) return;
        const state = codec.parse(content, 'the state that was given');
        if (state !== undefined) await write(lock, state);
      });
    },
    async removeWorkspace(force, access) {
      if (workspace === 'default') {
        throw new StateError(
          'workspace',
          'The workspace "default" cannot be removed: there is always one.',
          'Name another; "virtform destroy" destroys what it holds.',
        );
      }
      const all = await backend.workspaces();
      if (!all.includes(workspace)) {
        throw new StateError(
          'workspace',
          `There is no workspace "${workspace}".`,
          `There are: ${all.join(', ')}.`,
        );
      }
      await locked(access, async (lock) => {
        const held = parse(await lock.read())?.resources.length ?? 0;
        if (held > 0 && !force) {
          throw new StateError(
            'workspace',
            `The workspace "${workspace}" still holds ${held} resource${held === 1 ? '' : 's'}.`,
            `Destroy them first ("virtform destroy" in it); -force forgets them, and leaves them on their hosts.`,
          );
        }
        await backend.removeWorkspace(workspace, lock);
      });
    },
  };
}

/** Takes the lock, waiting as long as was asked, or none at all. */
export async function takeLock(
  backend: Backend,
  workspace: string,
  access: StateAccess,
  { effects, version }: Pick<StoreOptions, 'effects' | 'version'>,
): Promise<StateLock> {
  const request = { operation: access.operation, version };
  if (access.lock === false) {
    return backend.unlocked(workspace, describeLock(request, backend.place(workspace), effects));
  }
  const { lockTimeout: timeout = 0, signal, waiting } = access;
  return acquireLock(
    backend,
    workspace,
    request,
    {
      timeout,
      ...(signal === undefined ? {} : { signal }),
      ...(waiting === undefined ? {} : { waiting }),
    },
    effects,
  );
}

type Applied = Edited & { readonly destinations?: readonly string[] };

function applyEdit(state: State, edit: StateEdit): Applied {
  switch (edit.edit) {
    case 'move': {
      const { state: after, moves } = moveInState(state, edit.from, edit.to);
      return { state: after, ...moved(moves) };
    }
    case 'remove':
      return removeFromState(state, edit.targets);
    case 'taint':
      return setTainted(state, edit.address, edit.tainted);
    case 'replace-provider':
      return replaceProvider(state, edit.from, edit.to);
  }
}

function moved(moves: readonly Move[]): StateEdited {
  return { addresses: moves.map(({ from }) => from), destinations: moves.map(({ to }) => to) };
}

function outcome({ addresses, destinations = [] }: Applied): StateEdited {
  return { addresses, destinations };
}

/** Names what an edit replaces, as Terraform does for its state commands, but in ms: several edits a second keep a backup each. */
function keptName({ clock }: Pick<Effects, 'clock'>): string {
  return String(clock.now());
}
