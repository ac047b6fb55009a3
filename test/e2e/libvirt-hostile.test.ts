import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { connect, LibvirtError } from '@virtform/libvirt';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { type Sshd, startSshd } from '../testbed/sshd.js';

const hypervisor = sharedHypervisor({ tcp: true });
let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd(hypervisor());
});

/** The files that hostile URIs would make. Here and on the far side it is the same folder. */
const madeFiles = (): readonly string[] =>
  readdirSync(hypervisor().scratch).filter((name) => name.startsWith('made-'));

let counter = 0;
const newFile = (): string => path.join(hypervisor().scratch, `made-${++counter}`);

/** What makes the file where a shell reads it: bare, or between quotes that it leaves. */
const FOR_SHELLS: readonly ((file: string) => string)[] = [
  (file) => `;touch ${file};`,
  (file) => `$(touch ${file})`,
  (file) => `\`touch ${file}\``,
  (file) => `|touch ${file}`,
  (file) => `&touch ${file}&`,
  (file) => `\ntouch ${file}\n`,
  (file) => `;touch\${IFS}${file};`,
  (file) => `';touch ${file};'`,
  (file) => `";touch ${file};"`,
  (file) => `'"';touch ${file};'"'`,
  (file) => `'"'"';touch ${file};'"'"'`,
  (file) => `'\\'';touch ${file};'\\''`,
  (file) => `\\';touch ${file};\\'`,
];

/** What makes the file where ssh, netcat or a program like them takes it for an option. */
const FOR_PROGRAMS: readonly ((file: string) => string)[] = [
  (file) => `-oProxyCommand=touch ${file}`,
  (file) => `-oLocalCommand=touch ${file} -oPermitLocalCommand=yes`,
  (file) => `-e touch ${file}`,
  (file) => `-c touch ${file}`,
];

const HOSTILE = [...FOR_SHELLS, ...FOR_PROGRAMS];

const uri = (parameters: Readonly<Record<string, string>>, place = '/system'): string => {
  const all = { keyfile: sshd.key, known_hosts: sshd.known, no_tty: '1', ...parameters };
  const query = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `qemu+ssh://root@${sshd.address}:${sshd.port}${place}?${query.join('&')}`;
};

const toHost = (authority: string): string =>
  `qemu+ssh://${authority}/system?keyfile=${sshd.key}&known_hosts=${sshd.known}&no_tty=1`;

/** Where hostile text may stand in a URI, and whether some of it comes as far as ssh. */
const PLACES: readonly (readonly [string, boolean, (text: string) => string])[] = [
  ['the host', false, (text) => toHost(encodeURIComponent(text))],
  ['the host, unescaped', false, (text) => toHost(text)],
  ['the user', false, (text) => toHost(`${encodeURIComponent(text)}@${sshd.address}:${sshd.port}`)],
  ['the user, unescaped', false, (text) => toHost(`${text}@${sshd.address}:${sshd.port}`)],
  ['the port', false, (text) => toHost(`${sshd.address}:${text}`)],
  ['the path', true, (text) => uri({}, `/${encodeURIComponent(text)}`)],
  ['the path, unescaped', true, (text) => uri({}, `/${text.replaceAll(' ', '${IFS}')}`)],
  ['the path, with netcat', true, (text) => uri({ proxy: 'netcat' }, `/${encodeURIComponent(text)}`)],
  ['a parameter for the daemon', true, (text) => uri({ x: text })],
  ['the name of such a parameter', true, (text) => uri({ [encodeURIComponent(text)]: '1' })],
  ['name=', true, (text) => uri({ name: `qemu:///system${text}` })],
  ['socket=', true, (text) => uri({ socket: `/run/x${text}` })],
  ['socket=, from its beginning', true, (text) => uri({ socket: text })],
  ['netcat=', true, (text) => uri({ netcat: `nc${text}` })],
  ['netcat=, from its beginning', true, (text) => uri({ netcat: text })],
  ['keyfile=', true, (text) => uri({ keyfile: text })],
  ['known_hosts=', true, (text) => uri({ known_hosts: text })],
  ['sshauth=', false, (text) => uri({ sshauth: text })],
  ['known_hosts_verify=', false, (text) => uri({ known_hosts_verify: text })],
  ['proxy=', false, (text) => uri({ proxy: text })],
  ['mode=', false, (text) => uri({ mode: text })],
];

/** Opens it, whatever comes of that; says whether it was refused before anything ran. */
async function attempt(hostile: string): Promise<'refused' | 'ran'> {
  try {
    await (await connect(hostile, { deadline: 60_000 })).close();
    return 'ran';
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    return error.fault === 'caller' ? 'refused' : 'ran';
  }
}

test.each(PLACES)('hostile text as %s runs nothing', async (_, comesThrough, place) => {
  const outcomes = await Promise.all(HOSTILE.map((hostile) => attempt(place(hostile(newFile())))));
  expect(madeFiles()).toEqual([]);
  expect(outcomes.includes('ran')).toBe(comesThrough);
});

describe('what it would do', () => {
  const ssh = (...command: readonly string[]): Promise<unknown> =>
    promisify(execFile)('ssh', [
      ...['-i', sshd.key, '-p', String(sshd.port), '-o', `UserKnownHostsFile=${sshd.known}`],
      ...command,
    ]).catch(() => undefined);

  test.each(FOR_SHELLS.slice(0, 7).map((hostile) => [JSON.stringify(hostile('FILE')), hostile] as const))(
    'where it is not quoted: %s',
    async (_, hostile) => {
      const file = newFile();
      await ssh(`root@${sshd.address}`, `nc -U /run/x${hostile(file)}`);
      expect(existsSync(file)).toBe(true);
    },
  );

  test('where it is taken for an option', async () => {
    const file = newFile();
    await ssh(`-oProxyCommand=touch ${file}`, sshd.address);
    expect(existsSync(file)).toBe(true);
  });

  test('where the URI is trusted as code is: command= runs what it says', async () => {
    const file = newFile();
    const program = path.join(hypervisor().scratch, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch ${file}\n`);
    chmodSync(program, 0o755);
    expect(await attempt(uri({ command: program }))).toBe('ran');
    expect(existsSync(file)).toBe(true);
  });
});
