import { localSocket, type LocalView } from '../../src/transport/socket-path.js';
import { parseUri } from '../../src/transport/uri.js';

function view(files: readonly string[], more: Partial<LocalView> = {}): LocalView {
  return { exists: (file) => files.includes(file), env: {}, uid: 0, home: '/home/me', ...more };
}

const user = { uid: 1000, env: { XDG_RUNTIME_DIR: '/run/user/1000', PATH: '/usr/bin' } };
const modular = '/run/libvirt/virtqemud-sock';

describe('where the daemon listens', () => {
  test.each<readonly [string, string, boolean, LocalView, string]>([
    ['the modular daemon, where there is one', 'qemu:///system', false, view([modular]), modular],
    ['else libvirtd', 'qemu:///system', false, view([]), '/run/libvirt/libvirt-sock'],
    ['read-only', 'qemu:///system', true, view([`${modular}-ro`]), `${modular}-ro`],
    [
      'libvirtd because the URI says so',
      'qemu:///system?mode=legacy',
      false,
      view([modular]),
      '/run/libvirt/libvirt-sock',
    ],
    ['the modular daemon because the URI says so', 'qemu:///system?mode=direct', false, view([]), modular],
    ['read-only, where nobody listens', 'qemu:///system', true, view([]), '/run/libvirt/libvirt-sock-ro'],
    ['read-only, where there is no such socket', 'qemu:///system', true, view([modular]), modular],
    ['the socket of the URI', 'qemu:///system?socket=/x/y', true, view([modular]), '/x/y'],
    ['the test driver', 'test:///default', false, view([]), '/run/libvirt/libvirt-sock'],
    ["a user's session", 'qemu:///session', false, view([], user), '/run/user/1000/libvirt/libvirt-sock'],
    [
      'a session has no read-only socket',
      'qemu:///session',
      true,
      view([], user),
      '/run/user/1000/libvirt/libvirt-sock',
    ],
    [
      'a session without a runtime folder',
      'qemu:///session',
      false,
      view([], { uid: 1000 }),
      '/home/me/.cache/libvirt/libvirt-sock',
    ],
  ])('%s', (_, uri, readOnly, local, path) => {
    expect(localSocket(parseUri(uri), readOnly, local).path).toBe(path);
  });

  test.each([
    ['qemu:///system?socket=run/x', /not an absolute path/],
    ['qemu:///system?mode=both', /none of auto, direct, legacy/],
    ['test:///default?mode=direct', /no daemon of its own/],
  ])('%s is refused', (uri, reason) => {
    expect(() => localSocket(parseUri(uri), false, view([]))).toThrow(reason);
  });
});

describe('starting the daemon', () => {
  const program = '/usr/sbin/virtqemud';

  test.each<readonly [string, string, LocalView, string | undefined]>([
    ['a user may start one for the session', 'qemu:///session', view([program], user), program],
    ['or libvirtd', 'qemu:///session', view(['/usr/bin/libvirtd'], user), '/usr/bin/libvirtd'],
    ['root may not', 'qemu:///session', view([program]), undefined],
    ['nobody may for the system', 'qemu:///system', view([program], user), undefined],
    [
      'unless it is turned off',
      'qemu:///session',
      view([program], { ...user, env: { ...user.env, LIBVIRT_AUTOSTART: '0' } }),
      undefined,
    ],
  ])('%s', (_, uri, local, expected) => {
    expect(localSocket(parseUri(uri), false, local).autostart).toBe(expected);
  });
});
