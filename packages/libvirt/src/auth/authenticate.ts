import { LibvirtError } from '../errors.js';
import type { Login, Request } from './login.js';

/** The kinds of login by their numbers (remote_auth_type). */
const TYPES = ['none', 'sasl', 'polkit'] as const;

/**
 * Logs in as the daemon asks. AUTH_LIST comes first for everybody, root too; a socket has one kind of login, and libvirt takes the first
 * that is named.
 *
 * @param login how; without it, only where the daemon needs nothing of us
 */
export async function authenticate(request: Request, uri: string, login: Login | undefined): Promise<void> {
  const { types } = await request('AUTH_LIST', {});
  if (types.length === 0) return;
  const offered = types.map((number) => TYPES[number] ?? number);
  const wanted = login?.method;
  const type = wanted === undefined ? offered[0] : offered.find((name) => name === wanted.type);
  switch (type) {
    case 'none':
      return;
    case 'polkit': {
      const { polkitLogin } = await import('./polkit.js');
      return polkitLogin(request, uri);
    }
    case 'sasl': {
      if (login === undefined) throw refuse(uri, 'the daemon asks for a SASL login, and none was given');
      if (login.unprotected !== undefined) {
        throw refuse(uri, `the daemon asks for a SASL login, and ${login.unprotected}`);
      }
      const { saslLogin } = await import('./sasl.js');
      return saslLogin(request, login, wanted?.type === 'sasl' ? wanted.mechanism : undefined);
    }
    default:
      throw refuse(
        uri,
        wanted === undefined
          ? `the daemon asks for a kind of login that is unknown here (${offered.join(', ')})`
          : `the URI asks for auth=${wanted.type}, and the daemon for ${offered.join(', ')} on this socket`,
      );
  }
}

function refuse(uri: string, reason: string): LibvirtError {
  return new LibvirtError(`cannot open ${uri}: ${reason}`, { fault: 'unsupported', procedure: 'AUTH_LIST' });
}
