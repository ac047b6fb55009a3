import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import {
  connect,
  type ConnectOptions,
  type CredentialsQuery,
  libvirt,
  LibvirtError,
} from '@virtform/libvirt';
import { certificateFolder } from '../testbed/authority.js';
import { changeDaemonSettings } from '../testbed/daemon-settings.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { type SaslAccounts, saslAccounts } from '../testbed/sasl.js';
import { addressOf, type Sshd, startSshd } from '../testbed/sshd.js';

const hypervisor = sharedHypervisor({ tcp: true });

const PASSWORD = 'pa,ss=wörd ﬁ';
const OFFERED = 'scram-sha-256 scram-sha-1';
let accounts: SaslAccounts;
let username = '';
let tlsUri = '';
let sshd: Sshd;

beforeAll(async () => {
  accounts = await saslAccounts(hypervisor());
  username = await accounts.add('fred', PASSWORD);
  const { authority, certificate, identity, file } = certificateFolder(
    path.join(hypervisor().scratch, 'pki'),
  );
  authority('ca');
  certificate('server', 'ca', `IP:${addressOf(hypervisor())}`);
  certificate('client', 'ca', 'DNS:client');
  tlsUri = `qemu+tls://${addressOf(hypervisor())}/system?pkipath=${identity('client', 'ca', 'client')}`;
  sshd = await startSshd(hypervisor());
  await changeDaemonSettings(hypervisor(), {
    auth_unix_rw: 'sasl',
    auth_tcp: 'sasl',
    listen_tls: 1,
    auth_tls: 'sasl',
    key_file: file('server.key'),
    cert_file: file('server.pem'),
    ca_file: file('ca.pem'),
  });
  await accounts.offer(OFFERED);
});

const uris: Readonly<Record<string, () => string>> = {
  unix: () => hypervisor().uri,
  TLS: () => tlsUri,
  ssh: () =>
    `qemu+ssh://root@${sshd.address}:${sshd.port}/system?keyfile=${sshd.key}&known_hosts=${sshd.known}&no_tty=1`,
};

/** The daemon's name for the host, read over that URI. */
async function open(uri: string, options: ConnectOptions = {}): Promise<string> {
  const caller = await connect(uri, options);
  try {
    return await libvirt(caller).node.uri();
  } finally {
    await caller.close();
  }
}

/** Why that URI was not opened. Nothing of it may hold a password. */
async function refusal(uri: string, options: ConnectOptions = {}): Promise<LibvirtError> {
  const error: unknown = await open(uri, options).then(
    () => new Error(`${uri} was opened`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LibvirtError)) throw error as Error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    expect(cause.stack).not.toContain('wörd');
    expect(inspect(cause)).not.toContain('wörd');
  }
  return error;
}

describe.each(Object.entries(uris))('over %s', (_, uri) => {
  test('the right password lets in', async () => {
    const credentials = { username, password: PASSWORD };
    expect(await open(uri(), { credentials })).toBe('qemu:///system');
  });

  test.each([
    ['a wrong password', { password: 'wörd' }],
    ['a wrong name', { username: 'nobody@lab' }],
    ['a name without its realm', { username: 'fred' }],
  ])('%s does not, and is said to be it', async (_what, wrong) => {
    const credentials = { username, password: PASSWORD, ...wrong };
    expect(await refusal(uri(), { credentials })).toMatchObject({
      fault: 'host',
      codeName: 'VIR_ERR_AUTH_FAILED',
      message: expect.stringContaining(
        `does not take the user name "${credentials.username}" with the password given to connect, by SCRAM-SHA-256`,
      ),
    });
  });
});

describe('mechanisms', () => {
  afterAll(() => accounts.offer(OFFERED));

  test.each([
    ['scram-sha-1', 'SCRAM-SHA-1'],
    ['scram-sha-224', 'SCRAM-SHA-224'],
    ['scram-sha-256', 'SCRAM-SHA-256'],
    ['scram-sha-384', 'SCRAM-SHA-384'],
    ['scram-sha-512', 'SCRAM-SHA-512'],
    ['scram-sha-1 scram-sha-384 scram-sha-256 plain digest-md5', 'SCRAM-SHA-384'],
  ])('of %s, %s is taken', async (offered, expected) => {
    await accounts.offer(offered);
    const asked: string[] = [];
    const credentials = ({ mechanism }: CredentialsQuery) => {
      asked.push(mechanism);
      return { username, password: PASSWORD };
    };
    expect(await open(hypervisor().uri, { credentials })).toBe('qemu:///system');
    expect(asked).toEqual([expected]);
  });

  test('the URI can insist on one', async () => {
    await accounts.offer(OFFERED);
    const asked: string[] = [];
    const credentials = ({ mechanism }: CredentialsQuery) => {
      asked.push(mechanism);
      return { username, password: PASSWORD };
    };
    await open(`${hypervisor().uri}&auth=sasl.scram-sha-1`, { credentials });
    expect(asked).toEqual(['SCRAM-SHA-1']);
  });

  test('where none is left, both lists are said', async () => {
    await accounts.offer('digest-md5 plain');
    const error = await refusal(hypervisor().uri);
    expect(error.fault).toBe('unsupported');
    expect(error.message).toMatch(
      /the daemon offers (DIGEST-MD5, PLAIN|PLAIN, DIGEST-MD5), this client speaks SCRAM-SHA-512, /,
    );
  });

  test.each([
    ['sasl.scram-sha-512', /insists on SCRAM-SHA-512, the daemon offers /],
    ['polkit', /asks for auth=polkit, and the daemon for sasl/],
    ['none', /asks for auth=none, and the daemon for sasl/],
  ])('auth=%s is not what the daemon asks for', async (auth, reason) => {
    expect(await refusal(`${hypervisor().uri}&auth=${auth}`)).toMatchObject({
      fault: 'unsupported',
      message: expect.stringMatching(reason),
    });
  });

  test('over plain TCP libvirt itself would not be content with one of these', async () => {
    expect(await refusal(hypervisor().tcpUri ?? '')).toMatchObject({
      fault: 'unsupported',
      message: expect.stringMatching(/over plain TCP libvirt demands .*GSSAPI.*; use \+tls or \+ssh/),
    });
  });
});

describe('where credentials come from', () => {
  const file = (): string => path.join(hypervisor().scratch, 'auth.conf');
  const write = (password: string, host = 'default'): void => {
    const groups = [
      ['[credentials-fred]', `authname=${username}`, `password=${password}`],
      [`[auth-libvirt-${host}]`, 'credentials=fred'],
    ];
    writeFileSync(file(), groups.flat().join('\n'));
  };

  test.each(['default', 'localhost'])('the file that the URI names, for %s', async (host) => {
    write(PASSWORD, host);
    expect(await open(`${hypervisor().uri}&authfile=${file()}`)).toBe('qemu:///system');
  });

  test('the file that the environment names', async () => {
    write(PASSWORD, addressOf(hypervisor()));
    process.env.LIBVIRT_AUTH_FILE = file();
    try {
      expect(await open(tlsUri)).toBe('qemu:///system');
    } finally {
      delete process.env.LIBVIRT_AUTH_FILE;
    }
  });

  test('a wrong password is said to be in that file', async () => {
    write('wörd');
    const error = await refusal(`${hypervisor().uri}&authfile=${file()}`);
    expect(error.message).toContain(`with the password of [credentials-fred] in ${file()}`);
  });

  test('who is asked is asked once for all connections, and again when the answer was wrong', async () => {
    const passwords = ['wrong', PASSWORD];
    const asked: CredentialsQuery[] = [];
    const credentials = (query: CredentialsQuery) => {
      asked.push(query);
      return Promise.resolve({ username, password: passwords[asked.length - 1] ?? 'more' });
    };
    await refusal(tlsUri, { credentials });
    const caller = await connect(tlsUri, { credentials, connections: 4 });
    const { node } = libvirt(caller);
    await Promise.all(Array.from({ length: 50 }, () => node.hostname()));
    await caller.close();
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({
      uri: tlsUri,
      service: 'libvirt',
      hostname: addressOf(hypervisor()),
      user: undefined,
      mechanism: 'SCRAM-SHA-256',
    });
  });

  test('where there are none it is said what to do', async () => {
    write(PASSWORD, 'elsewhere');
    expect(await refusal(`${hypervisor().uri}&authfile=${file()}`)).toMatchObject({
      fault: 'caller',
      message: expect.stringContaining(
        `none were given to connect, and ${file()} has neither [auth-libvirt-localhost] nor [auth-libvirt-default]. Pass credentials, or write `,
      ),
    });
  });

  test('who does not answer is not waited for beyond the deadline', async () => {
    const credentials = (): Promise<undefined> => new Promise(() => undefined);
    expect(await refusal(hypervisor().uri, { credentials, deadline: 300 })).toMatchObject({
      fault: 'connection',
      message: expect.stringContaining('did not answer: no answer within 300 ms'),
    });
  });
});
