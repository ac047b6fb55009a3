import fc from 'fast-check';
import {
  type Caller,
  DomainAffectFlags,
  DomainMetadataType,
  LibvirtError,
  NetworkUpdateCommand,
  NetworkUpdateSection,
} from '@virtform/libvirt';
import type { World } from '../../src/effects/simulated/libvirt/world.js';

/** What somebody does on a host by hand, or `nothing` where what it is about is not there. */
export interface Tampering {
  readonly what: keyof typeof TAMPERINGS;
  readonly host: 0 | 1;
  /** Chooses among the objects of that sort. */
  readonly which: number;
}

const { LIVE, CONFIG } = DomainAffectFlags;

const sides = (running: boolean): number => (running ? LIVE | CONFIG : CONFIG);

type Act = (host: Caller, world: World, which: number) => Promise<void>;

function pick<T>(all: Iterable<T>, which: number): T | undefined {
  const list = [...all];
  return list[which % list.length];
}

const OURS = (name: string): boolean => !name.startsWith('foreign');

/** A guest of ours. */
const guest =
  (
    act: (
      host: Caller,
      dom: { uuid: string; name: string; id: number },
      running: boolean,
    ) => Promise<unknown>,
  ): Act =>
  async (host, world, which) => {
    const found = pick(
      [...world.domains.values()].filter(({ name }) => OURS(name)),
      which,
    );
    if (found === undefined) return;
    const { uuid, name, id, running } = found;
    await act(host, { uuid, name, id }, running !== undefined);
  };

/** Of one that has a display; libvirt refuses it otherwise. */
const display = (password: string): Act =>
  guest((host, dom, running) =>
    host.call('DOMAIN_UPDATE_DEVICE_FLAGS', {
      dom,
      xml: `<graphics type='vnc' autoport='yes'${password}/>`,
      flags: sides(running),
    }),
  );

const network =
  (act: (host: Caller, net: { uuid: string; name: string }, active: boolean) => Promise<unknown>): Act =>
  async (host, world, which) => {
    const found = pick(
      [...world.networks.values()].filter(({ name }) => OURS(name)),
      which,
    );
    if (found !== undefined)
      await act(host, { uuid: found.uuid, name: found.name }, found.running !== undefined);
  };

const pool =
  (act: (host: Caller, pool: { uuid: string; name: string }, active: boolean) => Promise<unknown>): Act =>
  async (host, world, which) => {
    const found = pick(
      [...world.pools.values()].filter(({ name }) => OURS(name)),
      which,
    );
    if (found !== undefined) await act(host, { uuid: found.uuid, name: found.name }, found.active);
  };

const volume =
  (
    act: (host: Caller, vol: { pool: string; name: string; key: string }, bytes: bigint) => Promise<unknown>,
  ): Act =>
  async (host, world, which) => {
    const all = [...world.pools.values()]
      .filter(({ name, active }) => OURS(name) && active)
      .flatMap(({ name, volumes }) => [...volumes.values()].map((each) => ({ pool: name, each })));
    const found = pick(all, which);
    if (found === undefined) return;
    const { name, path, capacity } = found.each;
    await act(host, { pool: found.pool, name, key: path }, capacity);
  };

const TAMPERINGS = {
  nothing: async () => undefined,
  'shut a guest down': guest(async (host, dom, running) => {
    if (running) await host.call('DOMAIN_DESTROY_FLAGS', { dom, flags: 0 });
  }),
  'remove a guest': guest(async (host, dom, running) => {
    if (running) await host.call('DOMAIN_DESTROY_FLAGS', { dom, flags: 0 });
    await host.call('DOMAIN_UNDEFINE_FLAGS', { dom, flags: 0 });
  }),
  'retitle a guest': guest((host, dom, running) =>
    host.call('DOMAIN_SET_METADATA', {
      dom,
      type: DomainMetadataType.TITLE,
      metadata: 'by hand',
      key: undefined,
      uri: undefined,
      flags: sides(running),
    }),
  ),
  'let a guest start with the host': guest((host, dom) =>
    host.call('DOMAIN_SET_AUTOSTART', { dom, autostart: 1 }),
  ),
  'plug a disk in': guest((host, dom, running) =>
    host.call('DOMAIN_ATTACH_DEVICE_FLAGS', {
      dom,
      xml: "<disk type='file' device='disk'><source file='/foreign/disk.raw'/><target dev='vdz' bus='virtio'/></disk>",
      flags: sides(running),
    }),
  ),
  'give the balloon less': guest((host, dom, running) =>
    host.call('DOMAIN_SET_MEMORY_FLAGS', { dom, memory: 30_000n, flags: sides(running) }),
  ),
  'change a password': display(" passwd='by hand'"),
  'take a password away': display(''),
  'stop a network': network(async (host, net, active) => {
    if (active) await host.call('NETWORK_DESTROY', { net });
  }),
  'remove a network': network(async (host, net, active) => {
    if (active) await host.call('NETWORK_DESTROY', { net });
    await host.call('NETWORK_UNDEFINE', { net });
  }),
  'let a network start with the host': network((host, net) =>
    host.call('NETWORK_SET_AUTOSTART', { net, autostart: 1 }),
  ),
  'reserve an address': network((host, net, active) =>
    host.call('NETWORK_UPDATE', {
      net,
      command: NetworkUpdateCommand.ADD_LAST,
      section: NetworkUpdateSection.IP_DHCP_HOST,
      parentIndex: -1,
      xml: "<host mac='52:54:00:ff:ff:ff' ip='10.93.1.99'/>",
      flags: sides(active),
    }),
  ),
  'stop a pool': pool(async (host, found, active) => {
    if (active) await host.call('STORAGE_POOL_DESTROY', { pool: found });
  }),
  'delete a volume': volume((host, vol) => host.call('STORAGE_VOL_DELETE', { vol, flags: 0 })),
  'grow a volume': volume((host, vol, bytes) =>
    host.call('STORAGE_VOL_RESIZE', { vol, capacity: bytes + 1_048_576n, flags: 0 }),
  ),
} satisfies Readonly<Record<string, Act>>;

/** Does it. What libvirt refuses, as the same address reserved twice, is not done: the host is as it was. */
export async function tamper(
  host: Caller,
  world: World,
  { what, which }: Pick<Tampering, 'what' | 'which'>,
): Promise<void> {
  try {
    await TAMPERINGS[what](host, world, which);
  } catch (error) {
    if (!(error instanceof LibvirtError) || error.fault !== 'host') throw error;
  }
}

/** Half of the time nobody interferes. */
export const tampering: fc.Arbitrary<Tampering> = fc.record({
  what: fc.oneof(
    { weight: 1, arbitrary: fc.constant('nothing' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...keysOf(TAMPERINGS)) },
  ),
  host: fc.constantFrom(0 as const, 0 as const, 1 as const),
  which: fc.nat(6),
});

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}
