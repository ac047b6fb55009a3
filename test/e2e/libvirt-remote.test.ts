import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls, { TLSSocket } from 'node:tls';
import { type ConnectOptions, libvirt, LibvirtError, openTransport, parseUri } from '@virtform/libvirt';
import { type CertificateFolder, certificateFolder } from '../testbed/authority.js';
import { changeDaemonSettings } from '../testbed/daemon-settings.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { addressOf, type Sshd, startSshd } from '../testbed/sshd.js';
import { withHost } from '../testbed/with-host.js';

const hypervisor = sharedHypervisor({ tcp: true });

async function refusal(uri: string, options: ConnectOptions = {}): Promise<LibvirtError> {
  try {
    await withHost(uri, () => Promise.resolve(), options);
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

  const uri = (more: Readonly<Record<string, string>> = {}, place = '/system'): string => {
    const query = new URLSearchParams({ keyfile: sshd.key, known_hosts: sshd.known, no_tty: '1', ...more });
    return `qemu+ssh://root@${sshd.address}:${sshd.port}${place}?${query.toString()}`;
  };

  test('everything works as elsewhere', async () => {
    await tryOut(uri());
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['virt-ssh-helper', { proxy: 'native' }],
    ['netcat', { proxy: 'netcat' }],
    ['netcat on a socket', { socket: '/run/libvirt/libvirt-sock' }],
    ['a netcat of another name', { netcat: '/bin/nc.openbsd' }],
    ['whichever there is, for libvirtd', { mode: 'legacy' }],
  ])('the far side connects by %s', async (_, parameters) => {
    await withHost(uri(parameters), async (caller) => {
      expect(await libvirt(caller).node.uri()).toBe('qemu:///system');
    });
  });

  test('root’s session there is the system, by virt-ssh-helper', async () => {
    await withHost(uri({}, '/session'), async (caller) => {
      expect(await libvirt(caller).node.uri()).toBe('qemu:///session');
    });
  });

  test.each(['native', 'netcat'])('who only looks changes nothing, by %s', async (proxy) => {
    const options = { readOnly: true };
    await withHost(
      uri({ proxy }),
      async (caller) => {
        const { networks } = libvirt(caller);
        expect(await networks.list()).toEqual([]);
        await expect(networks.defineXml('<network><name>n</name></network>')).rejects.toMatchObject({
          codeName: 'VIR_ERR_OPERATION_DENIED',
        });
      },
      options,
    );
  });

  test('another program takes the place of ssh', async () => {
    const folder = hypervisor().scratch;
    const program = path.join(folder, 'my ssh');
    const config = ['Host lab', `HostName ${sshd.address}`, `Port ${sshd.port}`, 'User root'];
    writeFileSync(
      path.join(folder, 'ssh_config'),
      [...config, `IdentityFile ${sshd.key}`, `UserKnownHostsFile ${sshd.known}`].join('\n'),
    );
    writeFileSync(program, `#!/bin/sh\nexec ssh -F ${folder}/ssh_config "$@"\n`, { mode: 0o755 });
    await withHost(`qemu+ssh://lab/system?command=${encodeURIComponent(program)}`, async (caller) => {
      expect(await libvirt(caller).node.uri()).toBe('qemu:///system');
    });
  });

  test('a program that is not there is said to be missing', async () => {
    expect(await refusal(uri({ command: '/nowhere/ssh' }))).toMatchObject({
      fault: 'connection',
      message: expect.stringMatching(/\/nowhere\/ssh ENOENT/),
    });
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

  test('a daemon whose certificate was taken back is not trusted', async () => {
    const { identity, revoke, file } = certificates;
    const list = path.join(identity('revoking', 'ca', 'client'), 'cacrl.pem');
    revoke('ca', undefined);
    copyFileSync(file('ca.crl'), list);
    await withHost(uri('revoking'), async (caller) => {
      expect(await libvirt(caller).node.uri()).toBe('qemu:///system');
    });
    revoke('ca', 'server');
    copyFileSync(file('ca.crl'), list);
    expect((await refusal(uri('revoking'))).message).toMatch(/revoked/);
  });

  test.each([
    ['NORMAL:-VERS-TLS1.3', 'TLSv1.2'],
    ['NORMAL:-VERS-ALL:+VERS-TLS1.3', 'TLSv1.3'],
    ['@LIBVIRT,SYSTEM', 'TLSv1.3'],
    ['PFS', 'TLSv1.3'],
  ])('tls_priority=%s is heeded: it is %s', async (priority, version) => {
    const stream = await openTransport(parseUri(uri('good', `&tls_priority=${priority}`)), false);
    expect(stream instanceof TLSSocket && stream.getProtocol()).toBe(version);
    stream.destroy();
  });

  test('192 bits are not to be had of a daemon whose key has less, as libvirt’s own client finds', async () => {
    const asking = (priority: string): string => uri('good', `&tls_priority=${priority}`);
    expect((await refusal(asking('SECURE192'))).message).toMatch(/hung up in the handshake/);
    const virsh = async (priority: string): Promise<number> =>
      (await hypervisor().run(['virsh', '-c', asking(priority), 'uri'])).status;
    expect(await virsh('SECURE192')).not.toBe(0);
    expect(await virsh('SECURE128')).toBe(0);
  });

  test('what cannot be translated of tls_priority is named', async () => {
    expect(await refusal(uri('good', '&tls_priority=NORMAL:%25COMPAT'))).toMatchObject({
      fault: 'unsupported',
      message: expect.stringContaining('tls_priority=NORMAL:%COMPAT: "%COMPAT" cannot be translated'),
    });
  });

  describe('who listens and does not answer is given up, and let go', () => {
    /** Listens here in place of a daemon, as far as a TLS handshake if that is asked for, and says that much. */
    async function pretend(handshake: boolean, says: string): Promise<tls.Server | net.Server> {
      const { certificate, file } = certificates;
      certificate('here', 'ca', 'IP:127.0.0.1');
      const server = handshake
        ? tls.createServer({ cert: readFileSync(file('here.pem')), key: readFileSync(file('here.key')) })
        : net.createServer();
      server.on('secureConnection', (socket: net.Socket) => socket.resume().write(says));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }

    test.each([
      ['before the handshake', false, ''],
      ['after the handshake', true, ''],
      ['after the certificate was accepted', true, '\u0001'],
    ])('%s', async (_, handshake, says) => {
      const server = await pretend(handshake, says);
      const gone = new Promise((resolve) => {
        server.once('connection', (socket: net.Socket) => {
          socket.once('close', resolve);
          if (!handshake) socket.resume();
        });
      });
      const address = server.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      const error = await refusal(uri('good', '', `127.0.0.1:${port}`), { deadline: 400 });
      expect(error.fault).toBe('connection');
      expect(error.message).toMatch(/no answer within 400 ms/);
      await gone;
      await new Promise((resolve) => server.close(resolve));
    });
  });

  test('a certificate that the daemon does not know is refused', async () => {
    expect((await refusal(uri('none'))).fault).toBe('connection');
  });

  test('no certificates at all is said with where they belong', async () => {
    const error = await refusal(uri('nowhere'));
    expect(error).toMatchObject({ fault: 'caller', message: expect.stringContaining('nowhere/cacert.pem') });
  });
});
