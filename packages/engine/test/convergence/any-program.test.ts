import fc from 'fast-check';
import { anyProgram } from './program.js';
import { newTally, runSequence, turnsOf } from './sequence.js';

// Random programs with a bit of everything, on two hosts; `few-objects` beside it tries small ones much more often.

const RUNS = process.env.VIRTFORM_TEST === 'full' ? 1500 : 200;

jest.setTimeout(3_600_000);

test(`${RUNS} sequences of programs with a bit of everything keep every promise`, async () => {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(turnsOf(anyProgram, 3), (turns) => runSequence(turns, tally)),
    { numRuns: RUNS, seed: 20_261_123 },
  );
  // Most plans must not be refused, or little would have been tried.
  expect(tally.applied).toBeGreaterThan(RUNS);
  expect(tally.refused).toBeLessThan(tally.applied / 2);
});
