import type { Json } from '@virtform/values';
import type { Run, Unit } from '../../src/engine.js';
import { openUnit } from '../../src/open-unit.js';
import type { Access, Effects } from '../../src/effects/effects.js';
import { clockOf, createClock } from '../../src/effects/simulated/clock.js';
import { createDisk, type SimulatedDisk } from '../../src/effects/simulated/disk.js';
import { createGate, type Gate } from '../../src/effects/simulated/gate.js';
import { createPrograms, type SimulatedPrograms } from '../../src/effects/simulated/programs.js';
import { createRandom, type SimulatedRandom } from '../../src/effects/simulated/random.js';
import type { ApplyOptions } from '../../src/engine.js';
import type { ApplyEvent, ApplyResult } from '../../src/apply/events.js';
import type { Plan, PlanOptions } from '../../src/plan/plan.js';
import type { State } from '../../src/state/state.js';
import { terraformProvider } from '../../src/kinds/index.js';
import { MemoryHost, memoryProvider } from './memory-kind.js';

const FOLDER = '/work';

/** A folder on a simulated disk, hosts in memory, and an engine over both. */
export class Workbench {
  readonly hosts = new Map<string, MemoryHost>();
  readonly clock = createClock(1_700_000_000_000);
  readonly #random: SimulatedRandom;
  readonly disk: SimulatedDisk;
  readonly programs: SimulatedPrograms = createPrograms();
  /** Hosts that nobody answers for. */
  readonly down = new Set<string>();
  connects = 0;
  /** What each of them was opened for. */
  readonly accesses: Access[] = [];

  constructor(seed = 1) {
    this.#random = createRandom(seed);
    this.disk = createDisk(this.#random, () => this.clock.now());
  }

  /** The same folder and the same hosts once more, as they are now; what happens on one is not seen on the other. */
  fork(seed: number): Workbench {
    const bench = new Workbench(seed);
    for (const path of this.disk.paths()) bench.disk.put(path, this.disk.get(path) ?? '');
    for (const [uri, { things }] of this.hosts) {
      const host = bench.host(uri);
      for (const [key, thing] of things) host.things.set(key, thing);
    }
    return bench;
  }

  host(uri = 'memory:///one'): MemoryHost {
    const host = this.hosts.get(uri) ?? new MemoryHost(uri);
    this.hosts.set(uri, host);
    return host;
  }

  /** Writes the configuration: resources by name, with whatever else belongs to the document. */
  write(things: Readonly<Record<string, Json>>, more: Readonly<Record<string, Json>> = {}): void {
    const resource = Object.keys(things).length === 0 ? {} : { resource: { memory_thing: things } };
    this.disk.put(`${FOLDER}/main.tf.json`, JSON.stringify({ ...resource, ...more }));
  }

  effects(gate: Gate = createGate(() => undefined)): Effects {
    return {
      clock: clockOf(this.clock, gate),
      random: this.#random,
      files: this.disk.effects(gate),
      processes: this.programs.effects(gate),
      hosts: {
        connect: async (uri, access) => {
          this.connects += 1;
          this.accesses.push(access);
          if (this.down.has(uri)) throw new Error(`nobody answers at ${uri}`);
          return this.host(uri);
        },
      },
    };
  }

  unit(environment: Readonly<Record<string, string>> = {}, gate?: Gate, planned?: Plan): Unit {
    return openUnit({
      folder: FOLDER,
      effects: this.effects(gate),
      environment,
      providers: [memoryProvider, terraformProvider],
      version: '0.0.0',
      ...(planned === undefined ? {} : { planned }),
    });
  }

  async plan(options: Partial<PlanOptions> = {}): Promise<Plan> {
    return this.within('plan', (run) => run.plan(options));
  }

  /** Plans and applies; `between` is what happens while the person reads the plan. */
  async apply(
    options: Partial<PlanOptions> = {},
    apply: ApplyOptions & { readonly between?: () => void } = {},
  ): Promise<Applied> {
    const events: ApplyEvent[] = [];
    return this.within('apply', async (run) => {
      const plan = await run.plan(options);
      apply.between?.();
      const onEvent = (event: ApplyEvent): void => {
        events.push(event);
        apply.onEvent?.(event);
      };
      return { plan, events, result: await run.apply(plan, { ...apply, onEvent }) };
    });
  }

  /** Applies until the effect with this index, on the host or the disk, and kills the process there; false where it ended before. */
  async applyUntil(index: number, options: Partial<PlanOptions> = {}): Promise<boolean> {
    const gate = createGate((now) => {
      if (now === index) gate.kill();
    });
    const host = this.host();
    host.hook = (name, when) => gate.pass(`${name} ${when}`);
    const finished = this.within('apply', async (run) => run.apply(await run.plan(options)), gate).then(
      () => true,
    );
    const ended = await Promise.race([finished, gate.killed.then(() => false)]);
    this.disk.crash();
    this.clock.crash();
    host.hook = () => undefined;
    return !ended;
  }

  async state(): Promise<State | undefined> {
    return this.unit().state();
  }

  async within<T>(operation: 'plan' | 'apply', work: (run: Run) => Promise<T>, gate?: Gate): Promise<T> {
    const run = await this.unit({}, gate).begin({ operation });
    try {
      return await work(run);
    } finally {
      await run.end();
    }
  }
}

export interface Applied {
  readonly plan: Plan;
  readonly events: readonly ApplyEvent[];
  readonly result: ApplyResult;
}

/** What a plan does, one line a node. */
export function actionsOf(plan: Plan): readonly string[] {
  return plan.nodes.map((node) => `${node.node === 'resource' ? node.action : node.node} ${node.address}`);
}
