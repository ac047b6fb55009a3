import { chooseUri, parseSettings, type SettingsView } from '../../src/transport/settings.js';

const CONF = `
# The alias of the lab
uri_aliases = [
  "lab=qemu+ssh://root@lab/system",   # across the yard
  'hash=qemu+tcp://h/system?name=a#b',
]
uri_default = "lab"
log_level = 3
`;

function view(more: Partial<SettingsView> = {}): SettingsView {
  return { env: {}, uid: 0, home: '/home/me', read: () => undefined, exists: () => false, ...more };
}

test('aliases and the default are read', () => {
  const { aliases, uriDefault } = parseSettings(CONF, 'libvirt.conf');
  expect(uriDefault).toBe('lab');
  expect([...aliases]).toEqual([
    ['lab', 'qemu+ssh://root@lab/system'],
    ['hash', 'qemu+tcp://h/system?name=a#b'],
  ]);
});

test('a file of comments says nothing', () => {
  expect(parseSettings('# nothing\n\n', 'f')).toEqual({ uriDefault: undefined, aliases: new Map() });
});

test.each([
  ['uri_default = qemu:///system', /line 1/],
  ['\n\nuri_default "x"', /line 3/],
  ['uri_aliases = [ "nonsense" ]', /not name=URI/],
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
  ['a user, and the system listens', undefined, view({ uid: 1000, exists: () => true }), 'qemu:///system'],
  ['a user on their own', undefined, view({ uid: 1000 }), 'qemu:///session'],
])('%s', (_, given, local, expected) => {
  expect(chooseUri(given, local)).toBe(expected);
});
