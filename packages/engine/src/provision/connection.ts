import { resolve } from 'node:path';
import type { Diagnostic } from '@virtform/values';
import { parseDuration } from './duration.js';
import { flagOf, givenText, numberOf } from './values.js';
import type { Arguments } from './values.js';

/** How to log in to one machine over ssh. */
export interface SshLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** The keys themselves, not where they are. */
  readonly privateKey: string | undefined;
  readonly certificate: string | undefined;
  /** The only key that the machine may show, or that of the authority which signs its key. Without it any is taken. */
  readonly hostKey: string | undefined;
}

/** A connection, as far as ssh can do what it says. */
export interface SshConnection extends SshLogin {
  /** ms until somebody has to answer. */
  readonly timeout: number;
  /** Where scripts are put on the far side; `%RAND%` in it is a number that is never the same. */
  readonly scriptPath: string;
  readonly agent: boolean;
  /** The file of the public key that the agent is to use. */
  readonly agentIdentity: string | undefined;
  readonly bastion: SshLogin | undefined;
}

/**
 * The connection that checked arguments describe, with Terraform's defaults.
 *
 * @param folder absolute: where the names of files start
 */
export function connectionOf(values: Arguments, folder: string): SshConnection {
  const identity = givenText(values, 'agent_identity');
  const target = loginOf(values, '', {
    host: '',
    port: 22,
    user: 'root',
    password: undefined,
    privateKey: undefined,
    certificate: undefined,
  });
  return {
    ...target,
    timeout: parseDuration(givenText(values, 'timeout') ?? '5m') ?? 0,
    scriptPath: givenText(values, 'script_path') ?? '/tmp/terraform_%RAND%.sh',
    agent: flagOf(values, 'agent') ?? true,
    // ssh itself knows what `~` means.
    agentIdentity: identity === undefined || identity.startsWith('~') ? identity : resolve(folder, identity),
    // As in Terraform, a bastion is logged in to as the machine behind it, where nothing else is said.
    bastion:
      givenText(values, 'bastion_host') === undefined ? undefined : loginOf(values, 'bastion_', target),
  };
}

function loginOf(values: Arguments, prefix: '' | 'bastion_', otherwise: Omit<SshLogin, 'hostKey'>): SshLogin {
  const text = (name: string): string | undefined => givenText(values, `${prefix}${name}`);
  return {
    host: text('host') ?? otherwise.host,
    port: numberOf(values, `${prefix}port`) ?? otherwise.port,
    user: text('user') ?? otherwise.user,
    password: text('password') ?? otherwise.password,
    privateKey: text('private_key') ?? otherwise.privateKey,
    certificate: text('certificate') ?? otherwise.certificate,
    hostKey: text('host_key'),
  };
}

/** What is wrong with a value: a sentence, and what to do. */
interface Wrong {
  readonly detail: string;
  readonly action?: string;
}

/** Looks at a text; undefined where it is right. */
type TextCheck = (text: string) => Wrong | undefined;

const WINRM: Wrong = {
  detail: 'winrm is not supported: there is no client for it here.',
  action: 'Let an sshd run in the guest and say "ssh"; Windows has one as an optional feature.',
};

/** ssh reads a leading `-` as an option, and what else is refused here has no place in a name and a meaning for some shell. */
const name: TextCheck = (text) =>
  /^[^-\s'"\\`$;&|<>(){}*?!#\p{Cc}][^\s'"\\`$;&|<>(){}*?!#\p{Cc}]*$/u.test(text)
    ? undefined
    : { detail: 'It has characters that stand in no name which ssh could be given.' };

const keyText = (what: string): TextCheck => {
  return (text) =>
    text.includes('PRIVATE KEY-----')
      ? undefined
      : {
          detail: `It is no ${what} as ssh-keygen writes it.`,
          action: 'Give what is in the file, with file("…"), and not its name.',
        };
};

const publicKey: TextCheck = (text) =>
  /^[a-z0-9@.-]+ +[A-Za-z0-9+/=]+(?: [^\n]*)?\n?$/.test(text)
    ? undefined
    : { detail: 'It is no line as in a file .pub: a type, a blank and a key in base64.' };

const password: TextCheck = (text) =>
  /[\n\r\0]/.test(text) ? { detail: 'A password that ssh is given is one line.' } : undefined;

const CHECKS: Readonly<Record<string, TextCheck>> = {
  type: (text) => {
    if (text === 'ssh') return undefined;
    return text === 'winrm' ? WINRM : { detail: 'A connection is of the type "ssh".' };
  },
  target_platform: (text) =>
    text === 'unix'
      ? undefined
      : { detail: 'Only "unix" is supported: what runs on the far side is written for its shell.' },
  timeout: (text) =>
    parseDuration(text) === undefined
      ? { detail: 'It is no duration such as "30s", "5m" or "1h30m".' }
      : undefined,
  host: name,
  bastion_host: name,
  user: name,
  bastion_user: name,
  password,
  bastion_password: password,
  private_key: keyText('private key'),
  bastion_private_key: keyText('private key'),
  certificate: publicKey,
  bastion_certificate: publicKey,
  host_key: publicKey,
  bastion_host_key: publicKey,
  agent_identity: (text) =>
    /[\n\r\0]/.test(text) ? { detail: 'It has to be the name of a file, of one line.' } : undefined,
  script_path: (text) =>
    text.includes('\0') ? { detail: 'No file name has a character NUL in it.' } : undefined,
};

/** Everything that is wrong with a connection and can be told from what is known of it. Values are not quoted: they may be secret. */
export function connectionProblems(values: Arguments): readonly Diagnostic[] {
  const texts = Object.entries(CHECKS).flatMap(([argument, check]) => {
    const text = givenText(values, argument);
    const wrong = text === undefined ? undefined : check(text);
    return wrong === undefined ? [] : [problem(argument, wrong)];
  });
  const ports = ['port', 'bastion_port'].flatMap((argument) => {
    const port = numberOf(values, argument);
    return port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535)
      ? []
      : [problem(argument, { detail: 'A port is a whole number from 1 to 65535.' })];
  });
  const hosts =
    values.host === ''
      ? [
          problem('host', {
            detail: 'It is empty: nobody could be reached.',
            action: 'Where the address comes from the guest itself, let the guest be running first.',
          }),
        ]
      : [];
  return [...texts, ...ports, ...hosts];
}

function problem(argument: string, wrong: Wrong): Diagnostic {
  return {
    severity: 'error',
    summary: `Invalid connection argument "${argument}"`,
    path: ['connection', argument],
    ...wrong,
  };
}
