import type { Duplex } from 'node:stream';
import { openTcp } from './tcp.js';
import { openUnix } from './unix.js';
import type { LibvirtUri } from './uri.js';

/**
 * Opens the byte stream to the daemon that a URI names. Transports that need more are loaded when they are asked for.
 *
 * A URI is code where it says `command=`: with `ext` and with `ssh` that program runs here, and `netcat=` is run on the far side.
 */
export async function openTransport(
  uri: LibvirtUri,
  readOnly: boolean,
  signal?: AbortSignal,
): Promise<Duplex> {
  switch (uri.transport) {
    case 'unix':
      return openUnix(uri, readOnly, signal);
    case 'tcp':
      return openTcp(uri, signal);
    case 'tls': {
      const { openTls } = await import('./tls.js');
      return openTls(uri, signal);
    }
    // libssh and libssh2 are other ways into the same sshd; the user's own ssh takes all three.
    case 'ssh':
    case 'libssh':
    case 'libssh2': {
      const { openSsh } = await import('./ssh.js');
      return openSsh(uri, readOnly, signal);
    }
    case 'ext': {
      const { openExt } = await import('./ext.js');
      return openExt(uri, signal);
    }
  }
}
