import { authenticate } from '../../src/auth/authenticate.js';
import { credentialsStore } from '../../src/auth/credentials.js';
import { type Login, uriLogin } from '../../src/auth/login.js';
import { LibvirtError } from '../../src/errors.js';
import { parseUri } from '../../src/transport/uri.js';
import { scripted } from './scripted-request.js';

const store = credentialsStore({ username: 'fred', password: 'pw' }, undefined);
const login = (uri: string): Login => uriLogin(parseUri(uri), store, new AbortController().signal);

const stop = (): never => {
  throw new LibvirtError('stop', { fault: 'connection' });
};

/** What is called for a daemon that asks for these kinds of login, and how it ends. */
async function attempt(types: readonly number[], uri: string): Promise<readonly string[]> {
  const { request, called } = scripted({
    AUTH_LIST: () => ({ types }),
    AUTH_POLKIT: () => ({ complete: 1 }),
    AUTH_SASL_INIT: stop,
  });
  const end = await authenticate(request, uri, login(uri)).then(
    () => 'in',
    (error: unknown) => (error instanceof LibvirtError ? `${error.fault}: ${error.message}` : 'thrown'),
  );
  return [...called, end];
}

test.each<readonly [string, readonly number[], string, readonly unknown[]]>([
  ['nothing is asked for', [], 'qemu:///system', ['in']],
  ['nothing is needed', [0], 'qemu:///system', ['in']],
  ['polkit is to be asked', [2], 'qemu:///system', ['AUTH_POLKIT', 'in']],
  ['SASL is spoken', [1], 'qemu:///system', ['AUTH_SASL_INIT', 'connection: stop']],
  ['the first of several counts', [2, 0], 'qemu:///system', ['AUTH_POLKIT', 'in']],
  ['unless the URI wants another', [2, 0], 'qemu:///system?auth=none', ['in']],
  [
    'the URI wants what is not there',
    [1],
    'qemu:///system?auth=polkit',
    [expect.stringMatching(/^unsupported: .*asks for auth=polkit, and the daemon for sasl/)],
  ],
  [
    'the daemon wants what is unknown',
    [7],
    'qemu:///system',
    [expect.stringMatching(/^unsupported: .*\(7\)/)],
  ],
  ['SASL over TCP', [1], 'qemu+tcp://h/system', [expect.stringMatching(/^unsupported: .*over plain TCP/)]],
])('where %s', async (_, types, uri, expected) => {
  expect(await attempt(types, uri)).toEqual(['AUTH_LIST', ...expected]);
});

test('a connection without a login cannot speak SASL', async () => {
  const { request } = scripted({ AUTH_LIST: () => ({ types: [1] }) });
  await expect(authenticate(request, 'x', undefined)).rejects.toMatchObject({
    fault: 'unsupported',
    message: 'cannot open x: the daemon asks for a SASL login, and none was given',
  });
});
