import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { childStream } from './child-stream.js';
import type { LibvirtUri } from './uri.js';

/** A program and its arguments, for no shell of ours. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** Runs a program whose standard input and output are the connection. It is looked for in PATH where its name has no `/`. */
export function runCommand(uri: LibvirtUri, { program, args }: Command, signal?: AbortSignal): Duplex {
  if (signal?.aborted === true) {
    throw new LibvirtError(`cannot connect to ${uri.text}: given up: ${reasonOf(signal.reason)}`, {
      fault: 'connection',
      cause: signal.reason,
    });
  }
  const name = uri.host === undefined ? program : `${program} to ${uri.host}`;
  return childStream(spawn(program, args, { stdio: 'pipe' }), name);
}
