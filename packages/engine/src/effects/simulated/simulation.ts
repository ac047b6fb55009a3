import type { Effects } from '../effects.js';
import { clockOf, createClock } from './clock.js';
import type { SimulatedClock } from './clock.js';
import { createDisk } from './disk.js';
import type { SimulatedDisk } from './disk.js';
import { createGate } from './gate.js';
import type { EffectHook, Gate } from './gate.js';
import { simulatedCaller } from './libvirt/caller.js';
import { createWorld } from './libvirt/world.js';
import type { World } from './libvirt/world.js';
import { createPrograms } from './programs.js';
import type { SimulatedPrograms } from './programs.js';
import { createRandom } from './random.js';

/** One life of a process in a simulation. */
export interface Life {
  readonly effects: Effects;
  readonly gate: Gate;
}

/** Hosts, programs, a disk and a clock that outlive the processes that use them. The same seed gives the same run, effect by effect. */
export interface Simulation {
  readonly disk: SimulatedDisk;
  readonly clock: SimulatedClock;
  readonly programs: SimulatedPrograms;
  /** A host by its URI; it is there as soon as it is asked for. */
  host(uri: string): World;
  /** Starts a process. */
  live(hook?: EffectHook): Life;
  /** What the death of a process leaves behind: torn writes, no locks, nobody who waits. */
  crash(): void;
}

/** Where simulated time begins: an arbitrary moment in 2023, in ms. */
const BEGINNING = 1_700_000_000_000;

export function createSimulation(seed: number): Simulation {
  const clock = createClock(BEGINNING);
  const disk = createDisk(createRandom(seed), () => clock.now());
  const programs = createPrograms();
  // Each source of chance has its own stream, so that one more question to one does not change the answers of another.
  const random = createRandom(seed + 1);
  const hosts = new Map<string, World>();
  const host = (uri: string): World => {
    const found = hosts.get(uri) ?? createWorld(createRandom(seed + 2 + hosts.size));
    hosts.set(uri, found);
    return found;
  };
  return {
    disk,
    clock,
    programs,
    host,
    live(hook = () => undefined) {
      const gate = createGate(hook);
      const effects: Effects = {
        clock: clockOf(clock, gate),
        random,
        files: disk.effects(gate),
        processes: programs.effects(gate),
        hosts: {
          connect: async (uri, access) => {
            await gate.pass(`connect ${uri} to ${access}`);
            return simulatedCaller(host(uri), uri, access, gate);
          },
        },
      };
      return { effects, gate };
    },
    crash() {
      disk.crash();
      clock.crash();
    },
  };
}
