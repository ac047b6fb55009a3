import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
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
  mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  const failure = await new Promise<Error | undefined>((resolve) => {
    // --daemon returns when the daemon runs on its own, outside of our process group.
    const child = spawn(program, [`--timeout=${DAEMON_TIMEOUT}`, '--daemon'], {
      stdio: 'ignore',
      detached: true,
    });
    child.once('error', resolve);
    child.once('exit', (code) =>
      resolve(code === 0 ? undefined : new Error(`it ended with ${code ?? 'a signal'}`)),
    );
  });
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
