import { mkdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  type Caller,
  connect,
  DomainDeviceFlags,
  DomainMetadataType,
  DomainAffectFlags,
  DomainXmlFlags,
  type Libvirt,
  libvirt,
  LibvirtError,
  NetworkUpdateCommand,
  NetworkUpdateSection,
  NetworkXmlFlags,
  StorageVolResizeFlags,
  StorageXmlFlags,
} from '@virtform/libvirt';
import { decode, domain, network, parseXml, pool, type ResourceSchema, volume } from '@virtform/schema';
import { isList, isObject, type Value } from '@virtform/values';
import { createSimulation } from '../../packages/engine/src/effects/simulated/simulation.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';

// The simulated host says what libvirt says: the same random calls, on a real daemon and on a simulated host, get the same answers
// and the same error codes, and leave the same XML. What thousands of simulated applies show rests on this.

const full = process.env.VIRTFORM_TEST === 'full';

let hypervisor: Hypervisor;
let real: Caller;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  real = await connect(hypervisor.uri);
}, 60_000);

afterAll(async () => {
  await real.close();
  await hypervisor.stop();
}, 60_000);

/** One of few objects of each sort, so that calls meet each other. */
const which = fc.constantFrom('a', 'b');
type Which = 'a' | 'b';

const UUIDS: Readonly<Record<string, string>> = {
  a: '0a0a0a0a-0000-4000-8000-00000000000a',
  b: '0b0b0b0b-0000-4000-8000-00000000000b',
};
const handle = (which: Which, sort: string): { readonly name: string; readonly uuid: string } => ({
  name: `${sort}-${which}`,
  uuid: UUIDS[which] ?? '',
});
const net = (which: Which) => handle(which, 'net');
const store = (which: Which) => handle(which, 'pool');
const guest = (which: Which) => ({ ...handle(which, 'guest'), id: -1 });
const vol = (which: Which, name: string) => ({ pool: store(which).name, name, key: '' });

/** What is done to a host. Each names its procedure, so that a counterexample reads as a script. */
type Act = readonly [what: string, act: (host: Libvirt, folder: string) => Promise<unknown>];

const act = (what: string, run: Act[1]): Act => [what, run];

const networkXml = (which: Which, uuid: boolean, forward: string, domainName: string): string =>
  `<network><name>net-${which}</name>${uuid ? `<uuid>${UUIDS[which] ?? ''}</uuid>` : ''}${forward}${domainName}<ip address='10.95.${which === 'a' ? 1 : 2}.1' prefix='24'><dhcp><range start='10.95.${which === 'a' ? 1 : 2}.100' end='10.95.${which === 'a' ? 1 : 2}.200'/></dhcp></ip></network>`;

const networkActs: fc.Arbitrary<Act> = fc.oneof(
  fc
    .tuple(
      which,
      fc.boolean(),
      fc.constantFrom('', "<forward mode='nat'/>", '<forward/>', "<forward mode='route'/>"),
      fc.constantFrom('', "<domain name='lab'/>"),
    )
    .map(([it, uuid, forward, name]) =>
      act(`define network ${it} ${String(uuid)} ${forward} ${name}`, (host) =>
        host.networks.defineXml(networkXml(it, uuid, forward, name)),
      ),
    ),
  which.map((it) => act(`start network ${it}`, (host) => host.networks.create(net(it)))),
  which.map((it) => act(`stop network ${it}`, (host) => host.networks.destroy(net(it)))),
  which.map((it) => act(`undefine network ${it}`, (host) => host.networks.undefine(net(it)))),
  fc
    .tuple(which, fc.boolean())
    .map(([it, on]) =>
      act(`autostart network ${it} ${String(on)}`, (host) => host.networks.setAutostart(net(it), on)),
    ),
  fc
    .tuple(
      which,
      fc.constantFrom(10, 11),
      fc.constantFrom<keyof typeof NetworkUpdateCommand>('MODIFY', 'DELETE', 'ADD_LAST'),
      fc.constantFrom(1, 2, 3),
    )
    .map(([it, last, command, flags]) =>
      act(`${command} address ${last} of network ${it}, sides ${flags}`, (host) =>
        host.networks.update(
          net(it),
          {
            command: NetworkUpdateCommand[command],
            section: NetworkUpdateSection.IP_DHCP_HOST,
            xml: `<host mac='52:54:00:00:00:${last}' ip='10.95.${it === 'a' ? 1 : 2}.${last}'/>`,
          },
          flags,
        ),
      ),
    ),
  which.map((it) => act(`network ${it} by name`, (host) => host.networks.lookupByName(net(it).name))),
  which.map((it) => act(`whether network ${it} is active`, (host) => host.networks.isActive(net(it)))),
);

const storageActs: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(which, fc.boolean())
      .map(([it, uuid]) =>
        act(`define pool ${it} ${String(uuid)}`, (host, folder) =>
          host.pools.defineXml(
            `<pool type='dir'><name>pool-${it}</name>${uuid ? `<uuid>${UUIDS[it] ?? ''}</uuid>` : ''}<target><path>${folder}/${it}</path></target></pool>`,
          ),
        ),
      ),
  },
  { weight: 2, arbitrary: which.map((it) => act(`build pool ${it}`, (host) => host.pools.build(store(it)))) },
  {
    weight: 3,
    arbitrary: which.map((it) => act(`start pool ${it}`, (host) => host.pools.create(store(it)))),
  },
  which.map((it) => act(`stop pool ${it}`, (host) => host.pools.destroy(store(it)))),
  which.map((it) => act(`delete pool ${it}`, (host) => host.pools.delete(store(it)))),
  which.map((it) => act(`undefine pool ${it}`, (host) => host.pools.undefine(store(it)))),
  which.map((it) => act(`refresh pool ${it}`, (host) => host.pools.refresh(store(it)))),
  which.map((it) => act(`autostart pool ${it}`, (host) => host.pools.setAutostart(store(it), true))),
  {
    weight: 4,
    arbitrary: fc
      .tuple(which, fc.constantFrom('v', 'w'), fc.constantFrom('raw', 'qcow2'), fc.constantFrom(1, 2))
      .map(([it, name, format, size]) =>
        act(`make ${format} volume ${name} of ${size} MiB in pool ${it}`, (host) =>
          host.volumes.createXml(
            store(it),
            `<volume><name>${name}</name><capacity unit='MiB'>${size}</capacity><target><format type='${format}'/></target></volume>`,
          ),
        ),
      ),
  },
  fc
    .tuple(which, fc.constantFrom('v', 'w'), fc.constantFrom(1, 2, 4), fc.boolean())
    .map(([it, name, size, shrink]) =>
      act(`resize volume ${name} in pool ${it} to ${size} MiB ${String(shrink)}`, (host) =>
        host.volumes.resize(
          vol(it, name),
          BigInt(size) * 1_048_576n,
          shrink ? StorageVolResizeFlags.SHRINK : 0,
        ),
      ),
    ),
  fc
    .tuple(which, fc.constantFrom('v', 'w'))
    .map(([it, name]) =>
      act(`delete volume ${name} in pool ${it}`, (host) => host.volumes.delete(vol(it, name))),
    ),
  fc
    .tuple(which, fc.constantFrom('v', 'w'))
    .map(([it, name]) =>
      act(`volume ${name} of pool ${it}`, (host) => host.volumes.lookupByName(store(it), name)),
    ),
);

const guestXml = (which: Which, uuid: boolean, memory: number, vcpu: string, devices: string): string =>
  `<domain type='qemu'><name>guest-${which}</name>${uuid ? `<uuid>${UUIDS[which] ?? ''}</uuid>` : ''}<memory unit='MiB'>${memory}</memory>${vcpu}<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>${devices}</devices></domain>`;

const DISK =
  "<disk type='file' device='disk'><source file='/dev/null'/><target dev='vdb' bus='virtio'/></disk>";
const NIC = "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>";

const { CONFIG } = DomainAffectFlags;

const guestActs: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        which,
        fc.boolean(),
        fc.constantFrom(32, 64),
        fc.constantFrom('', '<vcpu>2</vcpu>', "<vcpu current='1'>4</vcpu>"),
        fc.constantFrom('', DISK, NIC),
      )
      .map(([it, uuid, memory, vcpu, devices]) =>
        act(`define guest ${it} ${String(uuid)} ${memory} ${vcpu} ${devices}`, (host) =>
          host.domains.defineXml(guestXml(it, uuid, memory, vcpu, devices)),
        ),
      ),
  },
  which.map((it) => act(`undefine guest ${it}`, (host) => host.domains.undefine(guest(it)))),
  which.map((it) => act(`destroy guest ${it}`, (host) => host.domains.destroy(guest(it)))),
  which.map((it) => act(`shut guest ${it} down`, (host) => host.domains.shutdown(guest(it)))),
  fc
    .tuple(which, fc.boolean())
    .map(([it, on]) => act(`autostart guest ${it}`, (host) => host.domains.setAutostart(guest(it), on))),
  fc
    .tuple(which, fc.constantFrom(1, 2, 4, 8), fc.constantFrom(0, 1, 2))
    .map(([it, count, flags]) =>
      act(`guest ${it} has ${count} vCPUs, sides ${flags}`, (host) =>
        host.domains.setVcpus(guest(it), count, flags),
      ),
    ),
  fc
    .tuple(which, fc.constantFrom(16_384n, 32_768n, 131_072n), fc.constantFrom(0, 1, 2))
    .map(([it, kib, flags]) =>
      act(`guest ${it} has ${kib} KiB, sides ${flags}`, (host) =>
        host.domains.setMemory(guest(it), kib, flags),
      ),
    ),
  fc
    .tuple(which, fc.constantFrom('one', 'a & b', undefined), fc.constantFrom(0, 1, 2))
    .map(([it, title, flags]) =>
      act(`guest ${it} is titled ${String(title)}, sides ${flags}`, (host) =>
        host.domains.setMetadata(
          guest(it),
          DomainMetadataType.TITLE,
          title === undefined ? {} : { value: title },
          flags,
        ),
      ),
    ),
  fc
    .tuple(
      which,
      fc.constantFrom(DISK, NIC),
      fc.constantFrom(DomainDeviceFlags.CONFIG, DomainDeviceFlags.LIVE),
    )
    .map(([it, xml, flags]) =>
      act(`plug into guest ${it} ${xml}, sides ${flags}`, (host) =>
        host.domains.attachDevice(guest(it), xml, flags),
      ),
    ),
  fc
    .tuple(which, fc.constantFrom(DISK, NIC))
    .map(([it, xml]) =>
      act(`take out of guest ${it} ${xml}`, (host) => host.domains.detachDevice(guest(it), xml, CONFIG)),
    ),
  fc
    .tuple(which, which)
    .map(([it, to]) =>
      act(`rename guest ${it} to guest-${to}`, (host) => host.domains.rename(guest(it), `guest-${to}`)),
    ),
  which.map((it) => act(`guest ${it} by name`, (host) => host.domains.lookupByName(guest(it).name))),
  which.map((it) => act(`whether guest ${it} is active`, (host) => host.domains.isActive(guest(it)))),
);

/**
 * The same while guests run. Left out is what takes a guest that answers, as it would shut down or let go of vCPUs, and the disk: a
 * simulated host knows no files but its volumes.
 */
const runningActs: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 1,
    arbitrary: which.map((it) => act(`start guest ${it}`, (host) => host.domains.create(guest(it)))),
  },
  {
    weight: 3,
    arbitrary: guestActs.filter(([what]) => !/^shut|has (1|4) vCPUs|<disk/.test(what)),
  },
);

/** What an act came to: that it was done, what it told where that is comparable, or libvirt's code. */
async function outcome(host: Libvirt, [, run]: Act, folder: string): Promise<unknown> {
  try {
    const told = await run(host, folder);
    return typeof told === 'boolean' ? told : 'done';
  } catch (error) {
    if (!(error instanceof LibvirtError) || error.fault !== 'host') throw error;
    return error.codeName;
  }
}

/** Everything on a host, as the schemas read it. What each host makes up by itself is left out. */
async function picture(host: Libvirt): Promise<Readonly<Record<string, Value>>> {
  const found: Record<string, Value> = {};
  const put = (name: string, schema: ResourceSchema, xml: string): void => {
    const told = steady(decode(schema, parseXml(xml)));
    found[name] = schema === pool ? withoutSizes(told) : told;
  };
  for (const each of await host.networks.list()) {
    put(`${each.name}, stored`, network, await host.networks.xmlDesc(each, NetworkXmlFlags.INACTIVE));
    put(`${each.name}, running`, network, await host.networks.xmlDesc(each));
    found[`${each.name}, autostart`] = await host.networks.autostart(each).catch(() => 'none');
  }
  for (const each of await host.pools.list()) {
    put(`${each.name}, stored`, pool, await host.pools.xmlDesc(each, StorageXmlFlags.INACTIVE));
    found[`${each.name}, autostart`] = await host.pools.autostart(each);
    if (!(await host.pools.isActive(each))) continue;
    for (const volumeOf of await host.pools.volumes(each)) {
      put(`${each.name}/${volumeOf.name}`, volume, await host.volumes.xmlDesc(volumeOf));
    }
  }
  for (const each of await host.domains.list()) {
    put(`${each.name}, stored`, domain, await host.domains.xmlDesc(each, DomainXmlFlags.INACTIVE));
    put(`${each.name}, now`, domain, await host.domains.xmlDesc(each));
    // Of what runs it is how far the balloon has come, which takes a guest that answers. A guest without a definition has no other side.
    if (await host.domains.isActive(each)) {
      const persistent = await host.domains.isPersistent(each);
      for (const side of persistent ? ['now'] : ['now', 'stored'])
        found[`${each.name}, ${side}`] = withoutBalloon(found[`${each.name}, ${side}`] ?? null);
    }
    found[`${each.name}, autostart`] = await host.domains.autostart(each);
  }
  return found;
}

function withoutBalloon(told: Value): Value {
  if (!isObject(told)) return told;
  return Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'current_memory'));
}

/** A disk has the size that it has; whether a pool tells of it is what counts. */
function withoutSizes(told: Value): Value {
  if (!isObject(told)) return told;
  return { ...told, capacity: told.capacity !== 0, available: told.available !== 0 };
}

/** Made up by each host, or of the moment. */
const OWN: ReadonlySet<string> = new Set([
  'alias',
  'id',
  'target_dev',
  'uuid',
  'mac',
  'timestamps',
  'connections',
  'allocation',
  'physical',
]);
/** Of a bridge that libvirt named. */
const BRIDGE = /^virbr\d+$/;

function steady(value: Value): Value {
  if (typeof value === 'string') return BRIDGE.test(value) ? 'virbrN' : value;
  if (isList(value)) return value.map(steady);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OWN.has(name))
      .map(([name, part]) => [name, steady(part)]),
  );
}

/** What one says and the other does not say, or says otherwise. A guest of libvirt's has more devices than a simulated one. */
function missing(simulated: Value | undefined, found: Value | undefined, at: string): readonly string[] {
  if (simulated === undefined) return [];
  if (found === undefined) return [`${at}: the daemon does not say ${JSON.stringify(simulated)}`];
  if (isList(simulated) && isList(found)) {
    const left = [...found];
    return simulated.flatMap((item, index) => {
      const place = left.findIndex((other) => missing(item, other, '').length === 0);
      if (place < 0)
        return [`${at}[${index}]: the daemon has no ${JSON.stringify(item)}, but ${JSON.stringify(found)}`];
      left.splice(place, 1);
      return [];
    });
  }
  if (isObject(simulated) && isObject(found)) {
    return Object.keys(simulated).flatMap((name) => missing(simulated[name], found[name], `${at}.${name}`));
  }
  return simulated === found
    ? []
    : [`${at}: ${JSON.stringify(simulated)} here, ${JSON.stringify(found)} on the daemon`];
}

/** Removes whatever a sequence left. */
async function clear(host: Libvirt): Promise<void> {
  for (const each of await host.domains.list()) {
    await host.domains.destroy(each).catch(() => undefined);
    await host.domains.undefine(each).catch(() => undefined);
  }
  for (const each of await host.networks.list()) {
    await host.networks.destroy(each).catch(() => undefined);
    await host.networks.undefine(each).catch(() => undefined);
  }
  for (const each of await host.pools.list()) {
    await host.pools.create(each).catch(() => undefined);
    for (const volumeOf of await host.pools.volumes(each).catch(() => []))
      await host.volumes.delete(volumeOf);
    await host.pools.destroy(each).catch(() => undefined);
    await host.pools.delete(each).catch(() => undefined);
    await host.pools.undefine(each);
  }
}

let count = 0;

async function compare(acts: readonly Act[]): Promise<void> {
  const simulated = libvirt(
    await createSimulation(1).live().effects.hosts.connect('qemu:///system', 'change'),
  );
  const daemon = libvirt(real);
  await clear(daemon);
  count += 1;
  const folder = path.join(hypervisor.scratch, `sequence-${count}`);
  mkdirSync(folder);
  for (const [index, each] of acts.entries()) {
    const [here, there] = [await outcome(simulated, each, folder), await outcome(daemon, each, folder)];
    expect({ index, what: each[0], said: here }).toEqual({ index, what: each[0], said: there });
  }
  const [here, there] = [await picture(simulated), await picture(daemon)];
  expect(Object.keys(here).sort()).toEqual(Object.keys(there).sort());
  const differences = Object.keys(here).flatMap((name) => [
    ...missing(here[name], there[name], name),
    // Of networks, pools and volumes the simulated host says all that libvirt says.
    ...(name.startsWith('guest') ? [] : missing(there[name], here[name], `the other way: ${name}`)),
  ]);
  expect(differences).toEqual([]);
}

/** Readable in a counterexample. */
const script = (acts: fc.Arbitrary<Act>): fc.Arbitrary<readonly Act[]> =>
  fc.array(acts, { minLength: 6, maxLength: 16 });

test.each([
  ['networks', networkActs, 40, 300],
  ['pools and volumes', storageActs, 100, 1000],
  ['guests', guestActs, 80, 1000],
  ['guests that run', runningActs, 8, 100],
] as const)(
  '%s: the same calls, the same answers, the same XML',
  async (_, acts, few, many) => {
    await fc.assert(fc.asyncProperty(script(acts), compare), {
      numRuns: full ? many : few,
      seed: 20_261_125,
      // A guest takes half a second to start: a counterexample that runs some is told as it was found.
      endOnFailure: acts === runningActs,
      reporter: (run) => {
        if (!run.failed) return;
        const acted = run.counterexample?.[0].map(([what]) => what).join('\n') ?? '';
        throw new Error(`After ${run.numRuns} sequences:\n${acted}\n${String(run.errorInstance)}`);
      },
    });
  },
  1_200_000,
);
