import fc from 'fast-check';

/** What a machine is built around. libvirt makes no other one of a guest that is there. */
export type Chipset = 'q35' | 'i440fx';

/** A volume: MiB, its format, and whether it lies over the volume `base`. */
export interface VolumeWish {
  readonly size: number;
  readonly format: 'qcow2' | 'raw';
  readonly over?: boolean;
}

export interface NetworkWish {
  readonly autostart?: boolean;
  readonly domain?: string;
  readonly forward?: 'nat' | 'route';
  /** The last numbers of addresses that its DHCP keeps for somebody. */
  readonly reserved: readonly number[];
  /** The last numbers of addresses that its DNS knows a name of. */
  readonly known: readonly number[];
  /** Another name replaces it, the new one first. */
  readonly renamed?: boolean;
}

export interface GuestWish {
  readonly running: boolean;
  /** MiB. */
  readonly memory: number;
  readonly balloon?: number;
  readonly vcpus: number;
  readonly plugged?: number;
  readonly title?: string;
  readonly description?: string;
  readonly autostart?: boolean;
  /** Of its display; without it, it has none. */
  readonly password?: string;
  readonly machine: `pc-${Chipset}-${'7.2' | '6.2'}`;
  /** Without it, on i440fx, no device comes or goes while it runs. */
  readonly acpi?: boolean;
  /** Keys of volumes; those that the program does not have are left out. */
  readonly disks: readonly string[];
  /** Keys of networks, one for each interface; those that the program does not have are left out. */
  readonly nics: readonly string[];
  /** Interfaces say their MAC. */
  readonly macs: boolean;
}

/** What one host is to hold, by the keys of blocks. */
export interface HostWish {
  readonly networks: Readonly<Record<string, NetworkWish>>;
  readonly volumes: Readonly<Record<string, VolumeWish>>;
  /** Volumes made with `count`, and with `for_each`. */
  readonly counted: number;
  readonly each: readonly string[];
  /** `served` depends on `web`. */
  readonly guests: Readonly<Record<string, GuestWish>>;
  /** Guests made with `count`, which are off and have nothing but memory. */
  readonly herd: number;
}

/** A program: what it wants of each host. */
export type Program = readonly HostWish[];

const network: fc.Arbitrary<NetworkWish> = fc.record(
  {
    autostart: fc.boolean(),
    domain: fc.constantFrom('lab', 'example.org'),
    forward: fc.constantFrom('nat' as const, 'route' as const),
    reserved: fc.subarray([10, 11, 12]),
    known: fc.subarray([20, 21]),
    renamed: fc.boolean(),
  },
  { requiredKeys: ['reserved', 'known'] },
);

const volume: fc.Arbitrary<VolumeWish> = fc.record(
  {
    size: fc.constantFrom(1, 2, 4),
    format: fc.constantFrom('qcow2' as const, 'qcow2' as const, 'qcow2' as const, 'raw' as const),
    over: fc.constant(true),
  },
  { requiredKeys: ['size', 'format'] },
);

const guest: fc.Arbitrary<GuestWish> = fc
  .record(
    {
      running: fc.boolean(),
      memory: fc.constantFrom(64, 96, 128),
      balloon: fc.constantFrom(32, 48, 64),
      vcpus: fc.constantFrom(1, 2, 4),
      plugged: fc.constantFrom(1, 2, 4),
      title: fc.constantFrom('A title', 'a & <b>'),
      description: fc.constantFrom('one', 'two\nlines'),
      autostart: fc.boolean(),
      password: fc.constantFrom('first', 'second'),
      acpi: fc.constant(true),
      machine: fc.constantFrom('pc-q35-7.2' as const, 'pc-q35-7.2' as const, 'pc-q35-6.2' as const),
      disks: fc.subarray(['root', 'data', 'base']),
      nics: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
      macs: fc.boolean(),
    },
    { requiredKeys: ['running', 'memory', 'vcpus', 'machine', 'disks', 'nics', 'macs'] },
  )
  .map(({ plugged, ...rest }) =>
    plugged === undefined ? rest : { ...rest, plugged: Math.min(plugged, rest.vcpus) },
  );

/** One that has nothing that two guests must not share. */
const bareGuest: fc.Arbitrary<GuestWish> = guest.map((wish) => ({ ...wish, disks: [], macs: false }));

/** Objects of any of the keys, most often few. */
function some<T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc
    .tuple(fc.subarray([...keys]), fc.array(value, { minLength: keys.length, maxLength: keys.length }))
    .map(([chosen, values]) =>
      Object.fromEntries(
        chosen.flatMap((key, index) => {
          const made = values[index];
          return made === undefined ? [] : [[key, made] as const];
        }),
      ),
    );
}

const seldom = <T>(value: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value });

const NOTHING: HostWish = { networks: {}, volumes: {}, counted: 0, each: [], guests: {}, herd: 0 };

const wish = (parts: { [K in keyof HostWish]?: fc.Arbitrary<HostWish[K]> }): fc.Arbitrary<HostWish> =>
  fc.record(parts).map((made) => ({ ...NOTHING, ...made }));

/** A host with a bit of everything. */
const mixed = wish({
  networks: some(['a', 'b'], network),
  volumes: some(['base', 'root', 'data'], volume),
  counted: seldom(fc.nat(3), 0),
  each: seldom(fc.subarray(['x', 'y', 'z']), []),
  guests: some(['web'], guest),
  herd: seldom(fc.nat(2), 0),
});

/** Programs of any kind; most have one host. */
export const anyProgram: fc.Arbitrary<Program> = fc.oneof(
  { weight: 5, arbitrary: mixed.map((one): Program => [one, NOTHING]) },
  { weight: 1, arbitrary: fc.tuple(mixed, mixed) },
);

const alone = (one: fc.Arbitrary<HostWish>): fc.Arbitrary<Program> => one.map((made) => [made, NOTHING]);

/** Programs of very few objects, by what they are about: each can be tried very often. */
export const fewObjects: Readonly<Record<string, fc.Arbitrary<Program>>> = {
  network: alone(wish({ networks: some(['a'], network) })),
  guest: alone(wish({ guests: some(['web'], guest) })),
  volumes: alone(wish({ volumes: some(['base', 'root'], volume) })),
  counts: alone(wish({ counted: fc.nat(2), each: fc.subarray(['x', 'y']), herd: fc.nat(1) })),
  'guests of which one depends on the other': alone(
    wish({ guests: fc.record({ web: bareGuest, served: bareGuest }) }),
  ),
  'guest on a network': alone(wish({ guests: some(['web'], guest), networks: some(['a'], network) })),
  'guest on a volume': alone(wish({ guests: some(['web'], guest), volumes: some(['root'], volume) })),
};

/** The same programs with guests on another chipset. */
export function onChipset(program: Program, chipset: Chipset): Program {
  return program.map((host) => ({
    ...host,
    guests: Object.fromEntries(
      Object.entries(host.guests).map(([key, wish]): [string, GuestWish] => [
        key,
        { ...wish, machine: wish.machine.endsWith('7.2') ? `pc-${chipset}-7.2` : `pc-${chipset}-6.2` },
      ]),
    ),
  }));
}
