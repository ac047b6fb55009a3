import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { connect, libvirt, LibvirtError, type ConnectionPool } from '@virtform/libvirt';
import { type CertificateFolder, certificateFolder } from '../testbed/authority.js';
import { changeDaemonSettings } from '../testbed/daemon-settings.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { addressOf, type Sshd, startSshd } from '../testbed/sshd.js';

const hypervisor = sharedHypervisor({ tcp: true });

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
  let sshd: Sshd;

  beforeAll(async () => {
    sshd = await startSshd(hypervisor());
  });

  const uri = (more: Readonly<Record<string, string>> = {}): string => {
    const query = new URLSearchParams({ keyfile: sshd.key, known_hosts: sshd.known, no_tty: '1', ...more });
    return `qemu+ssh://root@${sshd.address}:${sshd.port}/system?${query.toString()}`;
  };

  test('everything works as elsewhere', async () => {
    await tryOut(uri());
  });

  test('a key that is not welcome is said to be ssh’s business', async () => {
    const error = await refusal(uri({ keyfile: sshd.strangersKey }));
    expect(error).toMatchObject({
      fault: 'connection',
      message: expect.stringContaining('Permission denied'),
    });
  });

  test('a host that is not known is not trusted', async () => {
    const error = await refusal(uri({ known_hosts: sshd.nobodyKnown }));
    expect(error.message).toMatch(/Host key verification failed/);
  });

  test('a far side without netcat says so', async () => {
    const error = await refusal(uri({ netcat: '/nowhere/nc' }));
    expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('/nowhere/nc') });
  });
});

describe('over TLS', () => {
  let certificates: CertificateFolder;

  beforeAll(async () => {
    certificates = certificateFolder(path.join(hypervisor().scratch, 'pki'));
    const { authority, certificate, identity, file } = certificates;
    authority('ca');
    authority('other-ca');
    certificate('server', 'ca', `IP:${addressOf(hypervisor())}`);
    certificate('client', 'ca', 'DNS:client');
    certificate('stranger', 'other-ca', 'DNS:client');
    identity('good', 'ca', 'client');
    identity('other', 'other-ca', 'client');
    identity('none', 'ca', 'stranger');
    await changeDaemonSettings(hypervisor(), {
      listen_tls: 1,
      auth_tls: 'none',
      key_file: file('server.key'),
      cert_file: file('server.pem'),
      ca_file: file('ca.pem'),
    });
  });

  const uri = (place: string, more = '', host = addressOf(hypervisor())): string =>
    `qemu+tls://${host}/system?pkipath=${certificates.file(place)}${more}`;

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
    const mapped = `[::ffff:${addressOf(hypervisor())}]`;
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
