import { chooseUri, parseSettings, readSettings, type SettingsView } from '../../src/transport/settings.js';

const CONF = `
# The alias of the lab
uri_aliases = [
  "lab=qemu+ssh://root@lab/system",   # across the yard
  'hash=qemu+tcp://h/system?name=a#b',
  "lab=qemu+ssh://later/system",
]
uri_default = "lab"
log_level = 3
remote_mode = "legacy"
tls_priority = "SECURE256"
`;

function view(more: Partial<SettingsView> = {}): SettingsView {
  return { env: {}, uid: 0, home: '/home/me', read: () => undefined, exists: () => false, ...more };
}

test('aliases, the default and what stands for URI parameters are read', () => {
  const { aliases, uriDefault, parameters } = parseSettings(CONF, 'libvirt.conf');
  expect(uriDefault).toBe('lab');
  expect(Object.fromEntries(aliases)).toEqual({
    lab: 'qemu+ssh://root@lab/system',
    hash: 'qemu+tcp://h/system?name=a#b',
  });
  expect(Object.fromEntries(parameters)).toEqual({ mode: 'legacy', tls_priority: 'SECURE256' });
});

test('a file of comments says nothing', () => {
  expect(parseSettings('# nothing\n\n', 'f')).toEqual({
    uriDefault: undefined,
    aliases: new Map(),
    parameters: new Map(),
  });
});

test.each([
  ['uri_default = qemu:///system', /line 1/],
  ['\n\nuri_default "x"', /line 3/],
  ['uri_aliases = [ "nonsense" ]', /not NAME=URI/],
  ['uri_aliases = [ "a b=qemu:///system" ]', /letters, digits/],
  ['uri_aliases = [ "=qemu:///system" ]', /not NAME=URI/],
])('%j is refused', (text, reason) => {
  expect(() => parseSettings(text, 'f')).toThrow(reason);
});

const root = '/etc/libvirt/libvirt.conf';
const user = '/home/me/.config/libvirt/libvirt.conf';
const conf = (file: string) => (asked: string) => (asked === file ? CONF : undefined);

test.each<readonly [string, string | undefined, SettingsView, string]>([
  ['what is given', 'test:///default', view({ env: { LIBVIRT_DEFAULT_URI: 'xen:///' } }), 'test:///default'],
  [
    'the environment',
    undefined,
    view({ env: { LIBVIRT_DEFAULT_URI: 'xen:///' }, read: conf(root) }),
    'xen:///',
  ],
  ['an empty variable is none', undefined, view({ env: { LIBVIRT_DEFAULT_URI: '' } }), 'qemu:///system'],
  ['an alias', 'lab', view({ read: conf(root) }), 'qemu+ssh://root@lab/system'],
  ['the default, an alias', undefined, view({ read: conf(root) }), 'qemu+ssh://root@lab/system'],
  ["the user's file", 'lab', view({ uid: 1000, read: conf(user) }), 'qemu+ssh://root@lab/system'],
  ["not root's file for a user", 'lab', view({ uid: 1000, read: conf(root) }), 'lab'],
  ['nothing given is nothing', '', view({ read: conf(root) }), 'qemu+ssh://root@lab/system'],
  ['Xen by its old name', 'Xen', view(), 'xen:///system'],
  ['Xen without a path', 'xen://', view(), 'xen:///system'],
  [
    'the system whose daemon listens',
    undefined,
    view({ exists: (file) => file === '/run/libvirt/virtlxcd-sock' }),
    'lxc:///system',
  ],
  [
    'a user has a session, also where the system listens',
    undefined,
    view({ uid: 1000, exists: (file) => file.startsWith('/run/libvirt/') }),
    'qemu:///session',
  ],
  [
    'a user whose other daemon listens',
    undefined,
    view({
      uid: 1000,
      env: { XDG_RUNTIME_DIR: '/run/user/1000' },
      exists: (file) => file === '/run/user/1000/libvirt/virtvboxd-sock',
    }),
    'vbox:///session',
  ],
  ['a user on their own', undefined, view({ uid: 1000 }), 'qemu:///session'],
])('%s', (_, given, local, expected) => {
  expect(chooseUri(given, readSettings(local), local)).toBe(expected);
});

test('settings that cannot be read are said to be', () => {
  const read = (): string => {
    throw new Error('EACCES: permission denied');
  };
  expect(() => readSettings(view({ read }))).toThrow(
    'cannot read the settings in /etc/libvirt/libvirt.conf: EACCES: permission denied',
  );
});
