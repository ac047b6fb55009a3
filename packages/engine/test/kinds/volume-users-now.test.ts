import { type Caller, libvirt, LibvirtError } from '@virtform/libvirt';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { Side } from '../../src/kinds/host-records.js';
import { createHostView } from '../../src/kinds/host-view.js';
import { readHostView, type KnownHost } from '../../src/kinds/read-host.js';
import type { Usage } from '../../src/kinds/host-usage.js';
import { volumeUsersNow } from '../../src/kinds/volume-users-now.js';

const URI = 'qemu:///system';
const DISK = '/var/lib/lab/d.raw';
const NOTHING = createHostView({ domains: [], networks: [], pools: [], volumes: [] });

/** A host with a pool that holds a volume, and what is called on it from then on. */
async function hostWithVolume(): Promise<{
  readonly connect: () => Promise<Caller>;
  readonly read: (host: Caller, known?: KnownHost) => Promise<Usage>;
  readonly called: string[];
  /** Does something once, when that call is about to be made, or after it. */
  readonly when: (name: string, act: () => void | Promise<void>) => void;
}> {
  const called: string[] = [];
  const plans: { readonly name: string; readonly act: () => void | Promise<void> }[] = [];
  const { effects } = createSimulation(1).live(async (_index, name) => {
    called.push(name);
    const at = plans.findIndex((plan) => plan.name === name);
    if (at !== -1) await plans.splice(at, 1)[0]?.act();
  });
  const connect = (): Promise<Caller> => effects.hosts.connect(URI, 'change');
  const { pools, volumes } = libvirt(await connect());
  const pool = await pools.defineXml(
    `<pool type='dir'><name>lab</name><target><path>/var/lib/lab</path></target></pool>`,
  );
  await pools.build(pool);
  await pools.create(pool);
  await volumes.createXml(pool, `<volume><name>d.raw</name><capacity>1024</capacity></volume>`);
  return {
    connect,
    read: (host, known = NOTHING) => volumeUsersNow({ host, clock: effects.clock }, known),
    called,
    when: (name, act) => void plans.push({ name, act }),
  };
}

async function useDisk(host: Caller, name: string): Promise<void> {
  await libvirt(host).domains.defineXml(
    `<domain type='qemu'><name>${name}</name><memory>1024</memory><os><type machine='q35'>hvm</type></os><devices>
       <disk type='file'><source file='${DISK}'/><target dev='vda' bus='virtio'/></disk>
     </devices></domain>`,
  );
}

const usersIn = (usage: Usage): readonly string[] => usage.usersOf(DISK).map(({ name }) => name);
const LIST = 'call CONNECT_LIST_ALL_STORAGE_POOLS';
const countLists = (called: readonly string[]): number => called.filter((name) => name === LIST).length;

test('those who ask at the same time are given one reading', async () => {
  const { connect, read, called } = await hostWithVolume();
  const host = await connect();
  const [first, ...others] = await Promise.all([read(host), read(host), read(host)]);
  for (const other of others) expect(other).toBe(first);
  const lists = countLists(called);
  await read(host);
  expect(countLists(called)).toBe(2 * lists);
});

test('a reading that began before somebody asked is not given to them: what happened in between would be hidden', async () => {
  const { connect, read, when } = await hostWithVolume();
  const [host, stranger] = [await connect(), await connect()];
  let late: Promise<Usage> | undefined;
  when('call CONNECT_LIST_ALL_DOMAINS done', async () => {
    await useDisk(stranger, 'late');
    late = read(host);
  });
  const early = await read(host);
  expect(usersIn(early)).toEqual([]);
  expect(usersIn((await late) ?? NOTHING.usage)).toEqual(['late']);
});

test('all who ask while one is under way share the next', async () => {
  const { connect, read, called, when } = await hostWithVolume();
  const host = await connect();
  const late: Promise<Usage>[] = [];
  for (const kind of ['DOMAINS', 'STORAGE_POOLS'])
    when(`call CONNECT_LIST_ALL_${kind} done`, () => void late.push(read(host)));
  await read(host);
  const lists = countLists(called);
  const [one, other] = await Promise.all(late);
  expect(one).toBe(other);
  expect(countLists(called)).toBe(2 * lists);
});

test('a reading that fails fails for those who wait for it, and the next begins anew', async () => {
  const { connect, read, when } = await hostWithVolume();
  const host = await connect();
  when('call STORAGE_VOL_GET_XML_DESC', () => {
    throw new LibvirtError('the connection was lost', { fault: 'unknown-outcome' });
  });
  const both = await Promise.allSettled([read(host), read(host)]);
  expect(both).toEqual([
    expect.objectContaining({ status: 'rejected' }),
    expect.objectContaining({ status: 'rejected' }),
  ]);
  expect(usersIn(await read(host))).toEqual([]);
});

test('one who has a new connection does not wait for those who lost the old one', async () => {
  const { connect, read, when } = await hostWithVolume();
  const [old, anew] = [await connect(), await connect()];
  let other: Promise<Usage> | undefined;
  when('call CONNECT_LIST_ALL_DOMAINS', () => {
    other = read(anew);
    throw new LibvirtError('the connection was lost', { fault: 'unknown-outcome' });
  });
  await expect(read(old)).rejects.toThrow('the connection was lost');
  expect(usersIn((await other) ?? NOTHING.usage)).toEqual([]);
});

test('what says the same as before is not decoded again', async () => {
  const { connect, read } = await hostWithVolume();
  const host = await connect();
  await useDisk(host, 'web');
  const known = await readHostView(host);
  let looks = 0;
  const watched = (side: Side): Side => ({
    xml: side.xml,
    element: side.element,
    get attributes() {
      looks += 1;
      return side.attributes;
    },
  });
  const domains = new Map(
    [...known.domains].map(([uuid, record]) => [
      uuid,
      { ...record, stored: record.stored && watched(record.stored) },
    ]),
  );
  expect(usersIn(await read(host, { ...known, domains }))).toEqual(['web']);
  expect(looks).toBeGreaterThan(0);
});

test('nothing is asked but who has which disks, and what volumes stand on', async () => {
  const { connect, read, called } = await hostWithVolume();
  const host = await connect();
  await useDisk(host, 'web');
  called.length = 0;
  await read(host);
  expect(called.filter((name) => !name.endsWith(' done')).sort()).toEqual([
    'call CONNECT_LIST_ALL_DOMAINS',
    'call CONNECT_LIST_ALL_STORAGE_POOLS',
    'call DOMAIN_GET_XML_DESC',
    'call STORAGE_POOL_LIST_ALL_VOLUMES',
    'call STORAGE_VOL_GET_XML_DESC',
  ]);
});

test('a pool that stops while it is read has no volumes then', async () => {
  const { connect, read, when } = await hostWithVolume();
  const [host, stranger] = [await connect(), await connect()];
  await useDisk(host, 'web');
  when('call CONNECT_LIST_ALL_STORAGE_POOLS done', async () => {
    const { pools } = libvirt(stranger);
    await pools.destroy(await pools.lookupByName('lab'));
  });
  expect(usersIn(await read(host))).toEqual(['web']);
});
