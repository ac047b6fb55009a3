import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { onAbort } from '../abort.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { dial, dialError } from './dial.js';
import type { LibvirtUri } from './uri.js';

/** Where a daemon listens for TLS. */
const TLS_PORT = 16_514;
/** What the daemon sends when it has accepted our certificate. */
const ACCEPTED = 1;

/** The files of a client's identity; certificate and key are absent where there are none. */
export interface Identity {
  readonly authority: string;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** Where libvirt itself looks: pkipath= holds all three; else the user's folder; else the system's. */
export function findIdentity(
  pkipath: string | undefined,
  {
    exists,
    home,
    uid,
  }: { readonly exists: (file: string) => boolean; readonly home: string; readonly uid: number },
): Identity {
  const inFolder = (folder: string): readonly [string, string, string] => [
    path.join(folder, 'cacert.pem'),
    path.join(folder, 'clientcert.pem'),
    path.join(folder, 'clientkey.pem'),
  ];
  const system: readonly [string, string, string] = [
    '/etc/pki/CA/cacert.pem',
    '/etc/pki/libvirt/clientcert.pem',
    '/etc/pki/libvirt/private/clientkey.pem',
  ];
  const user = inFolder(path.join(home, '.pki/libvirt'));
  const pick = (index: 0 | 1 | 2): string =>
    pkipath === undefined
      ? uid !== 0 && exists(user[index])
        ? user[index]
        : system[index]
      : inFolder(pkipath)[index];
  const [certificate, key] = [pick(1), pick(2)];
  const both = exists(certificate) && exists(key);
  return { authority: pick(0), certificate: both ? certificate : undefined, key: both ? key : undefined };
}

/** Connects with TLS; host name and chain are checked unless the URI says no_verify=1. */
export async function openTls(uri: LibvirtUri, signal?: AbortSignal): Promise<Duplex> {
  const { host, port = TLS_PORT, parameters } = uri;
  if (host === undefined) throw new LibvirtError(`${uri.text} names no host`, { fault: 'caller' });
  if (parameters.has('tls_priority')) {
    throw new LibvirtError(
      `cannot connect to ${uri.text}: tls_priority= is GnuTLS's language; restrict ciphers with node --tls-cipher-list`,
      { fault: 'unsupported' },
    );
  }
  const where = `${host}:${port}`;
  const secure = secureOptions(uri, parameters.get('no_verify') !== '1');
  const socket = await dial({ host, port }, signal, net.connect).catch((cause: unknown) => {
    throw dialError(uri, where, cause);
  });
  socket.setNoDelay(true);
  const stream = tls.connect({
    ...secure,
    socket,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    host,
  });
  try {
    await accepted(stream, signal);
    return stream;
  } catch (cause) {
    stream.destroy();
    throw new LibvirtError(
      `cannot connect to ${uri.text} at ${where}: ${reasonOf(cause)}; check the certificates of both sides ` +
        '(cacert.pem, clientcert.pem, clientkey.pem) and that the host name is in that of the daemon',
      { fault: 'connection', cause },
    );
  }
}

function secureOptions(
  uri: LibvirtUri,
  verify: boolean,
): tls.SecureContextOptions & { rejectUnauthorized: boolean } {
  const pkipath = uri.parameters.get('pkipath');
  const { authority, certificate, key } = findIdentity(pkipath, {
    exists: existsSync,
    home: homedir(),
    uid: process.getuid?.() ?? 0,
  });
  try {
    return {
      // The daemon's own authority, and no public one, as in libvirt.
      ca: readFileSync(authority),
      ...(certificate === undefined || key === undefined
        ? {}
        : { cert: readFileSync(certificate), key: readFileSync(key) }),
      rejectUnauthorized: verify,
    };
  } catch (cause) {
    throw new LibvirtError(
      `cannot connect to ${uri.text}: ${reasonOf(cause)}; TLS needs the authority's cacert.pem, in /etc/pki/CA or where pkipath= says`,
      { fault: 'caller', cause },
    );
  }
}

/** Waits for the handshake, and for the byte that says that our certificate is good; what follows it stays to be read. */
async function accepted(stream: tls.TLSSocket, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void): void => {
      stream.off('readable', read).off('error', failed).off('end', ended);
      ignore();
      settle();
    };
    const failed = (error: Error): void => end(() => reject(error));
    const ended = (): void => end(() => reject(new Error('the daemon hung up after the handshake')));
    const aborted = (): void => end(() => reject(new Error(`given up: ${reasonOf(signal?.reason)}`)));
    const read = (): void => {
      const verdict: unknown = stream.read(1);
      if (!(verdict instanceof Uint8Array)) return;
      end(() =>
        verdict[0] === ACCEPTED ? resolve() : reject(new Error('the daemon does not accept our certificate')),
      );
    };
    stream.on('readable', read).on('error', failed).on('end', ended);
    const ignore = onAbort(signal, aborted);
  });
}
