import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt, LibvirtError, type ConnectionPool } from '@virtform/libvirt';
import { sharedHypervisor } from '../testbed/hypervisor.js';

const hypervisor = sharedHypervisor({ tcp: true });

/** Where the hypervisor is reached over the network. */
const address = (): string => new URL(hypervisor().tcpUri ?? '').hostname;

async function withHost<T>(uri: string, use: (caller: ConnectionPool) => Promise<T>): Promise<T> {
  const caller = await connect(uri);
  try {
    return await use(caller);
  } finally {
    await caller.close();
  }
}

async function refusal(uri: string): Promise<LibvirtError> {
  try {
    await withHost(uri, () => Promise.resolve());
  } catch (error) {
    if (error instanceof LibvirtError) return error;
    throw error;
  }
  throw new Error(`${uri} was opened`);
}

/** Reads, changes and moves data, as over any other transport. */
async function tryOut(uri: string): Promise<void> {
  await withHost(uri, async (caller) => {
    const { node, networks, pools, volumes } = libvirt(caller);
    expect(await node.uri()).toBe('qemu:///system');
    expect(await Promise.all(Array.from({ length: 50 }, () => networks.list()))).toHaveLength(50);
    const folder = `${hypervisor().scratch}/remote`;
    const pool = await pools.defineXml(
      `<pool type='dir'><name>remote</name><target><path>${folder}</path></target></pool>`,
    );
    await pools.build(pool);
    await pools.create(pool);
    const data = randomBytes(3_000_000);
    const volume = await volumes.createXml(
      pool,
      `<volume><name>v</name><capacity>${data.length}</capacity></volume>`,
    );
    await volumes.upload(volume, pieces(data), { length: BigInt(data.length) });
    const parts: Uint8Array[] = [];
    for await (const part of volumes.download(volume)) parts.push(part);
    expect(Buffer.concat(parts).equals(data)).toBe(true);
    await volumes.delete(volume);
    await pools.destroy(pool);
    await pools.delete(pool);
    await pools.undefine(pool);
  });
}

async function* pieces(data: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += 1_000_000) yield data.subarray(at, at + 1_000_000);
}

describe('over ssh', () => {
  let keys = '';

  beforeAll(async () => {
    keys = path.join(hypervisor().scratch, 'ssh');
    mkdirSync(keys, { mode: 0o700 });
    for (const name of ['host', 'user', 'stranger']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(keys, name)]);
    }
    const publicKey = (name: string): string => readFileSync(path.join(keys, `${name}.pub`), 'utf8');
    writeFileSync(path.join(keys, 'authorized'), publicKey('user'));
    writeFileSync(path.join(keys, 'known'), `[${address()}]:2222 ${publicKey('host')}`);
    writeFileSync(path.join(keys, 'nobody'), '');
    const settings = [
      'Port 2222',
      `HostKey ${keys}/host`,
      `AuthorizedKeysFile ${keys}/authorized`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
    ];
    writeFileSync(path.join(keys, 'config'), settings.map((line) => `${line}\n`).join(''));
    // It goes to the background in the hypervisor's own namespaces, and ends with them.
    const started = await hypervisor().run([
      'sh',
      '-c',
      `mkdir -p /run/sshd && exec /usr/sbin/sshd -f ${keys}/config`,
    ]);
    expect(started).toMatchObject({ status: 0 });
  });

  const uri = (more: Readonly<Record<string, string>> = {}): string => {
    const query = new URLSearchParams({
      keyfile: `${keys}/user`,
      known_hosts: `${keys}/known`,
      no_tty: '1',
      ...more,
    });
    return `qemu+ssh://root@${address()}:2222/system?${query.toString()}`;
  };

  test('everything works as elsewhere', async () => {
    await tryOut(uri());
  });

  test('a key that is not welcome is said to be ssh’s business', async () => {
    const error = await refusal(uri({ keyfile: `${keys}/stranger` }));
    expect(error).toMatchObject({
      fault: 'connection',
      message: expect.stringContaining('Permission denied'),
    });
  });

  test('a host that is not known is not trusted', async () => {
    const error = await refusal(uri({ known_hosts: `${keys}/nobody` }));
    expect(error.message).toMatch(/Host key verification failed/);
  });

  test('a far side without netcat says so', async () => {
    const error = await refusal(uri({ netcat: '/nowhere/nc' }));
    expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('/nowhere/nc') });
  });
});

describe('over TLS', () => {
  let folder = '';

  beforeAll(async () => {
    folder = path.join(hypervisor().scratch, 'pki');
    for (const name of ['', 'good', 'other', 'none']) mkdirSync(path.join(folder, name), { recursive: true });
    authority('ca');
    authority('other-ca');
    certificate('server', 'ca', `IP:${address()}`);
    certificate('client', 'ca', 'DNS:client');
    certificate('stranger', 'other-ca', 'DNS:client');
    for (const [place, ca, own] of [
      ['good', 'ca', 'client'],
      ['other', 'other-ca', 'client'],
      ['none', 'ca', 'stranger'],
    ]) {
      copy(`${ca ?? ''}.pem`, `${place ?? ''}/cacert.pem`);
      copy(`${own ?? ''}.pem`, `${place ?? ''}/clientcert.pem`);
      copy(`${own ?? ''}.key`, `${place ?? ''}/clientkey.pem`);
    }
    const settings = {
      listen_tls: 1,
      auth_tls: 'none',
      key_file: `${folder}/server.key`,
      cert_file: `${folder}/server.pem`,
      ca_file: `${folder}/ca.pem`,
    };
    const file = path.join(hypervisor().folder, 'etc', 'libvirtd.conf');
    const lines = readFileSync(file, 'utf8').replace(/^listen_tls = 0\n/m, '');
    writeFileSync(file, lines);
    for (const [key, value] of Object.entries(settings))
      appendFileSync(file, `${key} = ${JSON.stringify(value)}\n`);
    await hypervisor().restartDaemon();
  });

  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const copy = (from: string, to: string): void => {
    writeFileSync(path.join(folder, to), readFileSync(path.join(folder, from)));
  };
  const newKey = (name: string): readonly string[] => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${name}.key`,
  ];

  function authority(name: string): void {
    openssl('req', '-x509', ...newKey(name), '-subj', `/CN=${name}`, '-days', '2', '-out', `${name}.pem`);
  }

  function certificate(name: string, ca: string, altName: string): void {
    openssl(
      'req',
      ...newKey(name),
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=${altName}`,
      '-out',
      `${name}.csr`,
    );
    const signing = [
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-CAcreateserial',
      '-copy_extensions',
      'copy',
    ];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-days', '2', '-out', `${name}.pem`);
  }

  const uri = (place: string, more = '', host = address()): string =>
    `qemu+tls://${host}/system?pkipath=${path.join(folder, place)}${more}`;

  test('everything works as elsewhere', async () => {
    await tryOut(uri('good'));
  });

  test('a daemon of another authority is not trusted, unless that is asked for', async () => {
    expect(await refusal(uri('other'))).toMatchObject({
      fault: 'connection',
      message: expect.stringMatching(/certificate|verify/),
    });
    await withHost(uri('good', '&no_verify=1'), async (caller) => {
      expect(await libvirt(caller).node.uri()).toBe('qemu:///system');
    });
  });

  test('the certificate must be for the host that was asked for', async () => {
    // Another name of the same address.
    const mapped = `[::ffff:${address()}]`;
    expect((await refusal(uri('good', '', mapped))).message).toMatch(/altnames|does not match/i);
  });

  test('a certificate that the daemon does not know is refused', async () => {
    expect((await refusal(uri('none'))).fault).toBe('connection');
  });

  test('no certificates at all is said with where they belong', async () => {
    const error = await refusal(uri('nowhere'));
    expect(error).toMatchObject({ fault: 'caller', message: expect.stringContaining('nowhere/cacert.pem') });
  });
});
