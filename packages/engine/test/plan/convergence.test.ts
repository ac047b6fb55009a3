import fc from 'fast-check';
import { formatDiagnostic } from '@virtform/values';
import { worseImpact, type Impact } from '../../src/kinds/kind.js';
import type { ApplyEvent } from '../../src/apply/events.js';
import { resourceNodes } from '../../src/plan/summary.js';
import { Lab, labConfiguration, type LabWish } from '../support/lab.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

// Random programs and random changes of them, on the simulated host with the real kinds.

const full = process.env.VIRTFORM_TEST === 'full';

const host = fc.integer({ min: 10, max: 13 }).map((last) => ({
  mac: `52:54:00:00:02:${last}`,
  ip: `10.93.0.${last}`,
  name: `guest-${last}`,
}));

const wish: fc.Arbitrary<LabWish> = fc.record({
  vcpus: fc.integer({ min: 1, max: 4 }),
  memory: fc.constantFrom(32, 48, 96),
  disks: fc.subarray(['root', 'data', 'more']),
  hosts: fc.uniqueArray(host, { selector: ({ ip }) => ip, maxLength: 3 }),
  machine: fc.constantFrom('q35', 'pc'),
  nics: fc.integer({ min: 0, max: 2 }),
  image: fc.boolean(),
  guest: fc.boolean(),
});

const still: LabWish = { vcpus: 1, memory: 32, disks: [], hosts: [], machine: 'q35', nics: 0, guest: true };

/** A disk for which no port is free waits for the next boot, and is taken out again before that. */
const WAITING_DISK: LabWish[] = [
  { ...still, image: false },
  { ...still, image: true },
  { ...still, image: false },
];

test('after an apply nothing is left to do, no impact was worse than planned, and the steps were those shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 3 }), async (wishes) => {
      const lab = new Lab();
      for (const next of wishes) {
        lab.write(labConfiguration(next));
        const events: ApplyEvent[] = [];
        const { plan, result } = await lab.apply({}, undefined, { onEvent: (event) => events.push(event) });
        const found = [...plan.diagnostics, ...result.diagnostics];
        // A volume that a guest uses until its next boot cannot go before that: the one refusal that a random change may meet.
        if (found.some(({ detail }) => detail?.includes('it is in use by') === true)) return;
        expect(found.map(formatDiagnostic)).toEqual([]);
        const shown = new Map(resourceNodes(plan).map((node) => [node.address, node]));
        for (const event of events) {
          if (event.event !== 'step') continue;
          const node = shown.get(event.address);
          // The destroy in a replacement counts as the replacement that it is.
          const planned = node?.action === 'replace' ? 'destroy' : (node?.impact ?? 'none');
          expect(worseImpact(planned, event.step.impact)).toBe<Impact>(planned);
        }
        const steps = events.filter(({ event }) => event === 'step').length;
        expect(steps).toBeLessThanOrEqual(
          resourceNodes(plan).reduce((sum, node) => sum + node.steps.length, 0),
        );
        const left = resourceNodes(await lab.plan()).filter(({ action }) => action !== 'no-op');
        expect(left.map(({ address, changes, steps: more }) => ({ address, changes, more }))).toEqual([]);
      }
    }),
    { numRuns: full ? 700 : 12, seed: 20_261_123, examples: [[WAITING_DISK]] },
  );
}, 300_000);
