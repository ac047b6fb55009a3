import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { nonEmpty, userConfigFolder } from '../transport/folders.js';
import { parseKeyFile, type KeyFile } from './key-file.js';

/** A name and its password. */
export interface Credentials {
  /** As the daemon's SASL knows it, with its realm: `fred@host`. */
  readonly username: string;
  readonly password: string;
}

/** What finding credentials in files depends on. */
export interface AuthView {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly readable: (file: string) => boolean;
  readonly read: (file: string) => string;
}

/** This process and its file system. */
export function authView(): AuthView {
  return {
    env: process.env,
    home: homedir(),
    readable: (file) => {
      try {
        accessSync(file, constants.R_OK);
        return true;
      } catch {
        return false;
      }
    },
    read: (file) => readFileSync(file, 'utf8'),
  };
}

/** What the files said: the credentials and where they stand, or where was looked without finding any. */
export type FileSearch =
  | { readonly credentials: Credentials; readonly origin: string }
  | { readonly credentials: undefined; readonly looked: string };

/**
 * Looks for credentials as libvirt does: in the file that `LIBVIRT_AUTH_FILE` names; else that of the URI's `authfile=`; else the user's
 * own `auth.conf`; else /etc/libvirt/auth.conf. Only the first of them that there is counts.
 *
 * @param hostname the host as the URI names it, `localhost` where it names none
 */
export function searchAuthFiles(hostname: string, authfile: string | undefined, view: AuthView): FileSearch {
  const named = nonEmpty(view.env.LIBVIRT_AUTH_FILE) ?? authfile;
  const standard = [`${userConfigFolder(view)}/auth.conf`, '/etc/libvirt/auth.conf'];
  const file = named ?? standard.find(view.readable);
  if (file === undefined)
    return { credentials: undefined, looked: `there is neither ${standard.join(' nor ')}` };
  const found = lookUp(load(file, view), hostname, file);
  return (
    found ?? {
      credentials: undefined,
      looked: `${file} has neither [auth-libvirt-${hostname}] nor [auth-libvirt-default]`,
    }
  );
}

function load(file: string, view: AuthView): KeyFile {
  let text: string;
  try {
    text = view.read(file);
  } catch (cause) {
    throw refuse(`cannot read the credentials in ${file}: ${reasonOf(cause)}`, cause);
  }
  return parseKeyFile(text, (line, reason) => refuse(`${file}, line ${line}: ${reason}`));
}

/** `[auth-libvirt-HOST]` names the credentials of a host, `[credentials-NAME]` has them. */
function lookUp(keys: KeyFile, hostname: string, file: string): FileSearch | undefined {
  const group = [`auth-libvirt-${hostname}`, 'auth-libvirt-default'].find((name) => keys.has(name));
  if (group === undefined) return undefined;
  const name = keys.get(group)?.get('credentials');
  if (name === undefined) throw refuse(`${file}: [${group}] says no credentials=NAME`);
  const entry = keys.get(`credentials-${name}`);
  if (entry === undefined)
    throw refuse(`${file}: [${group}] names [credentials-${name}], which is not there`);
  // SASL logs in as the authname. A username is for other services, and better than nothing.
  const username = nonEmpty(entry.get('authname')) ?? nonEmpty(entry.get('username'));
  const password = nonEmpty(entry.get('password'));
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'authname=' : 'password=';
    throw refuse(`${file}: [credentials-${name}] says no ${missing}`);
  }
  return { credentials: { username, password }, origin: `of [credentials-${name}] in ${file}` };
}

function refuse(message: string, cause?: unknown): LibvirtError {
  return new LibvirtError(message, { fault: 'caller', cause });
}
