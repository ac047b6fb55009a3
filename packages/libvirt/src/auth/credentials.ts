import { onAbort } from '../abort.js';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { authView, type AuthView, type Credentials, searchAuthFiles } from './auth-file.js';

/** What a daemon asks of whom, for the one who answers. */
export interface CredentialsQuery {
  /** The URI as it was asked for. */
  readonly uri: string;
  /** `libvirt`, as libvirt's auth files call it. */
  readonly service: 'libvirt';
  /** The host as the URI names it; `localhost` where it names none. */
  readonly hostname: string;
  /** The user that the URI names. */
  readonly user: string | undefined;
  /** How the password will be shown to be known: `SCRAM-SHA-256`. It does not leave this process. */
  readonly mechanism: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Credentials, or who is asked for them when a daemon wants some; undefined leaves it to libvirt's auth files. An answer serves all
 * connections that are opened together, and whoever is asked is asked again when the daemon did not take it. The time that an answer takes
 * counts towards connect's deadline.
 */
export type CredentialsSource =
  Credentials | ((query: CredentialsQuery) => Promise<Credentials | undefined> | Credentials | undefined);

/** Credentials, and where they come from, in words. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  readonly origin: string;
}

/** Where the connections to one host get their credentials. */
export interface CredentialsStore {
  /** Rejects where there are none. */
  find(query: CredentialsQuery): Promise<FoundCredentials>;
  /** The daemon did not take what was found. */
  refused(): void;
}

/**
 * Makes the store for one host: what was given to connect counts, else libvirt's auth files do.
 *
 * @param authfile the URI's `authfile=`
 */
export function credentialsStore(
  source: CredentialsSource | undefined,
  authfile: string | undefined,
  view: AuthView = authView(),
): CredentialsStore {
  let answer: Credentials | undefined;
  return {
    find: async (query) => {
      const given = answer ?? (typeof source === 'function' ? await ask(source, query) : source);
      if (given !== undefined) {
        check(given, query);
        answer = given;
        return { credentials: given, origin: 'given to connect' };
      }
      const search = searchAuthFiles(query.hostname, authfile, view);
      if (search.credentials !== undefined) return search;
      throw new LibvirtError(
        `cannot open ${query.uri}: the daemon asks for a login, and there are no credentials for it: none were given to connect, and ${search.looked}. ` +
          `Pass credentials, or write [auth-libvirt-${query.hostname}] with credentials=NAME, and [credentials-NAME] with authname= and password=, ` +
          'into one of these files',
        { fault: 'caller' },
      );
    },
    refused: () => {
      answer = undefined;
    },
  };
}

async function ask(
  source: Extract<CredentialsSource, (...args: never) => unknown>,
  query: CredentialsQuery,
): Promise<Credentials | undefined> {
  try {
    query.signal.throwIfAborted();
    return await untilAborted(Promise.resolve(source(query)), query.signal);
  } catch (cause) {
    throw new LibvirtError(
      `cannot open ${query.uri}: who was asked for the credentials did not answer: ${reasonOf(cause)}`,
      { fault: query.signal.aborted ? 'connection' : 'caller', cause },
    );
  }
}

/** A promise that is not waited for any longer than the signal lets us. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const ignore = onAbort(signal, () =>
      reject(new Error(reasonOf(signal.reason), { cause: signal.reason })),
    );
    promise.finally(ignore).then(resolve, reject);
  });
}

/** SASL's names and passwords are C strings. */
function check({ username, password }: Credentials, { uri }: CredentialsQuery): void {
  for (const [name, value] of Object.entries({ username, password })) {
    if (value !== '' && !value.includes('\0')) continue;
    throw new LibvirtError(
      `cannot open ${uri}: the ${name} that was given is ${value === '' ? 'empty' : 'no text: it holds a zero byte'}`,
      { fault: 'caller' },
    );
  }
}
