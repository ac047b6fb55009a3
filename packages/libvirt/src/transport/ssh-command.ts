import { LibvirtError } from '../errors.js';
import type { LibvirtUri } from './uri.js';

/** A program and its arguments, for no shell of ours. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What sshauth= calls the ways of login, and what OpenSSH does. */
const LOGINS: ReadonlyMap<string, string> = new Map([
  ['agent', 'publickey'],
  ['privkey', 'publickey'],
  ['publickey', 'publickey'],
  ['password', 'password'],
  ['keyboard-interactive', 'keyboard-interactive'],
  ['none', 'none'],
]);

/** What known_hosts_verify= asks for, and how OpenSSH spells it. Without it the user's own configuration decides. */
const HOST_KEY_CHECKS: ReadonlyMap<string, string> = new Map([
  ['normal', 'yes'],
  ['auto', 'accept-new'],
  ['ignore', 'no'],
]);

/**
 * The user's own ssh, to run what connects standard input and output to the daemon on the far side. Agent, jump hosts, host keys and
 * `~/.ssh/config` are ssh's business.
 *
 * Nothing of a URI becomes an option here, or a word of the shell there: host and user were checked, `--` ends the options, and all that
 * reaches the remote shell is quoted.
 */
export function sshCommand(uri: LibvirtUri, readOnly: boolean): Command {
  const { host, user, port, parameters } = uri;
  if (host === undefined) throw refuse(uri, 'it names no host');
  if (parameters.has('command')) {
    throw refuse(
      uri,
      'command= would run a program of the URI on this machine; put that program into ~/.ssh/config',
    );
  }
  const options = [
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...given(parameters.get('keyfile'), (file) => ['-i', file]),
    ...['-T', '-e', 'none'],
    ...(parameters.get('no_tty') === '1' ? ['-o', 'BatchMode=yes'] : []),
    ...given(parameters.get('known_hosts'), (file) => ['-o', `UserKnownHostsFile=${quoteOption(uri, file)}`]),
    ...hostKeyCheck(uri),
    ...given(parameters.get('sshauth'), (list) => ['-o', `PreferredAuthentications=${logins(uri, list)}`]),
  ];
  return { program: 'ssh', args: [...options, '--', host, `sh -c ${quote(remoteScript(uri, readOnly))}`] };
}

/** What is run on the far side: virt-ssh-helper (libvirt 6.8) where there is one, else netcat on the socket. */
function remoteScript(uri: LibvirtUri, readOnly: boolean): string {
  const { parameters } = uri;
  const helper = `exec virt-ssh-helper ${readOnly ? '-r ' : ''}${quote(uri.name)}`;
  const proxy = parameters.get('proxy') ?? 'auto';
  switch (proxy) {
    case 'native':
      if (parameters.has('netcat')) throw refuse(uri, 'proxy=native uses virt-ssh-helper, not netcat=');
      return helper;
    case 'netcat':
      return netcat(uri, readOnly);
    case 'auto':
      if (parameters.has('netcat') || parameters.has('socket')) return netcat(uri, readOnly);
      if (uri.path === '/session') return helper;
      return `if command -v virt-ssh-helper >/dev/null 2>&1; then ${helper}; else ${netcat(uri, readOnly)}; fi`;
    default:
      throw refuse(uri, `proxy=${proxy} is none of auto, netcat, native`);
  }
}

function netcat(uri: LibvirtUri, readOnly: boolean): string {
  const { parameters, path, driver } = uri;
  if (path === '/session' && !parameters.has('socket')) {
    throw refuse(
      uri,
      'where a session listens is known on the far side only: it needs virt-ssh-helper there',
    );
  }
  const program = quote(parameters.get('netcat') ?? 'nc');
  const suffix = readOnly ? '-sock-ro' : '-sock';
  const given = parameters.get('socket');
  const find =
    given === undefined
      ? `S=/run/libvirt/virt${driver}d${suffix}; [ -S "$S" ] || S=/run/libvirt/libvirt${suffix}`
      : `S=${quote(given)}`;
  // Some netcats stay when their input ends, unless they are told -q0; others do not know that.
  const ends = `if ${program} -q 2>&1 | grep -q "requires an argument"; then Q=-q0; else Q=; fi`;
  return `${find}; ${ends}; exec ${program} $Q -U "$S"`;
}

/** One word for a POSIX shell, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A value of ssh's -o, which splits at blanks and knows double quotes. */
function quoteOption(uri: LibvirtUri, text: string): string {
  if (/["\\]/.test(text)) throw refuse(uri, `ssh cannot be given the file name ${text}`);
  return `"${text}"`;
}

function hostKeyCheck(uri: LibvirtUri): readonly string[] {
  if (uri.parameters.get('no_verify') === '1') return ['-o', 'StrictHostKeyChecking=no'];
  return given(uri.parameters.get('known_hosts_verify'), (verify) => {
    const check = HOST_KEY_CHECKS.get(verify);
    if (check === undefined)
      throw refuse(uri, `known_hosts_verify=${verify} is none of normal, auto, ignore`);
    return ['-o', `StrictHostKeyChecking=${check}`];
  });
}

function logins(uri: LibvirtUri, list: string): string {
  const methods = list.split(',').map((name) => {
    const method = LOGINS.get(name);
    if (method === undefined)
      throw refuse(uri, `sshauth=${name} is none of ${[...LOGINS.keys()].join(', ')}`);
    return method;
  });
  return [...new Set(methods)].join(',');
}

function given<T>(value: T | undefined, use: (value: T) => readonly string[]): readonly string[] {
  return value === undefined ? [] : use(value);
}

function refuse(uri: LibvirtUri, reason: string): LibvirtError {
  return new LibvirtError(`cannot connect to ${uri.text}: ${reason}`, { fault: 'caller' });
}
