import { type Caller, libvirt } from '@virtform/libvirt';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { OpenHostView } from '../../src/kinds/host-view.js';
import type { Expectation } from '../../src/kinds/provider.js';
import { readHostView } from '../../src/kinds/read-host.js';
import { rereadDomain, rereadVolume } from '../../src/kinds/reread-host.js';

// Whatever others did since, and whatever was expected: an object that is read again is what one finds who reads the host anew.

const WEB = '33333333-3333-4333-8333-333333333333';
const POOL = { uuid: '22222222-2222-4222-8222-222222222222', name: 'lab' };

const guest = (name: string, uuid = WEB, vcpus = 1): string =>
  `<domain type='qemu'><name>${name}</name><uuid>${uuid}</uuid><memory>65536</memory><vcpu>${vcpus}</vcpu>
     <os><type machine='q35'>hvm</type></os></domain>`;
const disk = (name: string, capacity = 1024): string =>
  `<volume><name>${name}</name><capacity>${capacity}</capacity></volume>`;

interface Host {
  readonly caller: Caller;
  readonly called: string[];
}

async function lab(): Promise<Host> {
  const called: string[] = [];
  const { effects } = createSimulation(1).live((_index, name) => void called.push(name));
  const caller = await effects.hosts.connect('qemu:///system', 'change');
  const { domains, pools, volumes } = libvirt(caller);
  const { uuid, name } = POOL;
  const pool = await pools.defineXml(
    `<pool type='dir'><name>${name}</name><uuid>${uuid}</uuid><target><path>/var/lib/lab</path></target></pool>`,
  );
  await pools.build(pool);
  await pools.create(pool);
  await volumes.createXml(pool, disk('d.raw'));
  await domains.defineXml(guest('web'));
  return { caller, called };
}

/** What is known of the guests and volumes, as plain data. */
function picture({ domains, volumes }: OpenHostView): unknown {
  return {
    domains: [...domains.values()].map(({ stored, running, ...rest }) => ({
      ...rest,
      stored: stored?.xml,
      running: running?.xml,
    })),
    volumes: [...volumes.values()].flatMap((inPool) =>
      [...inPool.values()].map(({ side, ...rest }) => ({ ...rest, xml: side.xml })),
    ),
  };
}

type Change = (host: Caller) => Promise<unknown>;

const web = (host: Caller) => libvirt(host).domains.lookupByUuid(WEB);
const volume = (host: Caller) => libvirt(host).volumes.lookupByName(POOL, 'd.raw');

const GUEST_CHANGES: Readonly<Record<string, Change>> = {
  'nobody touched': async () => undefined,
  'somebody started': async (host) => libvirt(host).domains.create(await web(host)),
  'somebody removed': async (host) => libvirt(host).domains.undefine(await web(host)),
  'somebody changed': (host) => libvirt(host).domains.defineXml(guest('web', WEB, 4)),
  'somebody renamed': async (host) => libvirt(host).domains.rename(await web(host), 'www'),
  'somebody made transient': async (host) => {
    await libvirt(host).domains.create(await web(host));
    await libvirt(host).domains.undefine(await web(host));
  },
  'somebody restarted': async (host) => {
    await libvirt(host).domains.create(await web(host));
    await libvirt(host).domains.destroy(await web(host));
    await libvirt(host).domains.create(await web(host));
  },
  'somebody lets start with the host': async (host) =>
    libvirt(host).domains.setAutostart(await web(host), true),
};

const VOLUME_CHANGES: Readonly<Record<string, Change>> = {
  'nobody touched': async () => undefined,
  'somebody removed': async (host) => libvirt(host).volumes.delete(await volume(host)),
  'somebody grew': async (host) => libvirt(host).volumes.resize(await volume(host), 4096n),
  'lies in a pool that somebody stopped': (host) => libvirt(host).pools.destroy(POOL),
  'lies in a pool that somebody removed': async (host) => {
    await libvirt(host).pools.destroy(POOL);
    await libvirt(host).pools.undefine(POOL);
  },
};

const EXPECTATIONS: readonly Expectation[] = ['there', 'gone'];
const casesOf = (changes: Readonly<Record<string, Change>>): (readonly [string, Expectation, Change])[] =>
  Object.entries(changes).flatMap(([what, change]) =>
    EXPECTATIONS.map((expected) => [what, expected, change] as const),
  );

test.each(casesOf(GUEST_CHANGES))('a guest that %s, expected %s', async (_, expected, change) => {
  const { caller } = await lab();
  const view = await readHostView(caller);
  await change(caller);
  await rereadDomain(view, caller, { uuid: WEB, name: 'web' }, expected);
  expect(picture(view)).toEqual(picture(await readHostView(caller)));
});

test.each(casesOf(VOLUME_CHANGES))('a volume that %s, expected %s', async (_, expected, change) => {
  const { caller } = await lab();
  const view = await readHostView(caller);
  await change(caller);
  await rereadVolume(view, caller, POOL, 'd.raw', expected);
  expect(picture(view)).toEqual(picture(await readHostView(caller)));
});

test.each(EXPECTATIONS)('a guest that was not there before, expected %s', async (expected) => {
  const { caller } = await lab();
  const view = await readHostView(caller);
  const uuid = '55555555-5555-4555-8555-555555555555';
  await libvirt(caller).domains.defineXml(guest('db', uuid));
  await rereadDomain(view, caller, { uuid, name: 'db' }, expected);
  expect(picture(view)).toEqual(picture(await readHostView(caller)));
});

test.each(EXPECTATIONS)('a name that somebody else took meanwhile is seen, expected %s', async (expected) => {
  const { caller } = await lab();
  const view = await readHostView(caller);
  const { domains } = libvirt(caller);
  await domains.undefine(await web(caller));
  await domains.defineXml(guest('web', '55555555-5555-4555-8555-555555555555'));
  await rereadDomain(view, caller, { uuid: WEB, name: 'web' }, expected);
  expect(picture(view)).toEqual(picture(await readHostView(caller)));
});

test('of what is expected gone nothing is asked but whether it is', async () => {
  const { caller, called } = await lab();
  const view = await readHostView(caller);
  await libvirt(caller).domains.undefine(await web(caller));
  await libvirt(caller).volumes.delete(await volume(caller));
  called.length = 0;
  await rereadDomain(view, caller, { uuid: WEB, name: undefined }, 'gone');
  await rereadVolume(view, caller, POOL, 'd.raw', 'gone');
  expect(called.filter((name) => !name.endsWith(' done'))).toEqual([
    'call DOMAIN_LOOKUP_BY_UUID',
    'call STORAGE_VOL_LOOKUP_BY_NAME',
  ]);
});

test('what is read again and says the same keeps what was decoded of it', async () => {
  const { caller } = await lab();
  const view = await readHostView(caller);
  const [before, disk] = [view.domains.get(WEB)?.stored, view.volumes.get(POOL.uuid)?.get('d.raw')?.side];
  await rereadDomain(view, caller, { uuid: WEB, name: 'web' }, 'there');
  await rereadVolume(view, caller, POOL, 'd.raw', 'there');
  expect(before).toBeDefined();
  expect(view.domains.get(WEB)?.stored).toBe(before);
  expect(view.volumes.get(POOL.uuid)?.get('d.raw')?.side).toBe(disk);
});
