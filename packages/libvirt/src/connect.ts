import { type CredentialsSource, credentialsStore, type CredentialsStore } from './auth/credentials.js';
import { uriLogin } from './auth/login.js';
import { Connection } from './connection.js';
import { KEEPALIVE_DEFAULT, type KeepaliveOptions } from './keepalive.js';
import { ConnectionPool, type ConnectionUse } from './pool.js';
import { after } from './timer.js';
import { openTransport } from './transport/open.js';
import { chooseUri, readSettings, settingsView } from './transport/settings.js';
import { type LibvirtUri, parseUri, type TransportName } from './transport/uri.js';
import { DEADLINE } from './waiter.js';
import type { ProcedureName } from './wire/procedures.js';

/** How a host is opened. */
export interface ConnectOptions {
  /** libvirt refuses every change, on every transport (VIR_CONNECT_RO). It also refuses XML with secrets and what asks the guest agent. */
  readonly readOnly?: boolean;
  /**
   * The only procedures that may be called; any other rejects before anything is sent. `readingProcedures` are those that change
   * nothing.
   */
  readonly allow?: readonly ProcedureName[];
  /** How many connections calls are spread over; 4, and 1 over ssh, where each costs most of a second. */
  readonly connections?: number;
  /** false: no keepalive. */
  readonly keepalive?: KeepaliveOptions | false;
  /** Milliseconds for connecting and for a call that should answer at once; ten times that for one that may wait. 60,000 by default. */
  readonly deadline?: number;
  /** Milliseconds after which a connection that has had nothing to do is closed; one always stays. 30,000 by default. */
  readonly idle?: number;
  /**
   * Milliseconds for which calls wait for a host that was lost to come back, before they reject as not sent; tries are further and further
   * apart. 5,000 by default; 0: one try.
   */
  readonly patience?: number;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
  /**
   * For a daemon that asks for a SASL login, which is done by SCRAM over unix, TLS and ssh. Without them, libvirt's auth files count:
   * that of `LIBVIRT_AUTH_FILE`, else of the URI's `authfile=`, else `$XDG_CONFIG_HOME/libvirt/auth.conf`, else /etc/libvirt/auth.conf.
   */
  readonly credentials?: CredentialsSource;
}

const IDLE = 30_000;
const PATIENCE = 5_000;

/** Where a connection costs most of a second. */
const OVER_SSH: ReadonlySet<TransportName> = new Set(['ssh', 'libssh', 'libssh2']);

/**
 * Opens a host by its libvirt URI, `qemu:///system`, `qemu+ssh://root@host/system`, `test:///default`, or by an alias of libvirt.conf.
 * Without one, the default is chosen as libvirt does: `LIBVIRT_DEFAULT_URI`, `uri_default` of libvirt.conf; then root gets the local
 * system and anybody else their own session.
 *
 * A URI is to be trusted as code is: `command=` runs a program of it on this machine, `netcat=` one on the host.
 */
export async function connect(given?: string, options: ConnectOptions = {}): Promise<ConnectionPool> {
  const view = settingsView();
  const settings = readSettings(view);
  const uri = chooseUri(given, settings, view);
  const parsed = parseUri(uri, settings.parameters);
  const deadline = options.deadline ?? DEADLINE;
  const overSsh = OVER_SSH.has(parsed.transport);
  const credentials = credentialsStore(options.credentials, parsed.parameters.get('authfile'));
  let first = true;
  return ConnectionPool.open({
    uri,
    connections: options.connections ?? (overSsh ? 1 : 4),
    deadline,
    idle: options.idle ?? IDLE,
    patience: options.patience ?? PATIENCE,
    eventsAmongCalls: overSsh,
    open: (use) => {
      // The signal is for the first connection; the others are the pool's own business.
      const signal = first ? options.signal : undefined;
      first = false;
      return openConnection(parsed, use, credentials, { ...options, deadline }, signal);
    },
  });
}

async function openConnection(
  uri: LibvirtUri,
  use: ConnectionUse,
  credentials: CredentialsStore,
  { readOnly = false, allow, keepalive = KEEPALIVE_DEFAULT, deadline = DEADLINE }: ConnectOptions,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const late = new AbortController();
  const timer = after(deadline, () => late.abort(new Error(`no answer within ${deadline} ms`)));
  const limit = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
  try {
    const login = uriLogin(uri, credentials, limit);
    const socket = await openTransport(uri, readOnly, limit);
    return await Connection.open(socket, {
      uri: uri.text,
      name: uri.name,
      readOnly,
      keepalive: use === 'stream' ? false : keepalive,
      deadline,
      signal: limit,
      login,
      framesApart: uri.transport === 'tls',
      ...(allow === undefined ? {} : { allow }),
    });
  } finally {
    clearTimeout(timer);
  }
}
