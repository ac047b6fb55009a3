import type { Caller } from '@virtform/libvirt';
import { createSimulation } from '../../../src/effects/simulated/simulation.js';

// The rules of libvirt that plans and applies rest on; the words and codes are those of libvirt 9.0.

const open = (access: 'read' | 'change' = 'change'): Promise<Caller> =>
  createSimulation(1).live().effects.hosts.connect('qemu:///system', access);

const POOL = '<pool type="dir"><name>p</name><target><path>/pool/</path></target></pool>';
const NETWORK = '<network><name>n</name><ip address="10.0.0.1" prefix="24"/></network>';
const DISK = '<disk type="volume"><source pool="p" volume="v"/><target dev="vdb"/></disk>';
const guest = (inside = ''): string =>
  `<domain type="qemu"><name>g</name><memory unit="MiB">64</memory><vcpu current="1">4</vcpu><os><type machine="q35">hvm</type></os><devices>${inside}</devices></domain>`;

async function runningGuest(host: Caller, inside = ''): Promise<Parameters<typeof xmlOf>[1]> {
  const { dom } = await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml: guest(inside), flags: 1 });
  return (await host.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 })).dom;
}

async function xmlOf(
  host: Caller,
  dom: { readonly name: string; readonly uuid: string; readonly id: number },
  flags = 0,
): Promise<string> {
  return (await host.call('DOMAIN_GET_XML_DESC', { dom, flags })).xml;
}

async function runningPool(host: Caller): Promise<{ readonly name: string; readonly uuid: string }> {
  const { pool } = await host.call('STORAGE_POOL_DEFINE_XML', { xml: POOL, flags: 0 });
  await host.call('STORAGE_POOL_BUILD', { pool, flags: 0 });
  await host.call('STORAGE_POOL_CREATE', { pool, flags: 0 });
  return pool;
}

const volume = (name: string): string =>
  `<volume><name>${name}</name><capacity unit="MiB">1</capacity></volume>`;

describe('what is refused, and with which code', () => {
  test.each<[string, number, (host: Caller) => Promise<unknown>]>([
    ['an unknown guest', 42, (host) => host.call('DOMAIN_LOOKUP_BY_NAME', { name: 'x' })],
    ['an unknown network', 43, (host) => host.call('NETWORK_LOOKUP_BY_NAME', { name: 'x' })],
    ['an unknown pool', 49, (host) => host.call('STORAGE_POOL_LOOKUP_BY_NAME', { name: 'x' })],
    [
      'an unknown volume',
      50,
      async (host) => host.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool: await runningPool(host), name: 'x' }),
    ],
    [
      'volumes of a pool that does not run',
      55,
      async (host) => {
        const { pool } = await host.call('STORAGE_POOL_DEFINE_XML', { xml: POOL, flags: 0 });
        await host.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool, name: 'x' });
      },
    ],
    [
      'to start a pool that was not built',
      38,
      async (host) => {
        const { pool } = await host.call('STORAGE_POOL_DEFINE_XML', { xml: POOL, flags: 0 });
        await host.call('STORAGE_POOL_CREATE', { pool, flags: 0 });
      },
    ],
    [
      'a second volume of one name',
      90,
      async (host) => {
        const pool = await runningPool(host);
        await host.call('STORAGE_VOL_CREATE_XML', { pool, xml: volume('v'), flags: 0 });
        await host.call('STORAGE_VOL_CREATE_XML', { pool, xml: volume('v'), flags: 0 });
      },
    ],
    [
      'a definition without UUID over a name that is taken',
      9,
      async (host) => {
        await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml: guest(), flags: 1 });
        await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml: guest(), flags: 1 });
      },
    ],
    [
      'to start what runs',
      55,
      async (host) => host.call('DOMAIN_CREATE_WITH_FLAGS', { dom: await runningGuest(host), flags: 0 }),
    ],
    [
      'to start a guest whose network is down',
      55,
      async (host) => {
        await host.call('NETWORK_DEFINE_XML_FLAGS', { xml: NETWORK, flags: 1 });
        await runningGuest(host, '<interface type="network"><source network="n"/></interface>');
      },
    ],
    [
      'more vCPUs than the maximum',
      8,
      async (host) =>
        host.call('DOMAIN_SET_VCPUS_FLAGS', { dom: await runningGuest(host), nvcpus: 5, flags: 1 }),
    ],
    [
      'more memory than the maximum',
      8,
      async (host) =>
        host.call('DOMAIN_SET_MEMORY_FLAGS', { dom: await runningGuest(host), memory: 65_537n, flags: 1 }),
    ],
    [
      'a disk in a place that is taken',
      9,
      async (host) => {
        const dom = await runningGuest(host);
        await host.call('DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml: DISK, flags: 3 });
        await host.call('DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml: DISK, flags: 3 });
      },
    ],
    ['XML that is none', 27, (host) => host.call('NETWORK_DEFINE_XML_FLAGS', { xml: '<network>', flags: 1 })],
  ])('%s: %i', async (_, code, attempt) => {
    await expect(attempt(await open())).rejects.toMatchObject({ fault: 'host', code });
  });

  test('every change on a read-only connection: 29', async () => {
    const host = await open('read');
    await expect(host.call('NETWORK_DEFINE_XML_FLAGS', { xml: NETWORK, flags: 1 })).rejects.toMatchObject({
      code: 29,
    });
    await expect(host.call('CONNECT_LIST_ALL_NETWORKS', { needResults: 1, flags: 0 })).resolves.toEqual({
      nets: [],
      ret: 0,
    });
  });
});

describe('what libvirt adds and keeps', () => {
  test('a definition says more afterwards than was said', async () => {
    const host = await open();
    const { dom } = await host.call('DOMAIN_DEFINE_XML_FLAGS', {
      xml: guest('<interface type="network"><source network="n"/></interface>'),
      flags: 1,
    });
    const xml = await xmlOf(host, dom);
    expect(xml).toContain("machine='pc-q35-7.2'");
    expect(xml).toMatch(/<memory unit='KiB'>65536</);
    expect(xml).toMatch(/<mac address='52:54:00:/);
    expect(xml).toContain("<memballoon model='virtio'>");
  });

  test('a live change leaves the stored side alone, and the other way round', async () => {
    const host = await open();
    const dom = await runningGuest(host);
    await host.call('DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus: 2, flags: 1 });
    expect(await xmlOf(host, dom)).toContain("current='2'");
    expect(await xmlOf(host, dom, 2)).toContain("current='1'");
    await host.call('DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus: 3, flags: 2 });
    expect(await xmlOf(host, dom)).toContain("current='2'");
  });

  test('a device that is attached to both sides has the same address on both', async () => {
    const host = await open();
    const dom = await runningGuest(host);
    await host.call('DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml: DISK, flags: 3 });
    const slots = (await Promise.all([xmlOf(host, dom), xmlOf(host, dom, 2)])).map(
      (xml) => /vdb[^]*?slot='([^']+)'/.exec(xml)?.[1],
    );
    expect(slots[0]).toBeDefined();
    expect(slots[0]).toBe(slots[1]);
  });

  test('volumes are there again when their pool runs again', async () => {
    const host = await open();
    const pool = await runningPool(host);
    await host.call('STORAGE_VOL_CREATE_XML', { pool, xml: volume('v'), flags: 0 });
    await host.call('STORAGE_POOL_DESTROY', { pool });
    await host.call('STORAGE_POOL_CREATE', { pool, flags: 0 });
    const { vols } = await host.call('STORAGE_POOL_LIST_ALL_VOLUMES', { pool, needResults: 1, flags: 0 });
    expect(vols).toEqual([{ pool: 'p', name: 'v', key: '/pool/v' }]);
  });

  test('a running object that is undefined becomes transient, and goes when it ends', async () => {
    const host = await open();
    const dom = await runningGuest(host);
    await host.call('DOMAIN_UNDEFINE_FLAGS', { dom, flags: 0 });
    expect(await host.call('DOMAIN_IS_PERSISTENT', { dom })).toEqual({ persistent: 0 });
    await host.call('DOMAIN_DESTROY_FLAGS', { dom, flags: 0 });
    await expect(host.call('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid })).rejects.toMatchObject({ code: 42 });
  });
});

test('the same seed gives the same host, byte for byte', async () => {
  const run = async (): Promise<string> => {
    const host = await open();
    return xmlOf(host, await runningGuest(host, '<interface type="user"/>'));
  };
  expect(await run()).toBe(await run());
});
