import { LibvirtError } from '../errors.js';
import { DRIVERS, LIBRARY_DRIVERS, NEED_PATH } from './drivers.js';
import { type Parameters, parseQuery } from './parameters.js';

/** How to reach the daemon. */
export type TransportName = 'unix' | 'tcp' | 'tls' | 'ssh' | 'libssh' | 'libssh2' | 'ext';

/** Transports by the names that they have in URIs; `sshcmd` is how dmacvicar's Terraform provider asks for the user's own ssh. */
const TRANSPORTS: ReadonlyMap<string, TransportName> = new Map([
  ...(['unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2', 'ext'] as const).map(
    (name): [string, TransportName] => [name, name],
  ),
  ['sshcmd', 'ssh'],
]);

/** A libvirt URI, taken apart and checked: `driver[+transport]://[user@][host][:port]/path[?parameters]`. */
export interface LibvirtUri {
  /** As it was given. */
  readonly text: string;
  readonly driver: string;
  readonly transport: TransportName;
  readonly user: string | undefined;
  /** Without the brackets of an IPv6 address; `localhost` where a remote transport is asked for and no host; absent for `unix`. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** `/system`, `/session`, `/default` … */
  readonly path: string;
  /** The parameters that say how to connect, by libvirt's spelling. */
  readonly parameters: Parameters;
  /** What the daemon is asked to open: `qemu:///system`; empty where it is to choose. */
  readonly name: string;
}

const SHAPE = /^([a-z][a-z0-9]*)(?:\+([a-z0-9]+))?:(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?$/i;
const AUTHORITY = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/;
const HOST_NAME = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?$/i;
const IP_V6 = /^[0-9a-f:.]+(%[a-z0-9_.-]+)?$/i;
const USER = /^[a-z0-9_.][a-z0-9_.@\\+$-]*$/i;

/**
 * Reads a URI. Whatever could be taken for an option or a command further on (a leading `-`, control characters, blanks in host
 * or user) is refused here. `command=` and `netcat=` name programs: who passes a URI on passes on code.
 *
 * @param defaults parameters that count where the URI does not have them
 */
export function parseUri(text: string, defaults: Parameters = new Map()): LibvirtUri {
  // eslint-disable-next-line no-control-regex -- these are what is refused
  if (/[\u0000-\u0020\u007f]/.test(text)) throw refuse(text, 'it holds blanks or control characters');
  const match = SHAPE.exec(text);
  if (match === null)
    throw refuse(text, 'it has not the form driver[+transport]://[user@][host][:port]/path');
  const [, scheme = '', transportText, authority = '', rawPath = '', query = ''] = match;
  const driver = scheme.toLowerCase();
  checkDriver(text, driver);
  const { user, host, port } = parseAuthority(text, authority);
  const transport = parseTransport(text, transportText?.toLowerCase(), host);
  const path = decode(text, rawPath);
  if (path === '/embed') {
    throw refuse(
      text,
      'an embedded driver runs inside the C library; connect to a daemon with /system or /session',
    );
  }
  if (transportText === undefined && NEED_PATH.has(driver) && (host === 'system' || host === 'session')) {
    throw refuse(text, `"${host}" stands where the host does; write ${driver}:///${host}`);
  }
  const { known, foreign } = parseQuery(
    query,
    (part) => decode(text, part),
    (reason) => refuse(text, reason),
  );
  const derived =
    driver === 'remote'
      ? ''
      : `${driver}://${path === '' ? '/' : rawPath}${foreign === '' ? '' : `?${foreign}`}`;
  return {
    text,
    driver,
    transport,
    user,
    // As in libvirt, remote transports without a host mean this one.
    host: host ?? (transport === 'unix' || transport === 'ext' ? undefined : 'localhost'),
    port,
    path,
    parameters: new Map([...defaults, ...known]),
    name: known.get('name') ?? derived,
  };
}

function checkDriver(text: string, driver: string): void {
  if (DRIVERS.has(driver)) return;
  if (LIBRARY_DRIVERS.has(driver)) {
    throw refuse(
      text,
      `${driver} is no daemon's driver: it runs inside libvirt's C library only`,
      'unsupported',
    );
  }
  throw refuse(text, `the driver ${driver} is unknown; known are ${[...DRIVERS.keys()].join(', ')}`);
}

function parseTransport(text: string, name: string | undefined, host: string | undefined): TransportName {
  // libvirt's own default: the local socket without a host, TLS with one.
  if (name === undefined) return host === undefined ? 'unix' : 'tls';
  const transport = TRANSPORTS.get(name);
  if (transport === undefined) {
    throw refuse(text, `the transport ${name} is unknown; known are ${[...TRANSPORTS.keys()].join(', ')}`);
  }
  if (transport === 'unix' && host !== undefined) throw refuse(text, 'a unix socket is on no other host');
  return transport;
}

function parseAuthority(text: string, authority: string): Pick<LibvirtUri, 'user' | 'host' | 'port'> {
  if (authority === '') return { user: undefined, host: undefined, port: undefined };
  const match = AUTHORITY.exec(authority);
  if (match === null) throw refuse(text, `"${authority}" is not [user@]host[:port]`);
  const [, rawUser, v6, plain, portText] = match;
  if (rawUser?.includes(':') === true) {
    throw refuse(text, 'a password has no place in it; use keys or an agent with ssh, credentials with SASL');
  }
  const user = rawUser === undefined ? undefined : decode(text, rawUser);
  if (user !== undefined && !USER.test(user)) throw refuse(text, `"${user}" is no user name`);
  if (v6 !== undefined && !IP_V6.test(decode(text, v6))) throw refuse(text, `"${v6}" is no IPv6 address`);
  if (v6 === undefined && plain !== undefined && !HOST_NAME.test(plain)) {
    throw refuse(text, `"${plain}" is no host name`);
  }
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65_535)) throw refuse(text, `${port} is no port`);
  return { user, host: v6 === undefined ? plain : decode(text, v6), port };
}

function decode(text: string, part: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(part);
  } catch (cause) {
    throw refuse(text, `"${part}" is not well escaped`, 'caller', cause);
  }
  // eslint-disable-next-line no-control-regex -- these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(decoded)) throw refuse(text, 'it holds escaped control characters');
  return decoded;
}

function refuse(
  text: string,
  reason: string,
  fault: 'caller' | 'unsupported' = 'caller',
  cause?: unknown,
): LibvirtError {
  // Somebody may have written a password into it.
  const shown = text.replace(/(\/\/[^/?#@:]*):[^/?#]*@/, '$1:***@');
  return new LibvirtError(`cannot connect to ${JSON.stringify(shown)}: ${reason}`, { fault, cause });
}
