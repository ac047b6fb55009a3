import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { release } from './release.js';

/** An sshd inside a private hypervisor, by what a client needs to reach it. */
export interface Sshd {
  readonly address: string;
  readonly port: number;
  /** A key that it lets in as root, and one that it does not. */
  readonly key: string;
  readonly strangersKey: string;
  /** Files of known hosts: one with its key, an empty one. */
  readonly known: string;
  readonly nobodyKnown: string;
}

const PORT = 2222;

/** Where a private hypervisor that was started with `tcp` is reached over the network. */
export function addressOf(hypervisor: Hypervisor): string {
  return new URL(hypervisor.tcpUri ?? '').hostname;
}

/**
 * Starts an sshd in the hypervisor's own namespaces; it ends with them.
 *
 * @param password lets root in as well
 */
export async function startSshd(hypervisor: Hypervisor, password?: string): Promise<Sshd> {
  const folder = path.join(hypervisor.scratch, 'ssh');
  const address = addressOf(hypervisor);
  mkdirSync(folder, { mode: 0o700 });
  const file = (name: string): string => path.join(folder, name);
  for (const name of ['host', 'user', 'stranger']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  }
  const publicKey = (name: string): string => readFileSync(file(`${name}.pub`), 'utf8');
  writeFileSync(file('authorized'), publicKey('user'));
  writeFileSync(file('known'), `[${address}]:${PORT} ${publicKey('host')}`);
  writeFileSync(file('nobody'), '');
  const settings = [
    `Port ${PORT}`,
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('authorized')}`,
    `PasswordAuthentication ${password === undefined ? 'no' : 'yes'}`,
    ...(password === undefined ? [] : ['PermitRootLogin yes']),
    'KbdInteractiveAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'MaxStartups 100',
    ...release.sshd,
  ];
  writeFileSync(file('config'), settings.map((line) => `${line}\n`).join(''));
  const login = password === undefined ? '' : rootPassword(file('shadow'), password);
  const start = `${login}mkdir -p /run/sshd && exec /usr/sbin/sshd -f ${file('config')}`;
  const { status, stderr } = await hypervisor.run(['sh', '-c', start]);
  if (status !== 0) throw new Error(`sshd did not start: ${stderr}`);
  return {
    address,
    port: PORT,
    key: file('user'),
    strangersKey: file('stranger'),
    known: file('known'),
    nobodyKnown: file('nobody'),
  };
}

/** Shell words that give root a password in the namespaces, and nowhere else. */
function rootPassword(file: string, password: string): string {
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], {
    input: password,
    encoding: 'utf8',
  }).trim();
  const others = readFileSync('/etc/shadow', 'utf8').replace(/^root:.*\n/m, '');
  writeFileSync(file, `root:${hash}:19000:0:99999:7:::\n${others}`, { mode: 0o600 });
  return `mount --bind ${file} /etc/shadow && `;
}
