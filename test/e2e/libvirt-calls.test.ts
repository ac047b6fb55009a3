import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import {
  type ConnectionPool,
  DomainXmlFlags,
  isNotFound,
  libvirt,
  type LibvirtEvent,
  type Network,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
  readingProcedures,
} from '@virtform/libvirt';
import { findInNamespace } from '../../scripts/hypervisor/processes.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { release } from '../testbed/release.js';
import { withHost } from '../testbed/with-host.js';

const hypervisor = sharedHypervisor({ tcp: true });

/** libvirt's test driver, which lives in the daemon's memory. */
const testUri = (): string => `test+unix:///default?socket=${hypervisor().socket}`;

const NETWORK = `<network><name>lan</name><forward mode='nat'/><bridge name='virbr79'/>
  <ip address='10.79.0.1' prefix='24'><dhcp><range start='10.79.0.10' end='10.79.0.20'/></dhcp></ip></network>`;
const GUEST = `<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices><graphics type='vnc' passwd='secret'/></devices></domain>`;

async function* pieces(data: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

test('unix and tcp reach the same daemon', async () => {
  const { uri, tcpUri = '' } = hypervisor();
  const ask = (caller: ConnectionPool): Promise<string> => libvirt(caller).node.hostname();
  expect(await withHost(tcpUri, ask)).toBe(await withHost(uri, ask));
});

test('the libvirt that answers is that of the release', async () => {
  await withHost(hypervisor().uri, async (caller) => {
    expect((await caller.call('CONNECT_GET_LIB_VERSION', {})).libVer).toBe(release.libvirt);
  });
});

interface NewerCall {
  readonly name: string;
  /** The libvirt that brought it. */
  readonly since: bigint;
  readonly make: (caller: ConnectionPool, network: Network) => Promise<unknown>;
  readonly answer: Readonly<Record<string, unknown>>;
}

const newer: readonly NewerCall[] = [
  {
    name: 'NETWORK_SET_METADATA',
    since: 9_007_000n,
    make: (caller, network) =>
      caller.call('NETWORK_SET_METADATA', { network, type: 1, metadata: 'the lab', flags: 2 }),
    answer: {},
  },
  {
    name: 'NETWORK_GET_METADATA',
    since: 9_007_000n,
    make: (caller, network) => caller.call('NETWORK_GET_METADATA', { network, type: 1, flags: 2 }),
    answer: { metadata: 'lab' },
  },
  {
    name: 'NETWORK_GET_METADATA',
    since: 9_007_000n,
    make: (caller, network) => caller.call('NETWORK_GET_METADATA', { network, type: 0, flags: 2 }),
    answer: { fault: 'host', codeName: 'VIR_ERR_NO_NETWORK_METADATA' },
  },
];

test.each(newer)('$name is answered since libvirt $since; an older one does not know how', async (row) => {
  await withHost(hypervisor().uri, async (caller) => {
    const { networks } = libvirt(caller);
    const network = await networks.defineXml('<network><name>lab</name><title>lab</title></network>');
    const answer = await row.make(caller, network).catch((error: unknown) => error);
    const unknown = { fault: 'unsupported', procedure: row.name };
    expect(answer).toMatchObject(release.libvirt >= row.since ? row.answer : unknown);
    await networks.undefine(network);
  });
});

test('a guest is defined, read, changed and undefined', async () => {
  await withHost(hypervisor().uri, async (caller) => {
    const { domains } = libvirt(caller);
    const web = await domains.defineXml(GUEST);
    expect(web).toMatchObject({ name: 'web', id: -1 });
    expect(await domains.lookupByUuid(web.uuid)).toEqual(web);
    expect(await domains.list()).toEqual([web]);
    expect(await domains.state(web)).toEqual({ state: 5, reason: 0 });
    await domains.setAutostart(web, true);
    expect(await domains.autostart(web)).toBe(true);
    await domains.setMetadata(web, 2, { value: '<mark/>', key: 'v', uri: 'urn:virtform' }, 2);
    expect(await domains.metadata(web, 2, 'urn:virtform', 2)).toContain('mark');
    await domains.undefine(web);
    const gone = await domains.lookupByUuid(web.uuid).catch((error: unknown) => error);
    expect(isNotFound(gone)).toBe(true);
  });
});

test('a network is changed in place', async () => {
  await withHost(hypervisor().uri, async (caller) => {
    const { networks } = libvirt(caller);
    const lan = await networks.defineXml(NETWORK);
    await networks.create(lan);
    const host = "<host mac='52:54:00:00:00:01' ip='10.79.0.11'/>";
    await networks.update(
      lan,
      { command: NetworkUpdateCommand.ADD_LAST, section: NetworkUpdateSection.IP_DHCP_HOST, xml: host },
      NetworkUpdateFlags.LIVE | NetworkUpdateFlags.CONFIG,
    );
    expect(await networks.xmlDesc(lan)).toContain('10.79.0.11');
    expect(await networks.dhcpLeases(lan)).toEqual([]);
    expect(await networks.bridgeName(lan)).toBe('virbr79');
    await networks.destroy(lan);
    await networks.undefine(lan);
    expect((await networks.list()).map(({ name }) => name)).not.toContain('lan');
  });
});

describe('volumes', () => {
  test('what is uploaded is downloaded, whole or in part, and no descriptor stays open', async () => {
    await withHost(hypervisor().uri, async (caller) => {
      const { pools, volumes } = libvirt(caller);
      const pool = await pools.defineXml(
        `<pool type='dir'><name>p</name><target><path>${hypervisor().scratch}/p</path></target></pool>`,
      );
      await pools.build(pool);
      await pools.create(pool);
      const data = randomBytes(5_000_000);
      const volume = await volumes.createXml(
        pool,
        `<volume><name>v</name><capacity>${data.length}</capacity></volume>`,
      );
      await volumes.upload(volume, pieces(data, 700_001), { length: BigInt(data.length) });
      expect((await collect(volumes.download(volume))).equals(data)).toBe(true);
      const part = await collect(volumes.download(volume, { offset: 1_000n, length: 10n }));
      expect(part).toEqual(data.subarray(1_000, 1_010));

      const [daemon = 0] = findInNamespace(hypervisor().pid, 'libvirtd');
      const open = (): number => readdirSync(`/proc/${daemon}/fd`).length;
      const before = open();
      for (let round = 0; round < 20; round++) {
        if (round % 2 === 0) await collect(volumes.download(volume));
        else for await (const chunk of volumes.download(volume)) if (chunk.length > 0) break;
      }
      // The daemon opens and closes files of its own; a leak would be twenty.
      expect(open()).toBeLessThan(before + 10);

      await volumes.delete(volume);
      await pools.destroy(pool);
      await pools.delete(pool);
      await pools.undefine(pool);
    });
  });
});

describe('what a connection may do', () => {
  test('a read-only one is refused every change by libvirt itself', async () => {
    await withHost(
      hypervisor().uri,
      async (caller) => {
        await expect(libvirt(caller).domains.defineXml(GUEST)).rejects.toMatchObject({
          fault: 'host',
          codeName: 'VIR_ERR_OPERATION_DENIED',
        });
        await expect(libvirt(caller).node.domainCapabilities()).rejects.toMatchObject({ code: 29 });
      },
      { readOnly: true },
    );
  });

  test('one that is held to reading reads what that one may not, and changes nothing', async () => {
    const web = await withHost(hypervisor().uri, (caller) => libvirt(caller).domains.defineXml(GUEST));
    await withHost(
      hypervisor().uri,
      async (caller) => {
        const { domains, node } = libvirt(caller);
        expect(await node.domainCapabilities({ virtType: 'qemu' })).toContain('<domainCapabilities>');
        expect(await domains.xmlDesc(web, DomainXmlFlags.SECURE)).toContain("passwd='secret'");
        await expect(domains.undefine(web)).rejects.toMatchObject({ fault: 'caller' });
      },
      { allow: readingProcedures },
    );
    await withHost(hypervisor().uri, (caller) => libvirt(caller).domains.undefine(web));
  });
});

test('events of several kinds arrive in one subscription', async () => {
  await withHost(testUri(), async (caller) => {
    const { domains, networks, pools } = libvirt(caller);
    const events = caller.events({
      events: ['domain.lifecycle', 'network.lifecycle', 'pool.lifecycle', 'pool.refresh'],
    });
    await events.ready;
    const [guest] = await domains.list();
    const [network] = await networks.list();
    const [pool] = await pools.list();
    if (guest === undefined || network === undefined || pool === undefined) throw new Error('an empty host');
    await domains.destroy(guest);
    await domains.create(guest);
    await networks.destroy(network);
    await pools.refresh(pool);
    const seen: LibvirtEvent[] = [];
    for await (const event of events) {
      seen.push(event);
      if (seen.length === 4) break;
    }
    expect(seen.map((event) => [event.name, 'change' in event ? event.change : undefined])).toEqual([
      ['domain.lifecycle', 'stopped'],
      ['domain.lifecycle', 'started'],
      ['network.lifecycle', 'stopped'],
      ['pool.refresh', undefined],
    ]);
  });
});

test('many calls on few connections all get their own answer', async () => {
  await withHost(testUri(), async (caller) => {
    const { domains } = libvirt(caller);
    const names = Array.from({ length: 40 }, (_, index) => `guest${index}`);
    const made = await Promise.all(
      names.map((name) =>
        domains.defineXml(
          `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`,
        ),
      ),
    );
    const read = await Promise.all([...made, ...made, ...made].map((guest) => domains.xmlDesc(guest)));
    expect(read.map((xml) => /<name>(.*)<\/name>/.exec(xml)?.[1])).toEqual([...names, ...names, ...names]);
    await Promise.all(made.map((guest) => domains.undefine(guest)));
  });
});
