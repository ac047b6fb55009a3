import { LibvirtError } from '../errors.js';
import { DRIVERS } from './drivers.js';
import { isOn } from './parameters.js';
import type { Command } from './run-command.js';
import type { LibvirtUri } from './uri.js';

/** What sshauth= calls the ways of login, and what OpenSSH does. */
const LOGINS: ReadonlyMap<string, string> = new Map([
  ['agent', 'publickey'],
  ['privkey', 'publickey'],
  ['publickey', 'publickey'],
  ['password', 'password'],
  // As dmacvicar's Terraform provider spells it.
  ['ssh-password', 'password'],
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
 * `~/.ssh/config` are ssh's business. `command=` names another program, which gets the same arguments: such a URI is code.
 *
 * Nothing else of a URI becomes an option here, or a word of the shell there: host and user were checked, `--` ends the options, and all
 * that reaches the remote shell is quoted.
 */
export function sshCommand(uri: LibvirtUri, readOnly: boolean): Command {
  const { host = 'localhost', transport, port, parameters } = uri;
  // libvirt has no other default for its own ssh clients, which read no ~/.ssh/config.
  const user = uri.user ?? (transport === 'ssh' ? undefined : 'root');
  const options = [
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...given(parameters.get('keyfile'), (file) => ['-i', file]),
    ...['-T', '-e', 'none'],
    ...(isOn(parameters, 'no_tty') ? ['-o', 'BatchMode=yes'] : []),
    ...given(parameters.get('known_hosts'), (file) => ['-o', `UserKnownHostsFile=${quoteOption(uri, file)}`]),
    ...hostKeyCheck(uri),
    ...given(parameters.get('sshauth'), (list) => ['-o', `PreferredAuthentications=${logins(uri, list)}`]),
  ];
  return {
    program: parameters.get('command') ?? 'ssh',
    args: [...options, '--', host, `sh -c ${quote(remoteScript(uri, readOnly))}`],
  };
}

/** What is run on the far side: virt-ssh-helper (libvirt 6.8) where there is one, else netcat on the socket. */
function remoteScript(uri: LibvirtUri, readOnly: boolean): string {
  const { parameters } = uri;
  const helper = `exec virt-ssh-helper ${readOnly ? '-r ' : ''}${word(uri, helperUri(uri))}`;
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

/**
 * The URI by which virt-ssh-helper finds the socket. It always gets `mode` and `socket`; helpers before libvirt 9.1 find it without. Where
 * the daemon is to choose what to open there is no name, and the helper needs one.
 */
function helperUri({ name, driver, path, parameters }: LibvirtUri): string {
  if (parameters.has('name')) return name;
  const uri = name === '' ? `${driver}://${path === '' ? '/' : encodeURI(path)}` : name;
  const more = ['mode', 'socket'].flatMap((parameter) =>
    given(parameters.get(parameter), (value) => [`${parameter}=${encodeURIComponent(value)}`]),
  );
  return more.length === 0 ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${more.join('&')}`;
}

function netcat(uri: LibvirtUri, readOnly: boolean): string {
  const { parameters, path } = uri;
  if (path === '/session' && !parameters.has('socket')) {
    throw refuse(
      uri,
      'where a session listens is known on the far side only: it needs virt-ssh-helper there',
    );
  }
  const program = word(uri, parameters.get('netcat') ?? 'nc');
  const socket = parameters.get('socket');
  const find =
    socket === undefined ? findSocket(uri, readOnly ? '-sock-ro' : '-sock') : `S=${word(uri, socket)}`;
  // Some netcats stay when their input ends, unless they are told -q0; others do not know that.
  const ends = `if ${program} -q 2>&1 | grep -q "requires an argument"; then Q=-q0; else Q=; fi`;
  return `${find}; ${ends}; exec ${program} $Q -U "$S"`;
}

/** Sets `S` to the socket of the system's daemon, which is known on the far side only. */
function findSocket(uri: LibvirtUri, ending: string): string {
  const daemon = DRIVERS.get(uri.driver)?.daemon;
  const legacy = `S=/run/libvirt/libvirt${ending}`;
  const mode = uri.parameters.get('mode') ?? 'auto';
  switch (mode) {
    case 'auto':
      return daemon === undefined ? legacy : `S=/run/libvirt/${daemon}${ending}; [ -S "$S" ] || ${legacy}`;
    case 'legacy':
      return legacy;
    case 'direct':
      if (daemon !== undefined) return `S=/run/libvirt/${daemon}${ending}`;
      throw refuse(uri, `the driver ${uri.driver} has no daemon of its own`);
    default:
      throw refuse(uri, `mode=${mode} is none of auto, direct, legacy`);
  }
}

/** One word for the shells on the far side. The login shell there need be no POSIX one, and fish takes a backslash for more than itself. */
function word(uri: LibvirtUri, text: string): string {
  if (text.includes('\\'))
    throw refuse(uri, `"${text}" has a backslash, which shells read in different ways`);
  return quote(text);
}

/** One word for a POSIX shell, whatever is in it; without a backslash of ours. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** A file name as a value of ssh's -o, which splits at blanks, knows double quotes and replaces `%h` and `${NAME}`. */
function quoteOption(uri: LibvirtUri, text: string): string {
  if (/["\\]|\$\{/.test(text)) throw refuse(uri, `ssh cannot be given the file name ${text}`);
  return `"${text.replaceAll('%', '%%')}"`;
}

function hostKeyCheck(uri: LibvirtUri): readonly string[] {
  if (isOn(uri.parameters, 'no_verify')) return ['-o', 'StrictHostKeyChecking=no'];
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
