import {
  type Caller,
  type Domain,
  DomainMemoryStat,
  DomainStats,
  libvirt,
  LibvirtError,
  type TypedParameter,
  valuesOf,
} from '@virtform/libvirt';

/** What a host tells of a guest at one moment. */
export interface Sample {
  /** DomainState */
  readonly state: number;
  readonly vcpus: number;
  /** ns that its CPUs have been busy; undefined where nothing tells. */
  readonly busy: bigint | undefined;
  /** KiB that it was given. */
  readonly memory: bigint;
  /** KiB that it uses itself; undefined where nothing tells. */
  readonly memoryUsed: bigint | undefined;
  readonly disks: readonly GuestDisk[];
}

export interface GuestDisk {
  /** `vda`. */
  readonly name: string;
  readonly source: string | undefined;
  /** Bytes that the guest sees; undefined where libvirt does not know. */
  readonly capacity: bigint | undefined;
}

const STATS =
  DomainStats.STATE | DomainStats.CPU_TOTAL | DomainStats.BALLOON | DomainStats.VCPU | DomainStats.BLOCK;

/** Samples of guests by their UUIDs: of all in one call, or one by one where the driver has no such call (that of containers). */
export async function sampleGuests(
  host: Caller,
  guests: readonly Domain[],
): Promise<ReadonlyMap<string, Sample>> {
  try {
    const records = await libvirt(host).domains.allStats(guests, STATS);
    return new Map(records.map(({ domain, params }) => [domain.uuid, fromStats(valuesOf(params))]));
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
  return new Map(
    await Promise.all(guests.map(async (guest) => [guest.uuid, await sampleGuest(host, guest)] as const)),
  );
}

type Stats = Readonly<Record<string, TypedParameter['value']>>;

function fromStats(stats: Stats): Sample {
  const busy = stats['cpu.time'];
  return {
    state: Number(stats['state.state'] ?? 0),
    vcpus: Number(stats['vcpu.current'] ?? 0),
    busy: busy === undefined ? undefined : BigInt(busy),
    memory: BigInt(stats['balloon.current'] ?? 0),
    memoryUsed: memoryUsed(stats),
    disks: disksOf(stats),
  };
}

/** Available memory counts the page cache as free, as `free` inside the guest does; older drivers only tell what is unused. */
function memoryUsed(stats: Stats): bigint | undefined {
  const available = stats['balloon.available'];
  const free = stats['balloon.usable'] ?? stats['balloon.unused'];
  return available === undefined || free === undefined ? undefined : BigInt(available) - BigInt(free);
}

function disksOf(stats: Stats): readonly GuestDisk[] {
  const count = Number(stats['block.count'] ?? 0);
  return Array.from({ length: count }, (_, index) => {
    const source = stats[`block.${index}.path`];
    const capacity = stats[`block.${index}.capacity`];
    return {
      name: String(stats[`block.${index}.name`] ?? ''),
      source: typeof source === 'string' ? source : undefined,
      capacity: capacity === undefined ? undefined : BigInt(capacity),
    };
  });
}

/** What `memory` means in the answer differs: to a container it is what it uses, of which the statistics tell more. */
async function sampleGuest(host: Caller, guest: Domain): Promise<Sample> {
  const { state, nrVirtCpu, cpuTime, memory } = await libvirt(host).domains.info(guest);
  const tagged = guest.id < 0 ? undefined : await memoryStats(host, guest);
  return {
    state,
    vcpus: nrVirtCpu,
    busy: cpuTime,
    memory: tagged?.get(DomainMemoryStat.ACTUAL_BALLOON) ?? memory,
    memoryUsed: tagged?.get(DomainMemoryStat.RSS),
    disks: [],
  };
}

async function memoryStats(host: Caller, guest: Domain): Promise<ReadonlyMap<number, bigint> | undefined> {
  try {
    return await libvirt(host).domains.memoryStats(guest);
  } catch (error) {
    if (isUnsupported(error)) return undefined;
    throw error;
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof LibvirtError && error.fault === 'unsupported';
}
