import path from 'node:path';
import type { StateFiles } from '@virtform/engine';
import type { Invocation } from './command.js';

/** What `-state`, `-state-out` and `-backup` say, with absolute paths; undefined where none is given. */
export function stateFilesOf(invocation: Invocation): StateFiles | undefined {
  const [state, out] = [named(invocation, 'state'), named(invocation, 'state-out')];
  const backup = invocation.options.text('backup');
  if (state === undefined && out === undefined && backup === undefined) return undefined;
  return {
    ...(state === undefined ? {} : { state }),
    ...(out === undefined ? {} : { out }),
    ...(backup === undefined
      ? {}
      : { backup: backup === NONE ? 'none' : { path: resolved(invocation, backup) } }),
  };
}

/** The same for the commands of the `state` family, for which a file counts whatever the backend is, and which always keep a backup. */
export function editedFilesOf(invocation: Invocation): StateFiles | undefined {
  return fileWithBackup(invocation, 'state', 'backup');
}

/** The file that `state mv` moves into, where another than the one that it moves from is named. */
export function movedIntoFile(invocation: Invocation): StateFiles | undefined {
  const into = named(invocation, 'state-out');
  return into === undefined || into === named(invocation, 'state')
    ? undefined
    : fileWithBackup(invocation, 'state-out', 'backup-out');
}

function fileWithBackup(invocation: Invocation, state: string, backup: string): StateFiles | undefined {
  const file = named(invocation, state);
  const kept = invocation.options.text(backup);
  const path = kept === undefined || kept === NONE ? undefined : resolved(invocation, kept);
  if (file === undefined && path === undefined) return undefined;
  return {
    instead: true,
    ...(file === undefined ? {} : { state: file }),
    ...(path === undefined ? {} : { backup: { path } }),
  };
}

/** Terraform's word for no file. */
const NONE = '-';

function named(invocation: Invocation, option: string): string | undefined {
  const name = invocation.options.text(option);
  return name === undefined || name === '' ? undefined : resolved(invocation, name);
}

function resolved({ folder }: Invocation, name: string): string {
  return path.resolve(folder, name);
}
