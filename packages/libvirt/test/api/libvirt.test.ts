import { libvirt, type Libvirt } from '../../src/api/libvirt.js';
import { DomainUndefineFlags, DomainXmlFlags } from '../../src/api/flags/domain.js';
import type { Caller } from '../../src/caller.js';
import { LibvirtError } from '../../src/errors.js';
import { isHole } from '../../src/stream/hole.js';
import { procedureNamed } from '../../src/wire/procedures.js';
import { XdrReader } from '../../src/wire/xdr-reader.js';
import { XdrWriter } from '../../src/wire/xdr-writer.js';

interface Called {
  readonly procedure: string;
  readonly args: unknown;
}

/** Records what is called; answers each procedure with a body of zeros, which every result can be read from. */
function recorder(): { readonly host: Libvirt; readonly calls: Called[]; readonly uploaded: Buffer[] } {
  const calls: Called[] = [];
  const uploaded: Buffer[] = [];
  const caller: Caller = {
    uri: 'test:///default',
    call: async (procedure, args) => {
      // What is recorded went through the wire's own types.
      const { args: type, result } = procedureNamed(procedure);
      const writer = new XdrWriter();
      type.write(writer, args);
      calls.push({ procedure, args: type.read(new XdrReader(writer.finish())) });
      return result.read(new XdrReader(Buffer.alloc(4_096)));
    },
    upload: async (procedure, args, source) => {
      calls.push({ procedure, args });
      for await (const item of source)
        uploaded.push(isHole(item) ? Buffer.alloc(item.hole) : Buffer.from(item));
    },
    download: (procedure, args) => {
      calls.push({ procedure, args });
      return chunks('data');
    },
    converse: () => {
      throw new Error('no streams here');
    },
    events: () => {
      throw new Error('no events here');
    },
    close: async () => undefined,
  };
  return { host: libvirt(caller), calls, uploaded };
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const dom = { name: 'web', uuid, id: 1 };
const net = { name: 'lan', uuid };
const pool = { name: 'disks', uuid };
const vol = { pool: 'disks', name: 'a', key: '/a' };

type Row = readonly [string, (host: Libvirt) => Promise<unknown>, string, object];

const rows: readonly Row[] = [
  ['domains.list', (host) => host.domains.list(1), 'CONNECT_LIST_ALL_DOMAINS', { needResults: 1, flags: 1 }],
  ['domains.lookupByUuid', (host) => host.domains.lookupByUuid(uuid), 'DOMAIN_LOOKUP_BY_UUID', { uuid }],
  [
    'domains.xmlDesc',
    (host) => host.domains.xmlDesc(dom, DomainXmlFlags.INACTIVE | DomainXmlFlags.SECURE),
    'DOMAIN_GET_XML_DESC',
    { dom, flags: 3 },
  ],
  [
    'domains.undefine',
    (host) => host.domains.undefine(dom, DomainUndefineFlags.NVRAM),
    'DOMAIN_UNDEFINE_FLAGS',
    { dom, flags: 4 },
  ],
  [
    'domains.setAutostart',
    (host) => host.domains.setAutostart(dom, true),
    'DOMAIN_SET_AUTOSTART',
    { dom, autostart: 1 },
  ],
  [
    'domains.setMemory',
    (host) => host.domains.setMemory(dom, 1_048_576n, 3),
    'DOMAIN_SET_MEMORY_FLAGS',
    { dom, memory: 1_048_576n, flags: 3 },
  ],
  [
    'domains.setMetadata, taken away',
    (host) => host.domains.setMetadata(dom, 2, { uri: 'urn:x' }, 2),
    'DOMAIN_SET_METADATA',
    { dom, type: 2, uri: 'urn:x', flags: 2 },
  ],
  [
    'domains.agentCommand',
    (host) => host.domains.agentCommand(dom, '{"execute":"guest-ping"}', 5),
    'QEMU_DOMAIN_AGENT_COMMAND',
    { dom, cmd: '{"execute":"guest-ping"}', timeout: 5, flags: 0 },
  ],
  [
    'networks.update',
    (host) => host.networks.update(net, { command: 3, section: 4, xml: '<host/>' }, 3),
    'NETWORK_UPDATE',
    { net, command: 3, section: 4, parentIndex: -1, xml: '<host/>', flags: 3 },
  ],
  [
    'networks.dhcpLeases',
    (host) => host.networks.dhcpLeases(net, '52:54:00:00:00:01'),
    'NETWORK_GET_DHCP_LEASES',
    { net, mac: '52:54:00:00:00:01', needResults: 1, flags: 0 },
  ],
  ['pools.refresh', (host) => host.pools.refresh(pool), 'STORAGE_POOL_REFRESH', { pool, flags: 0 }],
  [
    'pools.volumes',
    (host) => host.pools.volumes(pool),
    'STORAGE_POOL_LIST_ALL_VOLUMES',
    { pool, needResults: 1, flags: 0 },
  ],
  [
    'volumes.createXmlFrom',
    (host) => host.volumes.createXmlFrom(pool, '<volume/>', vol, 1),
    'STORAGE_VOL_CREATE_XML_FROM',
    { pool, xml: '<volume/>', clonevol: vol, flags: 1 },
  ],
  [
    'volumes.resize',
    (host) => host.volumes.resize(vol, 1024n),
    'STORAGE_VOL_RESIZE',
    { vol, capacity: 1024n, flags: 0 },
  ],
  [
    'node.domainCapabilities',
    (host) => host.node.domainCapabilities({ arch: 'x86_64', virtType: 'qemu' }),
    'CONNECT_GET_DOMAIN_CAPABILITIES',
    { arch: 'x86_64', virttype: 'qemu', flags: 0 },
  ],
];

test.each(rows)('%s is one call', async (_, make, procedure, args) => {
  const { host, calls } = recorder();
  await make(host);
  expect(calls).toEqual([{ procedure, args }]);
});

test('answers come as what they are, not as the wire has them', async () => {
  const { host } = recorder();
  await expect(host.domains.list()).resolves.toEqual([]);
  await expect(host.domains.isActive(dom)).resolves.toBe(false);
  await expect(host.node.libVersion()).resolves.toEqual({ major: 0, minor: 0, release: 0 });
  await expect(host.volumes.info(vol)).resolves.toEqual({ type: 0, capacity: 0n, allocation: 0n });
});

describe('upload with an announced length', () => {
  test('the source goes through', async () => {
    const { host, uploaded } = recorder();
    await host.volumes.upload(vol, chunks('ab', 'cd'), { length: 4n });
    expect(Buffer.concat(uploaded).toString()).toBe('abcd');
  });

  test.each([
    [3n, /more than 3 bytes/],
    [5n, /only 4 bytes where 5/],
  ])('%d bytes of 4', async (length, reason) => {
    const { host } = recorder();
    const upload = host.volumes.upload(vol, chunks('ab', 'cd'), { length });
    await expect(upload).rejects.toThrow(reason);
    await expect(upload).rejects.toBeInstanceOf(LibvirtError);
  });
});
