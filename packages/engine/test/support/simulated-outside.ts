import { realClock } from '../../src/effects/clock.js';
import type { Effects } from '../../src/effects/effects.js';
import { realFiles } from '../../src/effects/files.js';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { World } from '../../src/effects/simulated/libvirt/world.js';

/** The outside of a command line under test: this machine's files and clock, and hosts that are simulated. */
export interface SimulatedOutside {
  /** Told of every call before it acts; what it throws is libvirt's answer. */
  beforeCall: (procedure: string) => void;
  host(uri: string): World;
  effects(): Effects;
}

export function simulatedOutside(): SimulatedOutside {
  const simulation = createSimulation(1);
  const outside: SimulatedOutside = {
    beforeCall: () => undefined,
    host: (uri) => simulation.host(uri),
    effects: () => {
      const { effects } = simulation.live((_, name) => {
        const [, procedure] = /^call (\w+)$/.exec(name) ?? [];
        if (procedure !== undefined) outside.beforeCall(procedure);
      });
      return { ...effects, files: realFiles(), clock: realClock() };
    },
  };
  return outside;
}
