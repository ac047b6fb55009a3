import type { Duplex } from 'node:stream';
import { runCommand } from './run-command.js';
import { sshCommand } from './ssh-command.js';
import type { LibvirtUri } from './uri.js';

/** Runs the user's ssh; its standard input and output are the connection. */
export function openSsh(uri: LibvirtUri, readOnly: boolean, signal?: AbortSignal): Duplex {
  return runCommand(uri, sshCommand(uri, readOnly), signal);
}
