import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { onAbort } from '../abort.js';
import { LibvirtError } from '../errors.js';
import { dial, dialError, isNobodyThere } from './dial.js';
import type { LibvirtUri } from './uri.js';

/** Seconds without clients after which the daemon ends by itself; libvirt's own figure. */
const DAEMON_TIMEOUT = 120;
/** Milliseconds between two tries, and until the daemon is given up. */
const RETRY = 10;
const PATIENCE = 30_000;

/**
 * Starts the user's own daemon and connects as soon as it listens. Two that are started at once do no harm: the daemon takes a lock on
 * its pid file, the second one ends, and both clients reach the first.
 */
export async function startSessionDaemon(
  uri: LibvirtUri,
  program: string,
  socket: string,
  signal?: AbortSignal,
): Promise<Duplex> {
  try {
    mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw dialError(uri, socket, cause);
  }
  const failure = await runDaemon(program, signal);
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await dial({ path: socket }, signal);
    } catch (cause) {
      if (!isNobodyThere(cause)) throw dialError(uri, socket, cause);
      // Where somebody else's daemon won the race, its socket appears a moment later.
      if (
        performance.now() > until ||
        (failure !== undefined && performance.now() > until - PATIENCE + 1_000)
      ) {
        throw new LibvirtError(
          `cannot connect to ${uri.text}: ${program} was started for it, but nobody listens at ${socket}` +
            `${failure === undefined ? '' : ` (${failure.message})`}; run it by hand to see why`,
          { fault: 'connection', cause: failure ?? cause },
        );
      }
      await sleep(RETRY);
    }
  }
}

/** Starts the daemon and waits until it runs on its own, or is given up. Resolves with why it does not run. */
function runDaemon(program: string, signal: AbortSignal | undefined): Promise<Error | undefined> {
  return new Promise((resolve) => {
    // --daemon returns when the daemon runs on its own, outside of our process group.
    const child = spawn(program, [`--timeout=${DAEMON_TIMEOUT}`, '--daemon'], {
      stdio: 'ignore',
      detached: true,
    });
    const settle = (failure: Error | undefined): void => {
      ignore();
      resolve(failure);
    };
    const ignore = onAbort(signal, () => {
      child.kill('SIGKILL');
      settle(new Error('it was given up'));
    });
    child.once('error', settle);
    child.once('exit', (code) =>
      settle(code === 0 ? undefined : new Error(`it ended with ${code ?? 'a signal'}`)),
    );
  });
}
