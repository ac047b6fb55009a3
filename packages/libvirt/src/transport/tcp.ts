import type { Duplex } from 'node:stream';
import { dial, dialError } from './dial.js';
import type { LibvirtUri } from './uri.js';

/** Where a daemon listens for plain TCP. */
const TCP_PORT = 16_509;

/** Connects without encryption; the daemon has to allow that (listen_tcp, auth_tcp = "none"). */
export async function openTcp(uri: LibvirtUri, signal?: AbortSignal): Promise<Duplex> {
  const { host = 'localhost', port = TCP_PORT } = uri;
  try {
    const socket = await dial({ host, port }, signal);
    // Calls are small and waited for: they must not be held back for more.
    socket.setNoDelay(true);
    return socket;
  } catch (cause) {
    throw dialError(uri, `${host}:${port}`, cause);
  }
}
