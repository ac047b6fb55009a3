import { type AuthView, searchAuthFiles } from '../../src/auth/auth-file.js';
import { LibvirtError } from '../../src/errors.js';

const CONF = `
[credentials-test]
authname=fred@lab
password=123456

[credentials-other]
username=joe
password=hello

[auth-libvirt-test.example]
credentials=test

[auth-libvirt-localhost]
credentials=test

[auth-esx-default]
credentials=nobody

[auth-libvirt-default]
credentials=other
`;

const user = '/home/me/.config/libvirt/auth.conf';
const system = '/etc/libvirt/auth.conf';

function view(files: Readonly<Record<string, string>>, env: AuthView['env'] = {}): AuthView {
  return {
    env,
    home: '/home/me',
    readable: (file) => file in files,
    read: (file) => {
      const text = files[file];
      if (text === undefined) throw new Error('ENOENT: no such file');
      return text;
    },
  };
}

/** A file in which everybody is the one whose name it says. */
const everybody = (name: string): string =>
  `[credentials-a]\nauthname=${name}\npassword=pw\n[auth-libvirt-default]\ncredentials=a\n`;

test.each([
  ['test.example', 'fred@lab', '123456', 'test'],
  ['localhost', 'fred@lab', '123456', 'test'],
  ['elsewhere', 'joe', 'hello', 'other'],
  ['TEST.example', 'joe', 'hello', 'other'],
])('the credentials of %s', (hostname, username, password, name) => {
  expect(searchAuthFiles(hostname, undefined, view({ [user]: CONF }))).toEqual({
    credentials: { username, password },
    origin: `of [credentials-${name}] in ${user}`,
  });
});

test.each<readonly [string, AuthView['env'], string | undefined, readonly string[], string]>([
  [
    'the environment’s file first',
    { LIBVIRT_AUTH_FILE: '/env' },
    '/uri',
    ['/env', '/uri', user, system],
    '/env',
  ],
  ['then that of the URI', {}, '/uri', ['/uri', user, system], '/uri'],
  ['an empty variable names none', { LIBVIRT_AUTH_FILE: '' }, '/uri', ['/uri'], '/uri'],
  ['then the user’s', {}, undefined, [user, system], user],
  [
    'where the user’s settings are',
    { XDG_CONFIG_HOME: '/c' },
    undefined,
    ['/c/libvirt/auth.conf'],
    '/c/libvirt/auth.conf',
  ],
  ['then the system’s', {}, undefined, [system], system],
])('%s', (_, env, authfile, present, expected) => {
  const files = Object.fromEntries(present.map((file) => [file, everybody(file)]));
  expect(searchAuthFiles('h', authfile, view(files, env)).credentials?.username).toBe(expected);
});

test.each([
  [{}, `there is neither ${user} nor ${system}`],
  [
    { [system]: '[credentials-a]\nauthname=a\n' },
    `${system} has neither [auth-libvirt-h] nor [auth-libvirt-default]`,
  ],
])('where nothing is found it is said where was looked', (files, looked) => {
  expect(searchAuthFiles('h', undefined, view(files))).toEqual({ credentials: undefined, looked });
});

test.each([
  ['[auth-libvirt-h]\n', '[auth-libvirt-h] says no credentials=NAME'],
  ['[auth-libvirt-h]\ncredentials=a\n', '[auth-libvirt-h] names [credentials-a], which is not there'],
  [
    '[auth-libvirt-h]\ncredentials=a\n[credentials-a]\npassword=secret\n',
    '[credentials-a] says no authname=',
  ],
  ['[auth-libvirt-h]\ncredentials=a\n[credentials-a]\nauthname=a\n', '[credentials-a] says no password='],
  ['[credentials-a]\nauthname=a\nsecret\n', 'line 3: this is neither'],
])('%j is no answer', (text, reason) => {
  const search = (): unknown => searchAuthFiles('h', '/f', view({ '/f': text }));
  expect(search).toThrow(LibvirtError);
  expect(search).toThrow(reason);
  expect(search).not.toThrow('secret');
});

test('a file that was asked for must be there', () => {
  expect(() => searchAuthFiles('h', '/f', view({ [user]: CONF }))).toThrow(
    'cannot read the credentials in /f: ENOENT: no such file',
  );
});
