import type { ProcessCommand } from '../effects/effects.js';
import type { SshConnection, SshLogin } from './connection.js';
import { quoteWord } from './remote-shell.js';

/** Which of the two machines a file belongs to. */
export type Hop = 'target' | 'bastion';

/** A file that ssh needs for a while. */
export interface SshFile {
  readonly name: string;
  readonly content: string;
  readonly mode: number;
}

/** The variable by which the helper tells whose password is asked for. */
const HOP = 'VIRTFORM_SSH_HOP';
const ASKPASS = 'askpass';

/** Prints the password of the machine that is being logged in to. ssh asks it instead of a terminal; no password is an argument. */
const ASKPASS_SCRIPT = `#!/bin/sh\nexec cat "$(dirname "$0")/\${${HOP}:-target}.password"\n`;

/** The files for a connection, which all lie in the folder that ssh is run in. */
export function sshFiles({ bastion, ...target }: SshConnection): readonly SshFile[] {
  const of = (hop: Hop, login: SshLogin): readonly SshFile[] => {
    const file = (kind: string, content: string | undefined): readonly SshFile[] =>
      content === undefined ? [] : [{ name: `${hop}.${kind}`, content, mode: 0o600 }];
    const { privateKey, certificate, password, hostKey } = login;
    return [
      ...file('key', privateKey === undefined ? undefined : `${privateKey.trim()}\n`),
      ...file('certificate', certificate === undefined ? undefined : `${certificate.trim()}\n`),
      ...file('password', password),
      ...file('known', hostKey === undefined ? undefined : knownHosts(hostKey)),
    ];
  };
  const files = [...of('target', target), ...(bastion === undefined ? [] : of('bastion', bastion))];
  const asks = [target, bastion].some((login) => login?.password !== undefined);
  return asks ? [...files, { name: ASKPASS, content: ASKPASS_SCRIPT, mode: 0o700 }] : files;
}

/** The key may be the machine's own, or that of the authority that signed it: Terraform takes either. */
function knownHosts(hostKey: string): string {
  const key = hostKey.trim();
  return `* ${key}\n@cert-authority * ${key}\n`;
}

/**
 * The user's own ssh, to run a command on the far side. What `~/.ssh/config` says holds wherever the connection says nothing else;
 * what in it would make of a command something else than a command is taken out.
 *
 * @param folder absolute: where the files of `sshFiles` are
 * @param connectTimeout seconds
 */
export function sshCommand(
  connection: SshConnection,
  command: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  connectTimeout: number,
): Pick<ProcessCommand, 'program' | 'args' | 'folder' | 'environment'> {
  const { bastion } = connection;
  const proxy =
    bastion === undefined ? [] : ['-o', `ProxyCommand=${proxyCommand(connection, bastion, connectTimeout)}`];
  return {
    program: 'ssh',
    args: [
      ...loginOptions(connection, 'target', connection, connectTimeout),
      ...proxy,
      '--',
      connection.host,
      command,
    ],
    folder,
    environment: {
      ...environment,
      ...(connection.agent ? {} : { SSH_AUTH_SOCK: undefined }),
      ...([connection, bastion].some((login) => login?.password !== undefined)
        ? {
            SSH_ASKPASS: `${folder}/${ASKPASS}`,
            SSH_ASKPASS_REQUIRE: 'force',
            // OpenSSH before 8.4 asks a helper only where there seems to be a screen.
            DISPLAY: environment.DISPLAY ?? ':0',
          }
        : {}),
    },
  };
}

function loginOptions(
  login: SshLogin,
  hop: Hop,
  { agent, agentIdentity }: SshConnection,
  connectTimeout: number,
): readonly string[] {
  const { port, user, password, privateKey, certificate, hostKey } = login;
  const settings = {
    BatchMode: password === undefined ? 'yes' : 'no',
    NumberOfPasswordPrompts: '1',
    ConnectTimeout: String(connectTimeout),
    ConnectionAttempts: '1',
    ServerAliveInterval: '15',
    ControlMaster: 'no',
    ControlPath: 'none',
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    UpdateHostKeys: 'no',
    LogLevel: 'ERROR',
    // As in Terraform, a machine whose key is not told may show any: most were made a minute ago.
    StrictHostKeyChecking: hostKey === undefined ? 'no' : 'yes',
    UserKnownHostsFile: hostKey === undefined ? '/dev/null' : `${hop}.known`,
    GlobalKnownHostsFile: '/dev/null',
    ...(agent ? {} : { IdentityAgent: 'none' }),
    ...(privateKey === undefined ? {} : { IdentityFile: `${hop}.key`, IdentitiesOnly: 'yes' }),
    ...(certificate === undefined ? {} : { CertificateFile: `${hop}.certificate` }),
    ...(privateKey === undefined && !agent ? { PubkeyAuthentication: 'no' } : {}),
  };
  return [
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(agentIdentity === undefined || privateKey !== undefined
      ? []
      : ['-i', agentIdentity, '-o', 'IdentitiesOnly=yes']),
    ...['-e', 'none', '-p', String(port), '-l', user],
  ];
}

/** ssh gives this to the user's shell, and replaces what has a `%` in it. */
function proxyCommand(connection: SshConnection, bastion: SshLogin, connectTimeout: number): string {
  const { host, port } = connection;
  const words = [
    'env',
    `${HOP}=bastion`,
    'ssh',
    ...loginOptions(bastion, 'bastion', connection, connectTimeout),
    ...['-W', `${host.includes(':') ? `[${host}]` : host}:${port}`],
    ...['--', bastion.host],
  ];
  return words.map((word) => quoteWord(word).replaceAll('%', '%%')).join(' ');
}
