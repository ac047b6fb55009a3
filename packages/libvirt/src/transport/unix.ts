import type { Duplex } from 'node:stream';
import { dial, dialError, isNobodyThere } from './dial.js';
import { localSocket, localView } from './socket-path.js';
import type { LibvirtUri } from './uri.js';

/** Connects to a daemon on this host; starts the user's own where there is none and that is possible. */
export async function openUnix(uri: LibvirtUri, readOnly: boolean, signal?: AbortSignal): Promise<Duplex> {
  const { path, autostart } = localSocket(uri, readOnly, localView());
  try {
    return await dial({ path }, signal);
  } catch (cause) {
    if (autostart === undefined || !isNobodyThere(cause)) throw dialError(uri, path, cause);
    const { startSessionDaemon } = await import('./autostart.js');
    return startSessionDaemon(uri, autostart, path, signal);
  }
}
