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
    [
      'the daemon of one kind of objects',
      'storage:///system',
      false,
      view(['/run/libvirt/virtstoraged-sock']),
      '/run/libvirt/virtstoraged-sock',
    ],
    ['root’s session is the system’s', 'qemu:///session', false, view([modular]), modular],
    ['the daemon is to choose', 'remote:///system', false, view([]), '/run/libvirt/libvirt-sock'],
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
      'a user’s test driver',
      'test:///default',
      false,
      view(['/run/libvirt/libvirt-sock'], user),
      '/run/user/1000/libvirt/libvirt-sock',
    ],
    ['a user on the system', 'qemu:///system', false, view([modular], user), modular],
    [
      'a session without a runtime folder, but with a cache folder',
      'qemu:///session',
      false,
      view([], { uid: 1000, env: { XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/cache' } }),
      '/cache/libvirt/libvirt-sock',
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
  const modularDaemon = '/usr/sbin/virtqemud';
  const monolith = '/usr/bin/libvirtd';
  const sockets = '/run/user/1000/libvirt';

  test.each<readonly [string, string, LocalView, string | undefined, string]>([
    ['a user may start one for the session', 'qemu:///session', view([monolith], user), monolith, 'libvirt'],
    ['the one that there is', 'qemu:///session', view([modularDaemon], user), modularDaemon, 'virtqemud'],
    ['of two, libvirtd', 'qemu:///session', view([monolith, modularDaemon], user), monolith, 'libvirt'],
    [
      'of two, the one that the URI asks for',
      'qemu:///session?mode=direct',
      view([monolith, modularDaemon], user),
      modularDaemon,
      'virtqemud',
    ],
    [
      'of two, the one whose socket is there, with nobody behind it perhaps',
      'qemu:///session',
      view([monolith, modularDaemon, `${sockets}/virtqemud-sock`], user),
      modularDaemon,
      'virtqemud',
    ],
    [
      'from the folder that the environment names',
      'qemu:///session',
      view([monolith, '/build/libvirtd'], { ...user, env: { ...user.env, VIRTD_PATH: '/build' } }),
      '/build/libvirtd',
      'libvirt',
    ],
    [
      'unless it is turned off',
      'qemu:///session',
      view([monolith], { ...user, env: { ...user.env, LIBVIRT_AUTOSTART: '0' } }),
      undefined,
      'libvirt',
    ],
  ])('%s', (_, uri, local, program, socket) => {
    expect(localSocket(parseUri(uri), false, local)).toEqual({
      path: `${sockets}/${socket}-sock`,
      autostart: program,
    });
  });

  test.each<readonly [string, string, LocalView]>([
    ['root does not', 'qemu:///session', view([modularDaemon])],
    ['nobody does for the system', 'qemu:///system', view([modularDaemon], user)],
  ])('%s', (_, uri, local) => {
    expect(localSocket(parseUri(uri), false, local).autostart).toBeUndefined();
  });
});
