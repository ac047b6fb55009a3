import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { LibvirtError } from '../errors.js';
import { DRIVERS } from './drivers.js';
import { userRuntimeFolder } from './folders.js';
import type { LibvirtUri } from './uri.js';

/** What finding a socket depends on besides the URI. */
export interface LocalView {
  readonly exists: (file: string) => boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly home: string;
}

/** This process and its file system. */
export function localView(): LocalView {
  return { exists: existsSync, env: process.env, uid: process.geteuid?.() ?? 0, home: homedir() };
}

/** The daemon that serves all drivers. */
const MONOLITH = 'libvirtd';

/** A local daemon's socket, and the daemon to start where nobody listens yet. */
export interface LocalSocket {
  readonly path: string;
  /** The daemon's program, where the user may start one of their own. */
  readonly autostart: string | undefined;
}

/**
 * Where the daemon listens: `socket=` where the URI says so; else the modular daemon's socket if there is one, else libvirtd's. `mode=`
 * (direct, legacy, auto) picks one of them, as in libvirt.
 */
export function localSocket(uri: LibvirtUri, readOnly: boolean, view: LocalView): LocalSocket {
  const given = uri.parameters.get('socket');
  if (given !== undefined) {
    if (!path.isAbsolute(given)) throw refuse(uri, `socket=${given} is not an absolute path`);
    return { path: given, autostart: undefined };
  }
  // root has no session: the system's daemon opens its /session.
  const session = view.uid !== 0 && (uri.path === '/session' || uri.driver === 'test');
  const folder = session ? userRuntimeFolder(view) : '/run/libvirt';
  const daemons = candidates(uri);
  // Only the system has read-only sockets. Where one is missing, OPEN's flag protects as well.
  const endings = readOnly && !session ? (['-sock-ro', '-sock'] as const) : (['-sock'] as const);
  const socket = (daemon: string, ending: string): string => `${folder}/${socketName(daemon)}${ending}`;
  const listening = endings
    .flatMap((ending) => daemons.toReversed().map((daemon) => ({ daemon, path: socket(daemon, ending) })))
    .find(({ path: file }) => view.exists(file));
  const program = (daemon: string): string | undefined =>
    session && view.env.LIBVIRT_AUTOSTART !== '0' ? findProgram(daemon, view) : undefined;
  if (listening !== undefined) return { path: listening.path, autostart: program(listening.daemon) };
  const daemon = daemons.find((name) => program(name) !== undefined) ?? daemons[0];
  return { path: socket(daemon, endings[0]), autostart: program(daemon) };
}

/** libvirtd's socket is the one that is not called as its daemon is. */
function socketName(daemon: string): string {
  return daemon === MONOLITH ? 'libvirt' : daemon;
}

/**
 * The daemons that may serve the URI. The last one is asked first, the first one is started first: which one a libvirt starts by itself
 * was settled when it was built, and Debian's starts libvirtd.
 */
function candidates(uri: LibvirtUri): readonly [string, ...(readonly string[])] {
  const daemon = DRIVERS.get(uri.driver)?.daemon;
  const mode = uri.parameters.get('mode') ?? 'auto';
  switch (mode) {
    case 'auto':
      return daemon === undefined ? [MONOLITH] : [MONOLITH, daemon];
    case 'legacy':
      return [MONOLITH];
    case 'direct':
      if (daemon === undefined) throw refuse(uri, `the driver ${uri.driver} has no daemon of its own`);
      return [daemon];
    default:
      throw refuse(uri, `mode=${mode} is none of auto, direct, legacy`);
  }
}

/** A daemon's program: in the folder that the environment names for them, else where programs are. */
function findProgram(daemon: string, { env, exists }: LocalView): string | undefined {
  const folder = env.VIRTD_PATH ?? env.LIBVIRTD_PATH;
  const folders = folder === undefined ? [...(env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'] : [folder];
  return folders
    .filter((name) => path.isAbsolute(name))
    .map((name) => path.join(name, daemon))
    .find(exists);
}

function refuse(uri: LibvirtUri, reason: string): LibvirtError {
  return new LibvirtError(`cannot connect to ${uri.text}: ${reason}`, { fault: 'caller' });
}
