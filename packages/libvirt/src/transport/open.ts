import type { Duplex } from 'node:stream';
import { LibvirtError } from '../errors.js';
import { openTcp } from './tcp.js';
import { openUnix } from './unix.js';
import type { LibvirtUri } from './uri.js';

/** Opens the byte stream to the daemon that a URI names. Transports that need more are loaded when they are asked for. */
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
    case 'tls':
    case 'ssh':
    case 'libssh':
    case 'libssh2':
    case 'ext':
      throw new LibvirtError(
        `cannot connect to ${uri.text}: the transport ${uri.transport} is not supported`,
        {
          fault: 'unsupported',
        },
      );
  }
}
