import { existsSync } from 'node:fs';
import path from 'node:path';
import { LibvirtError } from '../errors.js';
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
  return {
    exists: existsSync,
    env: process.env,
    uid: process.getuid?.() ?? 0,
    home: process.env.HOME ?? '/',
  };
}

/** The modular daemon of each driver; the monolithic libvirtd serves them all. */
const MODULAR_DAEMONS: ReadonlyMap<string, string> = new Map([
  ['qemu', 'virtqemud'],
  ['lxc', 'virtlxcd'],
  ['xen', 'virtxend'],
  ['ch', 'virtchd'],
  ['bhyve', 'virtbhyved'],
  ['vz', 'virtvzd'],
  ['vbox', 'virtvboxd'],
]);

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
  const session = uri.path === '/session' || (view.uid !== 0 && uri.driver === 'test');
  const folder = session ? sessionFolder(view) : '/run/libvirt';
  const modular = MODULAR_DAEMONS.get(uri.driver);
  const candidates = (suffix: string): Candidate => {
    const direct =
      modular === undefined ? undefined : { daemon: modular, path: `${folder}/${modular}${suffix}` };
    return choose(uri, direct, { daemon: 'libvirtd', path: `${folder}/libvirt${suffix}` }, view);
  };
  const writable = candidates('-sock');
  const restricted = candidates('-sock-ro');
  // A session has no read-only sockets, nor has a system whose sockets were picked by hand; OPEN's flag protects there.
  const useRestricted = readOnly && !session && (view.exists(restricted.path) || !view.exists(writable.path));
  const chosen = useRestricted ? restricted : writable;
  const canStart = session && view.uid !== 0 && view.env.LIBVIRT_AUTOSTART !== '0';
  return {
    path: chosen.path,
    autostart: canStart ? findDaemon(chosen.daemon, modular, view) : undefined,
  };
}

interface Candidate {
  readonly daemon: string;
  readonly path: string;
}

function choose(
  uri: LibvirtUri,
  direct: Candidate | undefined,
  legacy: Candidate,
  view: LocalView,
): Candidate {
  const mode = uri.parameters.get('mode') ?? view.env.LIBVIRT_REMOTE_MODE ?? 'auto';
  switch (mode) {
    case 'legacy':
      return legacy;
    case 'direct':
      if (direct === undefined) throw refuse(uri, `the driver ${uri.driver} has no daemon of its own`);
      return direct;
    case 'auto':
      return direct !== undefined && view.exists(direct.path) ? direct : legacy;
    default:
      throw refuse(uri, `mode=${mode} is none of auto, direct, legacy`);
  }
}

function findDaemon(chosen: string, direct: string | undefined, view: LocalView): string | undefined {
  const folders = [
    ...(view.env.PATH ?? '').split(':').filter((folder) => folder !== ''),
    '/usr/sbin',
    '/sbin',
  ];
  const find = (daemon: string): string | undefined =>
    folders.map((folder) => path.join(folder, daemon)).find(view.exists);
  return find(chosen) ?? (direct === undefined ? undefined : find(direct));
}

function sessionFolder({ env, uid, home }: LocalView): string {
  const runtime = env.XDG_RUNTIME_DIR;
  if (runtime !== undefined && runtime !== '') return `${runtime}/libvirt`;
  // Without a runtime folder libvirt (glib) falls back on the cache folder.
  const cache = env.XDG_CACHE_HOME;
  return `${cache === undefined || cache === '' ? `${uid === 0 ? '/root' : home}/.cache` : cache}/libvirt`;
}

function refuse(uri: LibvirtUri, reason: string): LibvirtError {
  return new LibvirtError(`cannot connect to ${uri.text}: ${reason}`, { fault: 'caller' });
}
