import { LibvirtError } from '../errors.js';

/** How to reach the daemon. */
export type TransportName = 'unix' | 'tcp' | 'tls' | 'ssh' | 'libssh' | 'libssh2' | 'ext';

const TRANSPORTS: readonly TransportName[] = ['unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2', 'ext'];

/** Drivers that a daemon serves; the others run inside libvirt's C library only. */
const DRIVERS = ['qemu', 'lxc', 'xen', 'ch', 'bhyve', 'vz', 'vbox', 'test'] as const;
const C_LIBRARY_DRIVERS = [
  'esx',
  'gsx',
  'vpx',
  'hyperv',
  'vmwareplayer',
  'vmwarews',
  'vmwarefusion',
  'openvz',
];

/** The parameters that are for us, with the other spellings in which they are found; all others go to the daemon. */
const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ...[
    'name',
    'socket',
    'mode',
    'proxy',
    'command',
    'netcat',
    'keyfile',
    'known_hosts',
    'known_hosts_verify',
    'sshauth',
    'no_tty',
    'no_verify',
    'no_sanity',
    'pkipath',
    'tls_priority',
    'auth',
  ].map((name): [string, string] => [name, name]),
  // As dmacvicar's Terraform provider spells them.
  ['knownhosts', 'known_hosts'],
  ['knownhosts_verify', 'known_hosts_verify'],
]);

/** A libvirt URI, taken apart and checked: `driver[+transport]://[user@][host][:port]/path[?parameters]`. */
export interface LibvirtUri {
  /** As it was given. */
  readonly text: string;
  readonly driver: string;
  readonly transport: TransportName;
  readonly user: string | undefined;
  /** Without the brackets of an IPv6 address. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** `/system`, `/session`, `/default` … */
  readonly path: string;
  /** The parameters that say how to connect, by libvirt's spelling. */
  readonly parameters: ReadonlyMap<string, string>;
  /** What the daemon is asked to open: `qemu:///system`. */
  readonly name: string;
}

const SHAPE = /^([a-z][a-z0-9]*)(?:\+([a-z0-9]+))?:(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?$/i;
const AUTHORITY = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/;
const HOST_NAME = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?$/i;
const IP_V6 = /^[0-9a-f:.]+(%[a-z0-9_.-]+)?$/i;
const USER = /^[a-z0-9_.][a-z0-9_.@\\+$-]*$/i;

/**
 * Reads a URI. Whatever could be taken for an option or a command further on (a leading `-`, control characters, blanks in host
 * or user) is refused here.
 */
export function parseUri(text: string): LibvirtUri {
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
  const { known, foreign } = parseQuery(text, query);
  return {
    text,
    driver,
    transport,
    user,
    host,
    port,
    path,
    parameters: known,
    name:
      known.get('name') ?? `${driver}://${path === '' ? '/' : rawPath}${foreign === '' ? '' : `?${foreign}`}`,
  };
}

function checkDriver(text: string, driver: string): void {
  if (DRIVERS.some((known) => known === driver)) return;
  if (C_LIBRARY_DRIVERS.includes(driver)) {
    throw refuse(
      text,
      `${driver} is no daemon's driver: it runs inside libvirt's C library only`,
      'unsupported',
    );
  }
  throw refuse(text, `the driver ${driver} is unknown; known are ${DRIVERS.join(', ')}`);
}

function parseTransport(text: string, name: string | undefined, host: string | undefined): TransportName {
  // libvirt's own default: the local socket without a host, TLS with one.
  if (name === undefined) return host === undefined ? 'unix' : 'tls';
  const transport = TRANSPORTS.find((known) => known === name);
  if (transport === undefined) {
    throw refuse(text, `the transport ${name} is unknown; known are ${TRANSPORTS.join(', ')}`);
  }
  if (transport === 'unix' && host !== undefined) throw refuse(text, 'a unix socket is on no other host');
  if (transport !== 'unix' && transport !== 'ext' && host === undefined) {
    throw refuse(text, `the transport ${transport} needs a host`);
  }
  return transport;
}

function parseAuthority(text: string, authority: string): Pick<LibvirtUri, 'user' | 'host' | 'port'> {
  if (authority === '') return { user: undefined, host: undefined, port: undefined };
  const match = AUTHORITY.exec(authority);
  if (match === null) throw refuse(text, `"${authority}" is not [user@]host[:port]`);
  const [, rawUser, v6, plain, portText] = match;
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

function parseQuery(text: string, query: string): { known: ReadonlyMap<string, string>; foreign: string } {
  const known = new Map<string, string>();
  const foreign: string[] = [];
  for (const part of query.split('&').filter((item) => item !== '')) {
    const [rawName = '', ...rest] = part.split('=');
    const name = PARAMETERS.get(decode(text, rawName));
    if (name === undefined) foreign.push(part);
    else known.set(name, decode(text, rest.join('=')));
  }
  return { known, foreign: foreign.join('&') };
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
  return new LibvirtError(`cannot connect to ${JSON.stringify(text)}: ${reason}`, { fault, cause });
}
