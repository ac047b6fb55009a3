import type { AuthView } from '../../src/auth/auth-file.js';
import { type CredentialsQuery, credentialsStore } from '../../src/auth/credentials.js';

const fred = { username: 'fred', password: 'pw' };
const file: AuthView = {
  env: {},
  home: '/home/me',
  readable: (name) => name === '/etc/libvirt/auth.conf',
  read: () => '[auth-libvirt-h]\ncredentials=a\n[credentials-a]\nauthname=joe\npassword=jp\n',
};
const none: AuthView = { ...file, readable: () => false };

function query(more: Partial<CredentialsQuery> = {}): CredentialsQuery {
  return {
    uri: 'qemu+tls://h/system',
    service: 'libvirt',
    hostname: 'h',
    user: undefined,
    mechanism: 'SCRAM-SHA-256',
    signal: new AbortController().signal,
    ...more,
  };
}

test('what is given counts, before any file', async () => {
  expect(await credentialsStore(fred, undefined, file).find(query())).toEqual({
    credentials: fred,
    origin: 'given to connect',
  });
});

test('who is asked hears what for', async () => {
  const ask = jest.fn().mockResolvedValue(fred);
  const asked = query();
  expect((await credentialsStore(ask, undefined, file).find(asked)).credentials).toEqual(fred);
  expect(ask).toHaveBeenCalledWith(asked);
});

test('who is asked and knows nothing leaves it to the files', async () => {
  expect(await credentialsStore(() => undefined, undefined, file).find(query())).toEqual({
    credentials: { username: 'joe', password: 'jp' },
    origin: 'of [credentials-a] in /etc/libvirt/auth.conf',
  });
});

test('an answer counts until it is refused', async () => {
  let asked = 0;
  const store = credentialsStore(() => ({ ...fred, password: `pw${++asked}` }), undefined, none);
  const password = async (): Promise<string> => (await store.find(query())).credentials.password;
  expect([await password(), await password()]).toEqual(['pw1', 'pw1']);
  store.refused();
  expect([await password(), await password()]).toEqual(['pw2', 'pw2']);
});

test('where nothing is found it is said where was looked and what to write', async () => {
  await expect(credentialsStore(undefined, undefined, none).find(query())).rejects.toMatchObject({
    fault: 'caller',
    message:
      'cannot open qemu+tls://h/system: the daemon asks for a login, and there are no credentials for it: none were given to connect, ' +
      'and there is neither /home/me/.config/libvirt/auth.conf nor /etc/libvirt/auth.conf. Pass credentials, or write [auth-libvirt-h] ' +
      'with credentials=NAME, and [credentials-NAME] with authname= and password=, into one of these files',
  });
});

test.each([
  [{ username: '', password: 'secret' }, /the username that was given is empty/],
  [{ username: 'fred', password: '' }, /the password that was given is empty/],
  [{ username: 'fred', password: 'secret\0' }, /the password that was given is no text/],
])('what cannot be sent is refused', async (credentials, reason) => {
  const found = credentialsStore(credentials, undefined, none).find(query());
  await expect(found).rejects.toThrow(reason);
  await expect(found).rejects.not.toThrow('secret');
});

test('who throws is the cause', async () => {
  const failure = new Error('no keyring here');
  const ask = (): Promise<never> => Promise.reject(failure);
  await expect(credentialsStore(ask, undefined, none).find(query())).rejects.toMatchObject({
    fault: 'caller',
    message: expect.stringContaining('did not answer: no keyring here'),
    cause: failure,
  });
});

test.each(['before', 'while'])('who asks and gives up %s it is asked waits no longer', async (when) => {
  const controller = new AbortController();
  if (when === 'before') controller.abort(new Error('enough'));
  const found = credentialsStore(() => new Promise(() => undefined), undefined, none).find(
    query({ signal: controller.signal }),
  );
  controller.abort(new Error('enough'));
  await expect(found).rejects.toMatchObject({
    fault: 'connection',
    message: expect.stringContaining('did not answer: enough'),
  });
});
