import { type Caller, type Domain, DomainState, InterfaceAddressesSource, libvirt } from '@virtform/libvirt';
import { isAgentSilent } from './agent.js';
import { agreedLeases, type GuestInterface } from './agreed-leases.js';
import type { ClockEffects } from '../effects/effects.js';
import { type GuestDisk, type Sample, sampleGuests } from './sample.js';

/** Where a guest stands, in virsh's words. */
export type GuestState =
  'running' | 'idle' | 'paused' | 'shutting down' | 'shut off' | 'crashed' | 'suspended' | 'unknown';

const STATES: Readonly<Record<number, GuestState>> = {
  [DomainState.NOSTATE]: 'unknown',
  [DomainState.RUNNING]: 'running',
  [DomainState.BLOCKED]: 'idle',
  [DomainState.PAUSED]: 'paused',
  [DomainState.SHUTDOWN]: 'shutting down',
  [DomainState.SHUTOFF]: 'shut off',
  [DomainState.CRASHED]: 'crashed',
  [DomainState.PMSUSPENDED]: 'suspended',
};

/** One address of a guest. */
export interface GuestAddress {
  /** Lower case. */
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
  /** Who says so: the network's DHCP server, or the agent inside. */
  readonly source: 'lease' | 'agent';
}

/** A guest as it is now. */
export interface GuestStatus {
  readonly name: string;
  readonly uuid: string;
  /** libvirt's number of the running guest. */
  readonly id: number | undefined;
  readonly state: GuestState;
  readonly vcpus: number;
  /** How much of its CPUs it uses, 0 to 1; undefined while it is off. */
  readonly load: number | undefined;
  /** KiB that it was given. */
  readonly memory: bigint;
  /** KiB that it uses itself, as its balloon driver says; undefined where there is none. */
  readonly memoryUsed: bigint | undefined;
  readonly disks: readonly GuestDisk[];
  readonly addresses: readonly GuestAddress[];
  /** Its agent was asked, and has not answered in time: what addresses it has, or which of these it still has, is not known. */
  readonly isAgentLate: boolean;
}

/** How long the load is measured, in ms. */
const SAMPLE = 200;
/** How long agents have to answer, in ms: those that do take half a second under software emulation. Of one that hangs libvirt says so after 5 s. */
const PATIENCE = 2_000;
const SOURCES: Readonly<Record<GuestAddress['source'], number>> = {
  lease: InterfaceAddressesSource.LEASE,
  agent: InterfaceAddressesSource.AGENT,
};

/** Connections to one host for looking at guests. */
export interface GuestHost {
  readonly read: Caller;
  /** For what libvirt tells no read-only client: addresses from the agent. */
  readonly inspect: () => Promise<Caller>;
}

/**
 * Looks at guests: two samples of what libvirt tells of them, and their addresses.
 *
 * @param uuids which guests; undefined means every guest of the host
 */
export async function readGuests(
  host: GuestHost,
  uuids: readonly string[] | undefined,
  clock: ClockEffects,
): Promise<readonly GuestStatus[]> {
  const { domains } = libvirt(host.read);
  const chosen = (await domains.list()).filter(
    (domain) => uuids === undefined || uuids.includes(domain.uuid),
  );
  if (chosen.length === 0) return [];
  const sample = async (): Promise<{ at: number; guests: ReadonlyMap<string, Sample> }> => {
    const guests = await sampleGuests(host.read, chosen);
    return { at: clock.now(), guests };
  };
  const first = await sample();
  const running = chosen.filter((domain) => domain.id >= 0);
  const [second, addresses] = await Promise.all([
    running.length === 0 ? first : clock.sleep(SAMPLE).then(sample),
    Promise.all(
      running.map(async (domain) => [domain.uuid, await readAddresses(host, domain, clock)] as const),
    ),
  ]);
  const addressesByGuest = new Map(addresses);
  return chosen.map((domain) => {
    const [before, now] = [first.guests.get(domain.uuid), second.guests.get(domain.uuid)];
    const vcpus = now?.vcpus ?? 0;
    return {
      name: domain.name,
      uuid: domain.uuid,
      id: domain.id < 0 ? undefined : domain.id,
      state: STATES[now?.state ?? 0] ?? 'unknown',
      vcpus,
      load: loadBetween(before?.busy, now?.busy, second.at - first.at, vcpus),
      memory: now?.memory ?? 0n,
      memoryUsed: now?.memoryUsed,
      disks: now?.disks ?? [],
      ...(addressesByGuest.get(domain.uuid) ?? { addresses: [], isAgentLate: false }),
    };
  });
}

function loadBetween(
  before: bigint | undefined,
  now: bigint | undefined,
  elapsed: number,
  vcpus: number,
): number | undefined {
  if (before === undefined || now === undefined || elapsed <= 0 || vcpus === 0) return undefined;
  const nanoseconds = Number(now - before);
  return Math.min(1, Math.max(0, nanoseconds / 1e6 / elapsed / vcpus));
}

/**
 * The addresses of a running guest: from the DHCP server, as far as its agent agrees, else from that. A lease counts only for a MAC
 * that the guest has now; libvirt looks that up itself.
 */
async function readAddresses(
  host: GuestHost,
  domain: Domain,
  clock: ClockEffects,
): Promise<Pick<GuestStatus, 'addresses' | 'isAgentLate'>> {
  const leased = await interfacesFrom(host.read, domain, 'lease');
  const leases = addressesOf(leased, 'lease');
  try {
    const caller = await host.inspect();
    const inside = await withPatience(clock, (signal) => interfacesFrom(caller, domain, 'agent', signal));
    if (inside === undefined) return { addresses: leases, isAgentLate: true };
    const agreed = addressesOf(agreedLeases(leased, inside), 'lease');
    return {
      addresses: agreed.length > 0 ? agreed : addressesOf(inside, 'agent'),
      isAgentLate: false,
    };
  } catch (error) {
    // It may not answer, and who has leases need not be one who may ask it.
    if (leases.length > 0 || isAgentSilent(error)) return { addresses: leases, isAgentLate: false };
    throw error;
  }
}

/** What somebody answers in time; undefined where nobody does. */
async function withPatience<Answer>(
  clock: ClockEffects,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | undefined> {
  const over = new AbortController();
  const asked = ask(over.signal);
  const late = clock.sleep(PATIENCE, over.signal).then(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    over.abort();
  }
}

/** The addresses that one source knows of a running guest; those of its loopback device are left out. */
export async function addressesFrom(
  caller: Caller,
  domain: Domain,
  source: GuestAddress['source'],
): Promise<readonly GuestAddress[]> {
  return addressesOf(await interfacesFrom(caller, domain, source), source);
}

async function interfacesFrom(
  caller: Caller,
  domain: Domain,
  source: GuestAddress['source'],
  signal?: AbortSignal,
): Promise<readonly GuestInterface[]> {
  const interfaces = await libvirt(caller).domains.interfaceAddresses(
    domain,
    SOURCES[source],
    signal === undefined ? {} : { signal },
  );
  return interfaces.filter((nic) => nic.name !== 'lo');
}

function addressesOf(
  interfaces: readonly GuestInterface[],
  source: GuestAddress['source'],
): readonly GuestAddress[] {
  return interfaces.flatMap(({ hwaddr, addrs }) =>
    addrs.map(({ addr, prefix }) => ({ mac: (hwaddr ?? '').toLowerCase(), address: addr, prefix, source })),
  );
}
