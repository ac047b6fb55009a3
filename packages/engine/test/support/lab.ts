import type { Json, JsonObject } from '@virtform/values';
import type { ApplyOptions, Run, Unit } from '../../src/engine.js';
import { openUnit } from '../../src/open-unit.js';
import type { ApplyResult } from '../../src/apply/events.js';
import { createSimulation, type Life, type Simulation } from '../../src/effects/simulated/simulation.js';
import type { World } from '../../src/effects/simulated/libvirt/world.js';
import type { Plan, PlanOptions } from '../../src/plan/plan.js';

export const FOLDER = '/work';
const URI = 'qemu:///system';

/** What a program of the tests asks for; a small lab of a network, a pool, disks and a guest. */
export interface LabWish {
  readonly vcpus?: number;
  readonly memory?: number;
  readonly disks?: readonly string[];
  readonly hosts?: readonly JsonObject[];
  readonly machine?: string;
  readonly running?: boolean;
  /** Without it there is nothing but network and pool. */
  readonly guest?: boolean;
  /** A disk over an uploaded image. */
  readonly image?: boolean;
  readonly nics?: number;
  /** Of the guest's display: '' for one without a password; unset: it has no display. */
  readonly password?: string | undefined;
  /** Of the guest. */
  readonly lifecycle?: JsonObject;
}

/** A configuration as a person could have written it. */
export function labConfiguration(wish: LabWish): JsonObject {
  const {
    vcpus = 1,
    memory = 48,
    disks = ['root'],
    hosts = [],
    machine = 'q35',
    running = true,
    guest = true,
    image = false,
    nics = 1,
    password,
    lifecycle,
  } = wish;
  const volumes: Record<string, Json> = Object.fromEntries(
    disks.map((name): [string, Json] => [
      name,
      {
        name: `${name}.qcow2`,
        pool: '${libvirt_pool.p.name}',
        capacity: 1048576,
        target: { format: { type: 'qcow2' } },
      },
    ]),
  );
  if (image) {
    volumes.image = {
      name: 'image.raw',
      pool: '${libvirt_pool.p.name}',
      target: { format: { type: 'raw' } },
      create: { content: { url: './image.raw' } },
    };
  }
  const dhcp = {
    ranges: [{ start: '10.93.0.100', end: '10.93.0.200' }],
    ...(hosts.length === 0 ? {} : { hosts }),
  };
  const domain: Json = {
    web: {
      name: 'web',
      type: 'qemu',
      memory: 96,
      memory_unit: 'MiB',
      current_memory: memory,
      current_memory_unit: 'MiB',
      vcpu: 4,
      vcpu_current: vcpus,
      running,
      ...(lifecycle === undefined ? {} : { lifecycle }),
      os: { type: 'hvm', type_arch: 'x86_64', type_machine: machine },
      devices: {
        ...(password === undefined
          ? {}
          : { graphics: [{ vnc: { auto_port: true, ...(password === '' ? {} : { passwd: password }) } }] }),
        disks: [...(image ? ['image'] : []), ...disks].map((name, index) => ({
          driver: { name: 'qemu', type: name === 'image' ? 'raw' : 'qcow2' },
          source: { volume: { pool: '${libvirt_pool.p.name}', volume: `\${libvirt_volume.${name}.name}` } },
          target: { dev: `vd${'abcdef'.charAt(index)}`, bus: 'virtio' },
        })),
        interfaces: Array.from({ length: nics }, (_, index) => ({
          mac: { address: `52:54:00:00:01:0${index}` },
          model: { type: 'virtio' },
          source: { network: { network: '${libvirt_network.net.name}' } },
        })),
      },
    },
  };
  return {
    resource: {
      libvirt_network: {
        net: { name: 'net', autostart: true, ips: [{ address: '10.93.0.1', prefix: 24, dhcp }] },
      },
      libvirt_pool: { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } },
      ...(Object.keys(volumes).length === 0 ? {} : { libvirt_volume: volumes }),
      ...(guest ? { libvirt_domain: domain } : {}),
    },
  };
}

/** A folder on a simulated disk, a simulated libvirt, and the engine with its real kinds over both. */
export class Lab {
  readonly simulation: Simulation;

  constructor(seed = 1) {
    this.simulation = createSimulation(seed);
    this.simulation.disk.put(`${FOLDER}/image.raw`, Buffer.alloc(150_000, 'image'));
  }

  get world(): World {
    return this.simulation.host(URI);
  }

  /** The same hosts and the same disk once more, as they are now; what happens on one is not seen on the other. */
  fork(seed: number): Lab {
    const lab = new Lab(seed);
    for (const path of this.simulation.disk.paths()) {
      lab.simulation.disk.put(path, this.simulation.disk.get(path) ?? '');
    }
    const { domains, networks, pools, folders } = structuredClone({
      domains: this.world.domains,
      networks: this.world.networks,
      pools: this.world.pools,
      folders: this.world.folders,
    });
    for (const [uuid, domain] of domains) lab.world.domains.set(uuid, domain);
    for (const [uuid, network] of networks) lab.world.networks.set(uuid, network);
    for (const [uuid, pool] of pools) lab.world.pools.set(uuid, pool);
    for (const folder of folders) lab.world.folders.add(folder);
    // Numbers that were given out are not given out again.
    for (const counter of ['domain', 'bridge', 'tap'] as const) {
      for (const last = this.world.next(counter); lab.world.next(counter) < last;);
    }
    return lab;
  }

  write(configuration: JsonObject): void {
    this.simulation.disk.put(`${FOLDER}/main.tf.json`, JSON.stringify(configuration));
  }

  unit(life: Life = this.simulation.live()): Unit {
    return openUnit({
      folder: FOLDER,
      effects: life.effects,
      environment: { LIBVIRT_DEFAULT_URI: URI },
      version: '0.0.0',
    });
  }

  plan(options: Partial<PlanOptions> = {}): Promise<Plan> {
    return this.within((run) => run.plan(options));
  }

  apply(
    options: Partial<PlanOptions> = {},
    life?: Life,
    apply: ApplyOptions = {},
  ): Promise<{ readonly plan: Plan; readonly result: ApplyResult }> {
    return this.within(async (run) => {
      const plan = await run.plan(options);
      return { plan, result: await run.apply(plan, apply) };
    }, life);
  }

  async within<T>(work: (run: Run) => Promise<T>, life?: Life): Promise<T> {
    const run = await this.unit(life).begin({ operation: 'apply' });
    try {
      return await work(run);
    } finally {
      await run.end();
    }
  }
}
