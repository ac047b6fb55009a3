import { LibvirtError } from '../errors.js';
import type { LibvirtUri, TransportName } from '../transport/uri.js';
import type { ArgsOf, ProcedureName, ResultOf } from '../wire/procedures.js';
import type { CredentialsStore } from './credentials.js';

/** Makes a call on a connection that is not open yet. */
export type Request = <P extends ProcedureName>(procedure: P, args: ArgsOf<P>) => Promise<ResultOf<P>>;

/** Which login the URI asks for, by `auth=`. That none is asked for can be insisted on, too; libvirt does not know that one. */
export type AuthMethod =
  { readonly type: 'none' | 'polkit' } | { readonly type: 'sasl'; readonly mechanism: string | undefined };

/** How to log in where the daemon asks for it. */
export interface Login {
  /** The URI as it was asked for, in messages. */
  readonly uri: string;
  readonly hostname: string;
  readonly user: string | undefined;
  /** undefined: what the daemon names first. */
  readonly method: AuthMethod | undefined;
  /** Why the connection is not safe enough for SASL, and what would be; undefined where it is. */
  readonly unprotected: string | undefined;
  readonly credentials: CredentialsStore;
  readonly signal: AbortSignal;
}

/**
 * Where libvirt demands that SASL itself encrypts the connection, which only Kerberos can do among the mechanisms that are still good.
 */
const UNPROTECTED: ReadonlyMap<TransportName, string> = new Map([
  [
    'tcp',
    'over plain TCP libvirt demands one that encrypts the connection as well (GSSAPI, which this client does not speak); use +tls or +ssh instead of +tcp',
  ],
  [
    'ext',
    'behind a program of the URI libvirt demands one that encrypts the connection as well (GSSAPI, which this client does not speak); use +tls, or +ssh with command=',
  ],
]);

/** The login that a URI asks for. Throws where its `auth=` is unknown. */
export function uriLogin(uri: LibvirtUri, credentials: CredentialsStore, signal: AbortSignal): Login {
  return {
    uri: uri.text,
    hostname: uri.host ?? 'localhost',
    user: uri.user,
    method: parseMethod(uri),
    unprotected: UNPROTECTED.get(uri.transport),
    credentials,
    signal,
  };
}

function parseMethod({ text, parameters }: LibvirtUri): AuthMethod | undefined {
  const auth = parameters.get('auth')?.toLowerCase();
  switch (auth) {
    case undefined:
      return undefined;
    case 'none':
    case 'polkit':
      return { type: auth };
    case 'sasl':
      return { type: 'sasl', mechanism: undefined };
    default:
      if (auth.startsWith('sasl.')) {
        return { type: 'sasl', mechanism: auth.slice('sasl.'.length).toUpperCase() };
      }
      throw new LibvirtError(
        `cannot connect to ${text}: auth=${auth} is none of none, polkit, sasl, sasl.MECHANISM`,
        { fault: 'caller' },
      );
  }
}
