import type { Duplex } from 'node:stream';
import { LibvirtError } from '../errors.js';
import { runCommand } from './run-command.js';
import type { LibvirtUri } from './uri.js';

/** Runs the program that the URI names, without arguments; its standard input and output are the connection. */
export function openExt(uri: LibvirtUri, signal?: AbortSignal): Duplex {
  const program = uri.parameters.get('command');
  if (program === undefined) {
    throw new LibvirtError(
      `cannot connect to ${uri.text}: the transport ext runs a program that connects us to a daemon; name it with command=`,
      { fault: 'caller' },
    );
  }
  return runCommand(uri, { program, args: [] }, signal);
}
