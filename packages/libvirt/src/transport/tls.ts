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
import { isOn } from './parameters.js';
import { translatePriority } from './tls-priority.js';
import type { LibvirtUri } from './uri.js';

/** Where a daemon listens for TLS. */
const TLS_PORT = 16_514;
/** What the daemon sends when it has accepted our certificate. */
const ACCEPTED = 1;

/** The files of a client's identity; those that are absent where there are none may be missing. */
export interface Identity {
  readonly authority: string;
  /** Certificates that the authority took back. */
  readonly revocations: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** What finding them depends on. */
interface IdentityView {
  readonly exists: (file: string) => boolean;
  readonly home: string;
  readonly uid: number;
}

const SYSTEM = {
  authority: '/etc/pki/CA/cacert.pem',
  revocations: '/etc/pki/CA/cacrl.pem',
  certificate: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
} as const;

/** Where libvirt itself looks: pkipath= holds them all; else the user's folder, file by file; else the system's. */
export function findIdentity(pkipath: string | undefined, { exists, home, uid }: IdentityView): Identity {
  const user = inFolder(path.join(home, '.pki/libvirt'));
  const own = (...files: readonly string[]): boolean => uid !== 0 && files.every(exists);
  const { authority, revocations, certificate, key } =
    pkipath !== undefined
      ? inFolder(pkipath)
      : {
          authority: own(user.authority) ? user.authority : SYSTEM.authority,
          revocations: own(user.revocations) ? user.revocations : SYSTEM.revocations,
          // These two belong together.
          ...(own(user.certificate, user.key) ? pair(user) : pair(SYSTEM)),
        };
  return {
    authority,
    revocations: exists(revocations) ? revocations : undefined,
    ...(exists(certificate) && exists(key)
      ? { certificate, key }
      : { certificate: undefined, key: undefined }),
  };
}

type Files = Readonly<Record<keyof Identity, string>>;

function inFolder(folder: string): Files {
  return {
    authority: path.join(folder, 'cacert.pem'),
    revocations: path.join(folder, 'cacrl.pem'),
    certificate: path.join(folder, 'clientcert.pem'),
    key: path.join(folder, 'clientkey.pem'),
  };
}

function pair({ certificate, key }: Files): Pick<Files, 'certificate' | 'key'> {
  return { certificate, key };
}

/** Connects with TLS; host name and chain are checked unless the URI says no_verify=1. */
export async function openTls(uri: LibvirtUri, signal?: AbortSignal): Promise<Duplex> {
  const { host = 'localhost', port = TLS_PORT } = uri;
  const where = `${host}:${port}`;
  const secure = secureOptions(uri);
  const socket = await dial({ host, port }, signal, net.connect).catch((cause: unknown) => {
    throw dialError(uri, where, cause);
  });
  socket.setNoDelay(true).on('error', ignore);
  const stream = tls.connect({
    ...secure,
    socket,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    host,
  });
  // Node complains of a hang-up once more after it was told of.
  stream.on('error', ignore);
  try {
    await accepted(stream, signal);
    return stream;
  } catch (cause) {
    stream.destroy();
    socket.destroy();
    const advice =
      signal?.aborted === true
        ? 'somebody listens there, who does not answer: is it a daemon, and does it speak TLS on this port?'
        : 'check the certificates of both sides (cacert.pem, clientcert.pem, clientkey.pem) and that the host name is in that of the daemon';
    throw new LibvirtError(`cannot connect to ${uri.text} at ${where}: ${reasonOf(cause)}; ${advice}`, {
      fault: 'connection',
      cause,
    });
  }
}

/**
 * What the URI asks of TLS. `no_sanity=1` needs nothing: it turns off that libvirt looks at our own certificates before it connects, and
 * here that is left to OpenSSL and to the daemon anyway.
 */
function secureOptions(uri: LibvirtUri): tls.SecureContextOptions & { rejectUnauthorized: boolean } {
  const { parameters } = uri;
  const priority = parameters.get('tls_priority');
  const limits =
    priority === undefined
      ? {}
      : translatePriority(
          priority,
          (reason) =>
            new LibvirtError(`cannot connect to ${uri.text}: tls_priority=${priority}: ${reason}`, {
              fault: 'unsupported',
            }),
        );
  const { authority, revocations, certificate, key } = findIdentity(parameters.get('pkipath'), {
    exists: existsSync,
    home: homedir(),
    uid: process.geteuid?.() ?? 0,
  });
  try {
    return {
      ...limits,
      // The daemon's own authority, and no public one, as in libvirt.
      ca: readFileSync(authority),
      ...(revocations === undefined ? {} : { crl: readFileSync(revocations) }),
      ...(certificate === undefined || key === undefined
        ? {}
        : { cert: readFileSync(certificate), key: readFileSync(key) }),
      rejectUnauthorized: !isOn(parameters, 'no_verify'),
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
      forget();
      settle();
    };
    const failed = (error: Error): void => end(() => reject(error));
    const ended = (): void => {
      const when = stream.getProtocol() === null ? 'in' : 'after';
      end(() => reject(new Error(`the daemon hung up ${when} the handshake`)));
    };
    const aborted = (): void => end(() => reject(new Error(`given up: ${reasonOf(signal?.reason)}`)));
    const read = (): void => {
      const verdict: unknown = stream.read(1);
      if (!(verdict instanceof Uint8Array)) return;
      end(() =>
        verdict[0] === ACCEPTED ? resolve() : reject(new Error('the daemon does not accept our certificate')),
      );
    };
    stream.on('readable', read).on('error', failed).on('end', ended);
    const forget = onAbort(signal, aborted);
  });
}

function ignore(): void {
  // Who waits is told by another way.
}
