import type { XmlBuilder } from '@virtform/schema';
import { at, attribute, children, ensure, text } from '../../src/effects/simulated/libvirt/tree.js';
import type { SimulatedPool, World } from '../../src/effects/simulated/libvirt/world.js';
import { baseOf, devicesOf, MIB, networkName, needsPool, POOL_FOLDER } from './configuration.js';
import type { GuestWish, HostWish, NetworkWish, VolumeWish } from './program.js';

/** How two descriptions of a host differ in what a program says: read from the host by hand, without the kinds. */
interface Finding {
  readonly of: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** What is not on a host as a program wants it; empty where all is. What others made is not looked at. */
export function notAsWanted(world: World, wish: HostWish): readonly Finding[] {
  const findings: Finding[] = [];
  const expect = (of: string, wanted: unknown, found: unknown): void => {
    if (JSON.stringify(wanted) !== JSON.stringify(found)) findings.push({ of, wanted, found });
  };
  const mine = (names: Iterable<{ readonly name: string }>): readonly string[] =>
    [...names]
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('foreign'))
      .sort();
  const guests = [
    ...Object.keys(wish.guests),
    ...Array.from({ length: wish.herd }, (_, index) => `herd-${index}`),
  ];
  expect('guests', guests.sort(), mine(world.domains.values()));
  for (const [key, guest] of Object.entries(wish.guests)) checkGuest(world, key, guest, wish, expect);
  const networks = Object.entries(wish.networks);
  expect(
    'networks',
    networks.map(([key, network]) => networkName(key, network)).sort(),
    mine(world.networks.values()),
  );
  for (const [key, network] of networks) checkNetwork(world, key, network, expect);
  expect('pools', needsPool(wish) ? ['pool'] : [], mine(world.pools.values()));
  expect('folder of the pool', needsPool(wish), world.folders.has(POOL_FOLDER));
  const pool = [...world.pools.values()].find(({ name }) => name === 'pool');
  if (pool !== undefined) checkPool(pool, wish, expect);
  return findings;
}

type Expect = (of: string, wanted: unknown, found: unknown) => void;

function checkGuest(world: World, name: string, guest: GuestWish, wish: HostWish, expect: Expect): void {
  const found = [...world.domains.values()].find((domain) => domain.name === name);
  if (found?.stored === undefined) return;
  const { stored } = found;
  const of = (what: string): string => `${what} of guest ${name}`;
  const { disks, nics } = devicesOf(guest, wish);
  expect(of('power'), guest.running, found.running !== undefined);
  expect(of('memory'), String(guest.memory * 1024), text(stored, 'memory'));
  if (guest.balloon !== undefined) {
    expect(
      of('balloon'),
      String(Math.min(guest.balloon, guest.memory) * 1024),
      text(stored, 'currentMemory'),
    );
  }
  expect(of('vcpus'), String(guest.vcpus), text(stored, 'vcpu'));
  if (guest.plugged !== undefined) {
    expect(
      of('plugged vcpus'),
      String(guest.plugged),
      attribute(stored, ['vcpu'], 'current') ?? text(stored, 'vcpu'),
    );
  }
  if (guest.title !== undefined) expect(of('title'), guest.title, text(stored, 'title'));
  if (guest.description !== undefined)
    expect(of('description'), guest.description, text(stored, 'description'));
  if (guest.autostart !== undefined) expect(of('autostart'), guest.autostart, found.autostart);
  expect(of('machine'), guest.machine, attribute(stored, ['os', 'type'], 'machine'));
  const devices = ensure(stored, 'devices');
  if (guest.password !== undefined) {
    expect(of('password'), guest.password, attribute(devices, ['graphics'], 'passwd'));
    // A guest that runs has no other, or none: that comes with a boot, as does the display.
    const running = found.running && attribute(found.running, ['devices', 'graphics'], 'passwd');
    if (running !== undefined) expect(of('password while it runs'), guest.password, running);
  }
  const sources = children(devices, 'disk')
    .filter((disk) => attribute(disk, ['target'], 'dev') !== 'vdz')
    .map((disk) => [attribute(disk, ['target'], 'dev'), attribute(disk, ['source'], 'volume')]);
  expect(
    of('disks'),
    disks.map((key, index) => [`vd${'abc'.charAt(index)}`, `${key}.img`]),
    sources,
  );
  const networks = children(devices, 'interface').map((nic) => attribute(nic, ['source'], 'network'));
  const wanted = nics.map((key) => networkName(key, wish.networks[key] ?? { reserved: [], known: [] }));
  expect(of('interfaces'), wanted.sort(), networks.sort());
}

function checkNetwork(world: World, key: string, network: NetworkWish, expect: Expect): void {
  const name = networkName(key, network);
  const found = [...world.networks.values()].find((each) => each.name === name);
  if (found?.stored === undefined) return;
  const { stored } = found;
  const of = (what: string): string => `${what} of network ${name}`;
  expect(of('activity'), true, found.running !== undefined);
  if (network.autostart !== undefined) expect(of('autostart'), network.autostart, found.autostart);
  if (network.domain !== undefined)
    expect(of('domain'), network.domain, attribute(stored, ['domain'], 'name'));
  expect(of('forward'), network.forward, attribute(stored, ['forward'], 'mode'));
  for (const side of [stored, found.running ?? stored]) {
    const last = (list: readonly XmlBuilder[]): readonly number[] =>
      list.map((host) => Number(host.attributes.get('ip')?.split('.')[3])).filter((each) => each !== 99);
    const dhcp = at(side, 'ip', 'dhcp');
    expect(
      of('reservations'),
      network.reserved,
      dhcp === undefined ? [] : [...last(children(dhcp, 'host'))].sort(),
    );
    const dns = at(side, 'dns');
    expect(of('names'), network.known, dns === undefined ? [] : [...last(children(dns, 'host'))].sort());
  }
}

function checkPool(pool: SimulatedPool, wish: HostWish, expect: Expect): void {
  expect('activity of the pool', true, pool.active);
  const volumes = new Map<string, VolumeWish>([
    ...Object.entries(wish.volumes),
    ...[...wish.each, ...Array.from({ length: wish.counted }, (_, index) => `counted-${index}`)].map(
      (name) => [name, { size: 1, format: 'raw' }] as const,
    ),
  ]);
  const ours = [...pool.volumes.keys()].filter((name) => !name.startsWith('foreign'));
  expect('volumes', [...volumes.keys()].map((key) => `${key}.img`).sort(), ours.sort());
  for (const [key, volume] of volumes) {
    const found = pool.volumes.get(`${key}.img`);
    if (found === undefined) continue;
    expect(`capacity of ${key}`, volume.size * MIB, Number(found.capacity));
    expect(`format of ${key}`, volume.format, found.format);
    const below = baseOf(key, volume, wish) === undefined ? undefined : `${POOL_FOLDER}/base.img`;
    expect(
      `base of ${key}`,
      below,
      at(found.xml, 'backingStore') && text(ensure(found.xml, 'backingStore'), 'path'),
    );
  }
}
